//! A call in words, for whoever is asked to confirm it.

use crate::gate::live::Live;

/// The longest that is repeated of what was typed, in characters.
const LONGEST: usize = 300;

impl Live {
    /// The command, what was typed after it and the quoted message: without the values of redacted
    /// arguments, and with ids in place of mentions, so that nobody is called by it.
    pub(super) fn restated(&self) -> String {
        let mut text = format!("/{}", self.command.name);
        let typed = without_mentions(&self.shown_arguments(None));
        if !typed.is_empty() {
            text.push(' ');
            text.extend(typed.chars().take(LONGEST));
            if typed.chars().nth(LONGEST).is_some() {
                text.push('…');
            }
        }
        if let Some(quote) = &self.talk.incoming.quote {
            text += &format!(" ↩ {}", quote.as_str());
        }
        text
    }
}

/// `<@!1>` and `<@1>` as `1`, `<#1>` as `#1`.
fn without_mentions(text: &str) -> String {
    let mut parts = text.split('<');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_number = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
        let kinds = [("@!", ""), ("@", ""), ("#", "#")];
        let tag = part.split_once('>').and_then(|(tag, rest)| {
            let id = |&(opening, sign)| Some((sign, tag.strip_prefix(opening)?));
            let (sign, id) = kinds.iter().find_map(id).filter(|(_, id)| is_number(id))?;
            Some([sign, id, rest])
        });
        match tag {
            Some(pieces) => out.extend(pieces),
            None => out.extend(["<", part]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_become_ids_and_the_rest_stays() {
        for (text, plain) in [
            ("<@!6> 10m <@7>", "6 10m 7"),
            ("<#9>x", "#9x"),
            ("a < b <@x> <@!> <@!6", "a < b <@x> <@!> <@!6"),
            ("<<@6>>", "<6>"),
            ("", ""),
        ] {
            assert_eq!(without_mentions(text), plain);
        }
    }
}
