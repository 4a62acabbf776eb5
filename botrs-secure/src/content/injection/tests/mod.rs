//! What is found, what is left alone, and at what cost.

mod bound;
mod corpora;
mod linear;
mod lists;
mod properties;

use crate::content::finding::{Finding, Reason};
use crate::content::folding::decoded;

/// Everything that is found in a text.
fn findings(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    super::find(&decoded(text), &mut |finding| findings.push(finding));
    findings
}

fn finds(text: &str, reason: Reason) -> bool {
    findings(text).iter().any(|finding| finding.reason == reason)
}

/// The guide's three strings, under its test's name.
#[test]
fn test_sql_injection_protection() {
    for text in ["'; DROP TABLE users; --", "1' OR '1'='1", "UNION SELECT * FROM passwords"] {
        assert!(finds(text, Reason::SqlInjection), "{text}");
    }
}

#[test]
fn a_finding_says_where_it_is() {
    for (text, reason, part) in [
        ("my name is x' or 'a'='a", Reason::SqlInjection, "' or 'a'='a"),
        ("看 <img src=x onerror=alert(1)>", Reason::ScriptInjection, "onerror=alert("),
        ("a;cat /etc/passwd", Reason::CommandInjection, ";cat /etc/passwd"),
        ("hello {{7*7}} world", Reason::TemplateInjection, "{{7*7}}"),
        ("x\nSet-Cookie: a=b", Reason::CrlfInjection, "\nSet-Cookie"),
        ("bob\n[INFO] ok", Reason::LogInjection, "\n[INFO] o"),
        ("see ../../etc/passwd", Reason::PathTraversal, "../../"),
    ] {
        let found = findings(text);
        let finding = found.iter().find(|finding| finding.reason == reason).expect(text);
        assert_eq!(&text[finding.span.clone()], part, "{text}");
        assert!((50..=100).contains(&finding.score), "{text}");
    }
}

#[test]
fn talk_between_signals_makes_them_forgotten() {
    let near = "pg_sleep(5), benchmark(9, x)";
    assert!(finds(near, Reason::SqlInjection));
    let far = "pg_sleep(5) waits, and so does what they call benchmark(9, x)";
    assert!(!finds(far, Reason::SqlInjection));
}
