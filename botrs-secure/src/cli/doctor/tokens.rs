//! The tokens of Rust sources, without comments and attributes, one after the other.

use std::str::FromStr as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Beyond this, groups are not looked into.
const DEEPEST: usize = 200;

/// A token, and the line it is on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) line: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name(String),
    /// A punctuation mark or a bracket.
    Mark(char),
    /// What stands between the quotes of a string literal.
    Text(String),
    /// Any other literal.
    Other,
}

impl Token {
    pub(super) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(super) fn name(&self) -> Option<&str> {
        if let Kind::Name(name) = &self.kind { Some(name) } else { None }
    }

    pub(super) fn text(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text) } else { None }
    }
}

/// None, if it is no Rust.
pub(super) fn tokens(source: &str) -> Option<Vec<Token>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut all = Vec::new();
    add(TokenStream::from_str(source).ok()?, 0, &mut all);
    Some(all)
}

fn add(stream: TokenStream, depth: usize, all: &mut Vec<Token>) {
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        let line = tree.span().start().line;
        let kind = match tree {
            TokenTree::Group(group) => {
                add_group(&group, depth, all);
                continue;
            }
            TokenTree::Ident(name) => Kind::Name(name.to_string()),
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                trees.next_if(
                    |next| matches!(next, TokenTree::Punct(mark) if mark.as_char() == '!'),
                );
                let is_attribute = |next: &TokenTree| matches!(next, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket);
                trees.next_if(is_attribute);
                continue;
            }
            TokenTree::Punct(mark) => Kind::Mark(mark.as_char()),
            TokenTree::Literal(literal) => {
                quoted(&literal.to_string()).map_or(Kind::Other, |text| Kind::Text(text.to_owned()))
            }
        };
        all.push(Token { kind, line });
    }
}

fn add_group(group: &Group, depth: usize, all: &mut Vec<Token>) {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ('(', ')'),
        Delimiter::Brace => ('{', '}'),
        Delimiter::Bracket => ('[', ']'),
        Delimiter::None => (' ', ' '),
    };
    all.push(Token { kind: Kind::Mark(open), line: group.span_open().start().line });
    if depth < DEEPEST {
        add(group.stream(), depth + 1, all);
    }
    all.push(Token { kind: Kind::Mark(close), line: group.span_close().start().line });
}

/// Of a string of any kind.
fn quoted(literal: &str) -> Option<&str> {
    let start = literal.find('"')?;
    let prefix = &literal[..start];
    let is_string = prefix.chars().all(|c| matches!(c, 'r' | 'b' | 'c' | '#'));
    let end = literal.rfind('"').filter(|&end| end > start)?;
    is_string.then(|| &literal[start + 1..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_attributes_are_left_out_and_lines_are_kept() {
        let source = "//! \"a\"\n/// \"b\"\n#[doc = \"c\"]\nfn f() {\n    g(r#\"d\"e\"#, b\"f\", 'g', 1); // \"h\"\n}\n";
        let all = tokens(source).unwrap();
        let texts: Vec<_> =
            all.iter().filter_map(|token| Some((token.text()?, token.line))).collect();
        assert_eq!(texts, [("d\"e", 5), ("f", 5)]);
        assert_eq!(tokens("fn f( {"), None);
    }

    #[test]
    fn a_source_that_is_all_brackets_is_survived() {
        let deep = format!("{}{}", "(".repeat(50_000), ")".repeat(50_000));
        assert!(tokens(&deep).is_some());
    }
}
