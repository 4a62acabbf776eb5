//! What holds of every check of content.

use botrs_secure::{ContentAction, ContentPolicy, Finding, Reason};

/// So many findings are kept whatever they are.
const MOST: usize = 64;

/// What these checks find in a text, each by itself and all together.
pub fn findings(
    text: &str,
    reasons: &[Reason],
    with: impl Fn(ContentPolicy) -> ContentPolicy,
) -> Vec<Finding> {
    let looking_for = |reasons: &[Reason], action| {
        let policy = with(ContentPolicy::off().max_length(usize::MAX));
        reasons.iter().fold(policy, |policy, reason| policy.on(*reason, action))
    };
    let verdict = looking_for(reasons, ContentAction::Mask).check(text);
    assert_eq!(verdict, looking_for(reasons, ContentAction::Mask).check(text), "{text:?}");
    let all: Vec<_> = verdict.findings().cloned().collect();
    for finding in &all {
        let part = text.get(finding.span.clone());
        assert!(part.is_some_and(|part| !part.is_empty()), "{text:?}: {finding:?}");
        assert!((1..=100).contains(&finding.score), "{text:?}: {finding:?}");
    }
    let is_found = verdict.decisive().is_some() && verdict.action() != ContentAction::Off;
    assert_eq!(is_found, !all.is_empty(), "{text:?}");
    // Of more than that, some are left out.
    if all.len() < MOST {
        masks(text, &verdict.masked(text), &all);
        for reason in reasons {
            let alone = looking_for(&[*reason], ContentAction::Record).check(text);
            let of_it = all.iter().filter(|finding| finding.reason == *reason);
            assert!(alone.findings().eq(of_it), "{text:?}: {reason:?}");
        }
    }
    all
}

/// What was found is covered, and nothing else.
fn masks(text: &str, masked: &str, found: &[Finding]) {
    assert_eq!(text.chars().count(), masked.chars().count(), "{text:?}");
    for ((at, c), shown) in text.char_indices().zip(masked.chars()) {
        let is_found = found.iter().any(|finding| finding.span.contains(&at));
        assert_eq!(shown, if is_found { '*' } else { c }, "{text:?}: {masked:?}");
    }
}
