//! What a policy makes of a text.

use std::borrow::Cow;

use super::finding::Finding;
use super::policy::ContentAction;

/// What a [`ContentPolicy`](crate::ContentPolicy) makes of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    action: ContentAction,
    found: Vec<(ContentAction, Finding)>,
}

/// So many findings of one text are kept; one with more is not masked but refused.
const MOST: usize = 64;

impl Verdict {
    /// The strongest of what is to be done; [`ContentAction::Off`] for a text in which nothing was found.
    #[must_use]
    pub fn action(&self) -> ContentAction {
        self.action
    }

    /// What was found and is not off, in no particular order; of a text with very many, some.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.found.iter().map(|(_, finding)| finding)
    }

    /// What decided: the first in the text for which the most is to be done.
    #[must_use]
    pub fn decisive(&self) -> Option<&Finding> {
        let strongest = self.found.iter().filter(|(action, _)| *action == self.action);
        strongest
            .map(|(_, finding)| finding)
            .min_by_key(|finding| (finding.span.start, finding.reason))
    }

    /// The text with everything that is to be masked under `*`, one for each character.
    ///
    /// `text` has to be what the verdict is about.
    #[must_use]
    pub fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let masks: Vec<_> = self
            .found
            .iter()
            .filter(|(action, _)| *action == ContentAction::Mask)
            .map(|(_, finding)| &finding.span)
            .collect();
        if masks.is_empty() {
            return Cow::Borrowed(text);
        }
        let is_masked = |at: usize| masks.iter().any(|span| span.contains(&at));
        text.char_indices()
            .map(|(at, c)| if is_masked(at) { '*' } else { c })
            .collect::<String>()
            .into()
    }

    pub(super) fn add(&mut self, action: ContentAction, finding: Finding) {
        if action == ContentAction::Off {
            return;
        }
        let is_full = self.found.len() >= MOST;
        let action =
            if is_full && action == ContentAction::Mask { ContentAction::Refuse } else { action };
        if !is_full || action > self.action {
            self.found.push((action, finding));
        }
        self.action = self.action.max(action);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::finding::Reason;

    fn finding(reason: Reason, span: std::ops::Range<usize>) -> Finding {
        Finding { reason, span, score: 100 }
    }

    #[test]
    fn the_strongest_decides_and_of_these_the_first_in_the_text() {
        let mut verdict = Verdict::default();
        assert_eq!((verdict.action(), verdict.decisive()), (ContentAction::Off, None));
        verdict.add(ContentAction::Off, finding(Reason::Link, 0..1));
        assert_eq!(verdict.findings().count(), 0);
        verdict.add(ContentAction::Mask, finding(Reason::BlockedWord, 9..12));
        verdict.add(ContentAction::Warn, finding(Reason::Link, 0..3));
        verdict.add(ContentAction::Mask, finding(Reason::BlockedWord, 3..6));
        assert_eq!(verdict.action(), ContentAction::Mask);
        assert_eq!(verdict.decisive(), Some(&finding(Reason::BlockedWord, 3..6)));
        verdict.add(ContentAction::Refuse, finding(Reason::SqlInjection, 20..21));
        assert_eq!(verdict.decisive(), Some(&finding(Reason::SqlInjection, 20..21)));
    }

    #[test]
    fn what_is_masked_is_covered_character_by_character_and_the_rest_stays() {
        let text = "a坏蛋b link c";
        let mut verdict = Verdict::default();
        verdict.add(ContentAction::Record, finding(Reason::Link, 9..13));
        assert!(matches!(verdict.masked(text), Cow::Borrowed(same) if same == text));
        verdict.add(ContentAction::Mask, finding(Reason::BlockedWord, 1..7));
        verdict.add(ContentAction::Mask, finding(Reason::BlockedWord, 4..8));
        assert_eq!(verdict.masked(text), "a*** link c");
    }

    #[test]
    fn more_than_can_be_masked_is_refused() {
        let mut verdict = Verdict::default();
        (0..MOST).for_each(|at| {
            verdict.add(ContentAction::Mask, finding(Reason::BlockedWord, at..at + 1))
        });
        assert_eq!(verdict.action(), ContentAction::Mask);
        for at in MOST..1_000 {
            verdict.add(ContentAction::Mask, finding(Reason::BlockedWord, at..at + 1));
            verdict.add(ContentAction::Record, finding(Reason::Link, at..at + 1));
        }
        assert_eq!(verdict.action(), ContentAction::Refuse);
        assert!(verdict.found.len() < 2 * MOST);
    }
}
