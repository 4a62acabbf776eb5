//! Injections.

use botrs_secure::Reason;

use super::verdict::findings;

/// What is found is an injection, with as many points as a finding has.
pub fn holds(text: &str) {
    let injections: Vec<_> =
        Reason::ALL.into_iter().filter(|reason| reason.is_injection()).collect();
    for finding in findings(text, &injections, |policy| policy) {
        assert!(finding.reason.is_injection() && finding.score >= 50, "{text:?}: {finding:?}");
    }
}
