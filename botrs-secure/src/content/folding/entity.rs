//! HTML entities.

use super::escape::hex;
use super::work::work;

/// The character that the entity at the beginning of the text stands for, and how long the entity is.
///
/// The semicolon may be left out where browsers let it be: after numbers, and after the oldest names.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    let name = text.strip_prefix('&')?;
    match name.strip_prefix('#') {
        Some(number) => numbered(number),
        None => named(name),
    }
}

fn numbered(number: &str) -> Option<(char, usize)> {
    let (mark, digits) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (3, digits),
        None => (2, number),
    };
    let is_digit =
        |byte: &u8| if mark == 3 { byte.is_ascii_hexdigit() } else { byte.is_ascii_digit() };
    let length = digits.bytes().take_while(|byte| is_digit(byte)).count();
    work(length);
    // As many zeros as there are: browsers read them all.
    let value = digits[..length].trim_start_matches('0');
    let code = if mark == 3 { hex(value.as_bytes())? } else { value.parse().ok()? };
    let semicolon = usize::from(digits[length..].starts_with(';'));
    Some((char::from_u32(code)?, mark + length + semicolon))
}

fn named(text: &str) -> Option<(char, usize)> {
    let length = text.bytes().take(LONGEST + 1).take_while(u8::is_ascii_alphanumeric).count();
    if text[length..].starts_with(';') {
        let found = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&text[..length]));
        if let Some(&(_, c)) = found {
            return Some((c, length + 2));
        }
    }
    let begins =
        |name: &str| text.get(..name.len()).is_some_and(|text| text.eq_ignore_ascii_case(name));
    let &(name, c) = NAMES[..OLDEST].iter().find(|(name, _)| begins(name))?;
    Some((c, name.len() + 1))
}

/// Names of characters that are syntax somewhere; the first [`OLDEST`] need no semicolon.
const NAMES: [(&str, char); 42] = [
    ("lt", '<'),
    ("gt", '>'),
    ("amp", '&'),
    ("quot", '"'),
    ("nbsp", ' '),
    ("shy", '\u{ad}'),
    ("apos", '\''),
    ("colon", ':'),
    ("semi", ';'),
    ("comma", ','),
    ("period", '.'),
    ("tab", '\t'),
    ("newline", '\n'),
    ("excl", '!'),
    ("num", '#'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("lpar", '('),
    ("rpar", ')'),
    ("ast", '*'),
    ("midast", '*'),
    ("plus", '+'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("equals", '='),
    ("quest", '?'),
    ("commat", '@'),
    ("lsqb", '['),
    ("lbrack", '['),
    ("rsqb", ']'),
    ("rbrack", ']'),
    ("hat", '^'),
    ("lowbar", '_'),
    ("grave", '`'),
    ("diacriticalgrave", '`'),
    ("lcub", '{'),
    ("lbrace", '{'),
    ("rcub", '}'),
    ("rbrace", '}'),
    ("vert", '|'),
    ("verbar", '|'),
    ("zerowidthspace", '\u{200b}'),
];
const OLDEST: usize = 6;
const LONGEST: usize = 16;
