//! The rule for names of commands, which people type.

/// Says what is wrong with a name, if something is; `left_out` says whose name stands for one that is
/// left out, where it can be.
pub(crate) fn check(name: &str, left_out: Option<&str>) -> Result<(), String> {
    const RULE: &str =
        "(letters of any script, digits, `-`, `_`; Latin in lower case; a letter or digit first)";
    if name.is_empty() {
        return Err(match left_out {
            Some(whose) => format!("a name is not empty (left out, it is the {whose}'s)"),
            None => "a name is not empty".into(),
        });
    }
    let mistake = if name.contains(char::is_whitespace) {
        "a name has no spaces"
    } else if name.starts_with(['/', '／']) {
        "a name is written without its prefix"
    } else if name.contains(is_full_width) {
        "a name has no full-width forms: people's are read as plain ones"
    } else if name.contains(char::is_uppercase) {
        "a name is in lower case"
    } else if !name.starts_with(char::is_alphanumeric) {
        "a name starts with a letter or a digit"
    } else if name.contains(|c| !is_allowed(c)) {
        "a name has letters, digits, `-` and `_` only"
    } else {
        return Ok(());
    };
    Err(match cured(name) {
        Some(cured) => format!("{mistake}; try `{cured}` {RULE}"),
        None => format!("{mistake} {RULE}"),
    })
}

fn is_allowed(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

fn is_full_width(c: char) -> bool {
    ('\u{ff01}'..='\u{ff5e}').contains(&c)
}

/// The name without what is wrong with it.
fn cured(name: &str) -> Option<String> {
    let plain = name.chars().map(|c| match c {
        c if c.is_whitespace() => '-',
        c if is_full_width(c) => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    });
    let allowed: String = plain.filter(|&c| is_allowed(c)).collect();
    let cured = allowed.trim_matches(['-', '_']).to_lowercase();
    (cured != name && check(&cured, None).is_ok()).then_some(cured)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_what_people_can_type() {
        for name in ["ban", "ban-user", "ban_2", "2fa", "禁言", "забанить", "é"] {
            assert_eq!(check(name, None), Ok(()), "{name}");
        }
    }

    #[test]
    fn refuses_the_rest_and_proposes_a_cure() {
        for (name, mistake) in [
            ("", "a name is not empty"),
            ("Ban User", "a name has no spaces; try `ban-user` ("),
            ("ban\u{3000}user", "a name has no spaces; try `ban-user` ("),
            ("Ban", "a name is in lower case; try `ban` ("),
            ("/ban", "a name is written without its prefix; try `ban` ("),
            (
                "ｂａｎ",
                "a name has no full-width forms: people's are read as plain ones; try `ban` (",
            ),
            ("_ban", "a name starts with a letter or a digit; try `ban` ("),
            ("-", "a name starts with a letter or a digit ("),
            ("ban!", "a name has letters, digits, `-` and `_` only; try `ban` ("),
            ("a\u{200b}b", "a name has letters, digits, `-` and `_` only; try `ab` ("),
            ("e\u{301}", "a name has letters, digits, `-` and `_` only; try `e` ("),
        ] {
            let message = check(name, None).expect_err(name);
            assert!(message.starts_with(mistake), "{name}: {message}");
        }
        let message = check("", Some("variant")).expect_err("empty");
        assert_eq!(message, "a name is not empty (left out, it is the variant's)");
    }
}
