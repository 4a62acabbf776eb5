//! The page of the reference: an entry for each key.

use crate::policy::file::keys::{self, Table};

const PAGE: &str = include_str!("../../../../docs/reference/policy.md");

/// The text under a heading that names this, up to the next heading.
fn entry<'p>(heading: &str) -> Option<&'p str> {
    let text = PAGE.split("\n## ").find(|text| text.lines().next() == Some(heading))?;
    Some(text)
}

#[test]
fn every_key_has_a_row_under_its_table() {
    fn check<K: Copy>(table: &Table<K>) {
        let heading = match table.header {
            "" => "At the beginning".to_owned(),
            header => format!("`{header}`"),
        };
        let text = entry(&heading).unwrap_or_else(|| panic!("no heading {heading}"));
        for key in table.names() {
            let row = text.lines().find(|line| line.starts_with(&format!("| `{key}` |")));
            let row = row.unwrap_or_else(|| panic!("no row of `{key}` under {heading}"));
            // Form, default and effect.
            let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            assert_eq!(cells.len(), 4, "{row}");
            assert!(cells.iter().all(|cell| !cell.is_empty()), "{row}");
        }
    }
    check(&keys::TOP);
    check(&keys::TRUST);
    check(&keys::DENY);
    check(&keys::REPLIES);
    check(&keys::CONTENT);
    check(&keys::WORDS);
    check(&keys::INTRUSION);
    check(&keys::ROLE);
    check(&keys::GUILD);
    check(&keys::GROUP);
    check(&keys::GROUP_ROLES);
    check(&keys::DIRECT);
    check(&keys::C2C);
    check(&keys::RESTRICT);
}

/// Each error of the page, by what is written.
#[test]
fn quoted_errors_are_what_is_said() {
    let table = PAGE.split("| written | error |\n|---|---|\n").nth(1).expect("a table of errors");
    let rows: Vec<_> = table.lines().take_while(|line| line.starts_with('|')).collect();
    assert!(rows.len() > 10, "{rows:?}");
    for row in rows {
        let (written, error) = row.trim_matches('|').trim().split_once(" | ").expect(row);
        let written = written.trim_matches('`').replace("⏎ ", "\n");
        let found = super::rules(&written).map(|rules| rules.tables).expect_err(row).to_string();
        let english = found.split_once(" / ").expect(row).1;
        assert_eq!(english, error.replace("\\[", "["), "{row}");
    }
}
