//! `pattern = "[a-z]+"`: compiled here too, so that a wrong one does not compile.

use regex_syntax::ParserBuilder;
use syn::{Error, Expr, LitStr, Result};

use crate::literal;

pub(super) fn read(expr: &Expr) -> Result<LitStr> {
    let text = literal::text(expr, r#"pattern = "[a-z]+""#)?;
    let pattern = text.value();
    check(&pattern).map_err(|message| Error::new_spanned(&text, message))?;
    Ok(text)
}

fn check(pattern: &str) -> std::result::Result<(), String> {
    if pattern.is_empty() {
        return Err("an empty pattern lets only empty texts pass".into());
    }
    parse(pattern)?;
    // The library puts this around it, since a pattern is for the whole text.
    parse(&format!(r"\A(?:{pattern})\z"))
        .map_err(|_| "a pattern must not end in a comment; end its line first".into())
}

/// What `regex-syntax` says against it, and where.
fn parse(pattern: &str) -> std::result::Result<(), String> {
    let (message, span) = match ParserBuilder::new().build().parse(pattern) {
        Ok(_) => return Ok(()),
        Err(regex_syntax::Error::Parse(error)) => (error.kind().to_string(), *error.span()),
        Err(regex_syntax::Error::Translate(error)) => (error.kind().to_string(), *error.span()),
        Err(error) => return Err(error.to_string()),
    };
    let at = pattern[..span.start.offset].chars().count() + 1;
    Err(format!("this is no regular expression: {message} (character {at})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_wrong_and_where() {
        for (pattern, message) in [
            ("", "an empty pattern lets only empty texts pass"),
            ("字(", "this is no regular expression: unclosed group (character 2)"),
            ("a)|(?:b", "this is no regular expression: unopened group (character 2)"),
            ("(?x)a # b", "a pattern must not end in a comment; end its line first"),
            (
                r"\p{Hann}",
                "this is no regular expression: Unicode property not found (character 1)",
            ),
        ] {
            assert_eq!(check(pattern), Err(message.into()), "{pattern}");
        }
        for pattern in [r"\p{Han}+", "[a-z]{3,5}|x", "(?i)^a$", "(?x)a # b\n"] {
            assert_eq!(check(pattern), Ok(()), "{pattern}");
        }
    }
}
