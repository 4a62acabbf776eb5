//! The page of the reference: its examples are found as it says.

use super::blocked::BlockedWords;
use super::finding::Reason;
use super::policy::{ContentAction, ContentPolicy};

const PAGE: &str = include_str!("../../docs/reference/content.md");

/// The cells of each row under a header.
fn rows(header: &str) -> Vec<(&'static str, &'static str)> {
    let (_, table) = PAGE.split_once(header).expect("the table is there");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').trim().rsplit_once(" | ").expect(row)).collect()
}

#[test]
fn every_example_of_the_page_is_found_as_it_says() {
    let words = BlockedWords::new([("badword", "rude"), ("坏蛋", "rude")], [""; 0]);
    let policy = ContentPolicy::new()
        .on(Reason::Link, ContentAction::Refuse)
        .words(words.expect("good words"));
    let rows = rows("| text | found |");
    assert!(rows.len() > 25);
    for (text, found) in rows {
        let text = text.trim_matches('`');
        let verdict = policy.check(text);
        let decisive = verdict.decisive().map(|finding| finding.reason.as_str());
        assert_eq!(decisive.unwrap_or("nothing"), found.trim_matches('`'), "{text}");
    }
}

#[test]
fn every_reason_is_on_the_page() {
    for reason in Reason::ALL {
        assert!(PAGE.contains(&format!("`{}`", reason.as_str())), "{reason:?}");
    }
}
