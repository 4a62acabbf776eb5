//! A call in words, for whoever is asked to confirm it.

use crate::content::mention;
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

/// `<@!1>`, `<@1>` and `<qqbot-at-user id="1" />` as `1`, `<#1>` as `#1`.
fn without_mentions(text: &str) -> String {
    let is_number = |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        let channel = || mention::leading_channel(tag).map(|channel| ("#", channel));
        let found = mention::leading(tag).map(|member| ("", member)).or_else(channel);
        let (pieces, after) = match found.filter(|(_, (id, _))| is_number(id)) {
            Some((sign, (id, after))) => ([before, sign, id], after),
            None => ([before, "<", ""], &tag[1..]),
        };
        out.extend(pieces);
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_become_ids_and_the_rest_stays() {
        for (text, plain) in [
            ("<@!6> 10m <@7>", "6 10m 7"),
            ("<#9>x", "#9x"),
            (
                "<qqbot-at-user id=\"6\" />，<qqbot-at-user id=\"x\" />",
                "6，<qqbot-at-user id=\"x\" />",
            ),
            ("a < b <@x> <@!> <@!6", "a < b <@x> <@!> <@!6"),
            ("<<@6>>", "<6>"),
            ("", ""),
        ] {
            assert_eq!(without_mentions(text), plain);
        }
    }
}
