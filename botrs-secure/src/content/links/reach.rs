//! How far an address in a text reaches.
//!
//! Chinese follows an address without a space, so chat programs end it at such a letter, while
//! browsers read on: where that would make another host of it, it is read on here too, and refused.

use crate::content::links::names::{is_cjk, is_of_name};
use crate::content::links::top_level::is_top_level;

/// Where the address ends whose host begins at this byte; `None` if nothing is there.
pub(super) fn address_end(text: &str, host: usize) -> Option<usize> {
    let authority = authority_length(&text[host..]);
    let whole = authority + path_length(&text[host + authority..]);
    let length = trimmed(&text[host..host + whole]).len();
    (length > 0).then_some(host + length)
}

/// How far the path, the query and the fragment reach that the text begins with, if it does.
pub(super) fn path_length(text: &str) -> usize {
    if !text.starts_with(['/', '?', '#']) {
        return 0;
    }
    text.find(|c: char| !c.is_ascii() || c == '\\' || ends_address(c)).unwrap_or(text.len())
}

/// Without the marks at the end that belong to the sentence around it.
pub(super) fn trimmed(address: &str) -> &str {
    let (round, square) = (address.contains('('), address.contains('['));
    address.trim_end_matches(|c| match c {
        ')' => !round,
        ']' => !square,
        _ => ".,;:!?'*_~".contains(c),
    })
}

fn authority_length(text: &str) -> usize {
    let ends = |c: char| matches!(c, '/' | '?' | '#') || ends_address(c);
    let authority = &text[..text.find(ends).unwrap_or(text.len())];
    // What stands before an `@` is no host, to whoever reads so far.
    if authority.contains('@') {
        return authority.len();
    }
    let is_foreign = |c: char| !c.is_ascii() && (is_cjk(c) || !is_of_name(c));
    let cut = authority.find(is_foreign).unwrap_or(authority.len());
    if ends_as_host(&authority[cut..]) { authority.len() } else { cut }
}

/// The dots that browsers take for one.
const DOTS: [char; 4] = ['.', '。', '．', '｡'];

/// Whether what follows a letter of another script makes the name of a host of it all.
fn ends_as_host(text: &str) -> bool {
    let is_dot = |c: char| DOTS.contains(&c);
    let name = text.trim_end_matches(|c: char| is_dot(c) || !is_of_name(c));
    let last = name.rsplit(is_dot).next().filter(|last| last.len() < name.len());
    last.is_some_and(is_top_level)
}

/// Whether no address goes on here: at a space, a quote, a bracket, a mark of Chinese sentences.
fn ends_address(c: char) -> bool {
    match c {
        '<' | '>' | '"' | '`' | '|' | '{' | '}' | '^' => true,
        '。' | '．' | '｡' => false,
        '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' => !c.is_alphanumeric(),
        '“' | '”' | '‘' | '’' | '…' | '—' => true,
        _ => c.is_whitespace() || c.is_control(),
    }
}
