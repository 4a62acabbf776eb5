//! Our own lists: techniques that must be found, and ordinary messages that must not.

use super::{findings, finds};
use crate::content::finding::Reason;

const BENIGN: &str = include_str!("../../../../tests/data/benign.txt");
const SQL: &str = include_str!("../../../../tests/data/attack_sql.txt");
const SCRIPT: &str = include_str!("../../../../tests/data/attack_script.txt");
const OTHER: &str = include_str!("../../../../tests/data/attack_other.txt");

/// The heading and the text of every line.
fn lines(list: &'static str) -> impl Iterator<Item = (&'static str, String)> {
    let mut heading = "";
    list.lines().filter_map(move |line| {
        if let Some(new) = line.strip_prefix("## ") {
            heading = new;
            return None;
        }
        Some((heading, line.replace('⏎', "\n").replace('␛', "\u{1b}")))
    })
}

fn is_miss(heading: &str) -> bool {
    heading.starts_with("misses")
}

#[track_caller]
fn assert_found(list: &'static str, reason: impl Fn(&str) -> Reason) {
    for (heading, text) in lines(list) {
        if is_miss(heading) {
            // So that what the documentation says to be missed stays true.
            assert_eq!(findings(&text), [], "{text:?} is listed as a miss");
        } else {
            assert!(finds(&text, reason(heading)), "{text:?} under {heading:?}");
        }
    }
}

#[test]
fn techniques_of_sql_injection_are_found() {
    assert_found(SQL, |_| Reason::SqlInjection);
}

#[test]
fn techniques_of_script_injection_are_found() {
    assert_found(SCRIPT, |_| Reason::ScriptInjection);
}

#[test]
fn techniques_of_the_other_kinds_are_found() {
    let reasons = [
        Reason::CommandInjection,
        Reason::TemplateInjection,
        Reason::CrlfInjection,
        Reason::LogInjection,
        Reason::PathTraversal,
    ];
    assert_found(OTHER, |heading| {
        let named = reasons.iter().find(|reason| reason.as_str() == heading);
        *named.expect("a heading names a kind")
    });
}

#[test]
fn ordinary_messages_give_no_alarm() {
    for (heading, text) in lines(BENIGN) {
        assert_eq!(findings(&text), [], "{text:?} under {heading:?}");
    }
}

#[test]
fn the_lists_are_as_long_as_they_should_be() {
    let count = |list, of: &str| lines(list).filter(|(heading, _)| heading.starts_with(of)).count();
    assert!(count(BENIGN, "English") >= 400);
    assert!(count(BENIGN, "Chinese") >= 200);
    let attacks: usize = [SQL, SCRIPT, OTHER].iter().map(|list| count(list, "")).sum();
    assert!(attacks >= 300);
}
