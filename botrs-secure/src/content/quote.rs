//! Quoted words: `"a b"`, `'a b'`, `“a b”` and `「a b」`.

use std::borrow::Cow;

/// What stands between two quotes, and how many bytes it takes with them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Quoted<'a> {
    pub(crate) text: Cow<'a, str>,
    pub(crate) length: usize,
}

/// The quote that closes what this character opens.
pub(crate) fn closing(open: char) -> Option<char> {
    match open {
        '"' | '\'' => Some(open),
        '“' => Some('”'),
        '「' => Some('」'),
        _ => None,
    }
}

/// The quoted word that the text starts with, up to `close`; `None` where that never comes.
///
/// In ASCII quotes `\"`, `\'` and `\\` stand for the second character; any other `\` for itself.
pub(crate) fn quoted(text: &str, open: char, close: char) -> Option<Quoted<'_>> {
    let inner = &text[open.len_utf8()..];
    let escapes = close.is_ascii();
    let mut unescaped = String::new();
    let mut done = 0;
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == close {
            let length = open.len_utf8() + at + close.len_utf8();
            return Some(Quoted { text: joined(unescaped, &inner[done..at]), length });
        }
        let escaped = || inner[at + 1..].starts_with(['"', '\'', '\\']);
        if escapes && c == '\\' && escaped() {
            unescaped.push_str(&inner[done..at]);
            done = at + 1;
            chars.next();
        }
    }
    None
}

fn joined(mut unescaped: String, last: &str) -> Cow<'_, str> {
    if unescaped.is_empty() {
        return Cow::Borrowed(last);
    }
    unescaped.push_str(last);
    Cow::Owned(unescaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, &str)> {
        let open = text.chars().next()?;
        let quoted = quoted(text, open, closing(open)?)?;
        Some((quoted.text.into_owned(), &text[quoted.length..]))
    }

    fn found<'a>(text: &str, after: &'a str) -> Option<(String, &'a str)> {
        Some((text.to_owned(), after))
    }

    #[test]
    fn four_kinds_of_quotes() {
        for text in ["\"a b\" c", "'a b' c", "“a b” c", "「a b」 c"] {
            assert_eq!(read(text), found("a b", " c"), "{text}");
        }
        assert_eq!(read("\"it's “so”\"x"), found("it's “so”", "x"));
        assert_eq!(read("''"), found("", ""));
        assert_eq!(read("\"<@!1>\""), found("<@!1>", ""));
        assert_eq!(read("\"a\nb\""), found("a\nb", ""));
    }

    #[test]
    fn escapes_in_ascii_quotes_only() {
        assert_eq!(read(r#""a \"b\" \\ \' \n c""#), found(r#"a "b" \ ' \n c"#, ""));
        assert_eq!(read(r#""\"""#), found("\"", ""));
        assert_eq!(read(r#""\\""#), found("\\", ""));
        assert_eq!(read(r"“a\”"), found("a\\", ""));
        assert_eq!(read(r"「\\」"), found(r"\\", ""));
    }

    #[test]
    fn what_is_not_closed_is_none() {
        for text in ["\"", "\"a", "'a\"", "“a\"", "「a”", r#""a\""#, r#""\\\""#] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn borrows_where_nothing_is_escaped() {
        let plain = quoted("\"a b\"", '"', '"').unwrap();
        assert!(matches!(plain.text, Cow::Borrowed("a b")));
    }
}
