//! Addresses: what passes, what is found, and what is made to look otherwise.

use super::*;

mod addresses;
mod internal;
mod properties;
mod texts;

/// The texts that are found to be unsafe addresses.
fn found<'t>(text: &'t str, links: &Links) -> Vec<&'t str> {
    let mut spans = Vec::new();
    find(text, links, &mut |finding| {
        assert_eq!(finding.reason, Reason::Link);
        assert!((1..=100).contains(&finding.score));
        spans.push(&text[finding.span]);
    });
    spans
}
