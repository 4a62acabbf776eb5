//! What a text may hold, and what is done where it holds something else.

use std::sync::Arc;

use super::blocked::{BlockedWord, BlockedWords};
use super::control;
use super::finding::{Finding, Reason};
use super::folding::decoded;
use super::injection;
use super::links::{self, Links};
use super::verdict::Verdict;

/// What is done about something in a text, from nothing to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ContentAction {
    /// Nothing: it is not looked for.
    #[default]
    Off,
    /// The text passes, and the audit has a record.
    Record,
    /// The same, and whoever wrote it is told.
    Warn,
    /// What was found is covered with `*`. A command cannot be carried out by half: it is refused.
    Mask,
    /// The text is refused: a command does not run, a message does not reach the handler.
    Refuse,
}

impl ContentAction {
    /// As a policy file has it.
    pub(crate) const NAMES: [(&'static str, Self); 5] = [
        ("off", Self::Off),
        ("record", Self::Record),
        ("warn", Self::Warn),
        ("mask", Self::Mask),
        ("refuse", Self::Refuse),
    ];

    pub(crate) const fn as_str(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

/// What a message may hold.
///
/// It looks at every message, those of blocked people included: a command with refused content does not run,
/// an ordinary message with it does not reach the [`Handler`](crate::Handler). By default all reasons refuse
/// but [`Reason::Link`], which is off.
///
/// The checks of injection are a second line. The first is that text is never pasted into a query, a
/// command line or a page: bound parameters, and escaping. What each check finds and misses is on
/// [a page of its own](mod@crate::content_checks).
///
/// ```
/// use botrs_secure::{ContentAction, ContentPolicy, Reason};
///
/// let content = ContentPolicy::new().max_length(500).on(Reason::PathTraversal, ContentAction::Record);
/// assert_eq!(content.check("请更新规则").action(), ContentAction::Off);
/// assert_eq!(content.check(&"长".repeat(501)).action(), ContentAction::Refuse);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ContentPolicy {
    /// In characters.
    max_length: usize,
    actions: [ContentAction; Reason::ALL.len()],
    words: Option<BlockedWords>,
    /// Of categories that are treated otherwise than other words.
    categories: Vec<(Arc<str>, ContentAction)>,
    links: Links,
}

impl ContentPolicy {
    /// The most that the platform takes, in characters.
    pub(crate) const LONGEST: usize = 2_000;

    /// At most 2,000 characters; everything refuses but links.
    #[must_use]
    pub fn new() -> Self {
        Self::of(ContentAction::Refuse).on(Reason::Link, ContentAction::Off)
    }

    /// Looks for nothing but too long a text.
    #[must_use]
    pub fn off() -> Self {
        Self::of(ContentAction::Off).on(Reason::TooLong, ContentAction::Refuse)
    }

    fn of(action: ContentAction) -> Self {
        Self {
            max_length: Self::LONGEST,
            actions: [action; Reason::ALL.len()],
            words: None,
            categories: Vec::new(),
            links: Links::default(),
        }
    }

    /// At most so many characters.
    #[must_use]
    pub fn max_length(mut self, characters: usize) -> Self {
        self.max_length = characters;
        self
    }

    /// What is done for this reason.
    #[must_use]
    pub fn on(mut self, reason: Reason, action: ContentAction) -> Self {
        self.actions[reason as usize] = action;
        self
    }

    /// What is done about injections of every kind.
    #[must_use]
    pub fn on_injection(self, action: ContentAction) -> Self {
        let injections = Reason::ALL.into_iter().filter(|reason| reason.is_injection());
        injections.fold(self, |policy, reason| policy.on(reason, action))
    }

    /// Looks for these words, in place of any before.
    #[must_use]
    pub fn words(mut self, words: BlockedWords) -> Self {
        self.words = Some(words);
        self
    }

    /// What is done about words of this category, in place of what is done about [`Reason::BlockedWord`].
    #[must_use]
    pub fn on_category(mut self, category: impl Into<Arc<str>>, action: ContentAction) -> Self {
        let category = category.into();
        self.categories.retain(|(of, _)| *of != category);
        self.categories.push((category, action));
        self
    }

    /// Which addresses are safe; others are [`Reason::Link`].
    #[must_use]
    pub fn links(mut self, links: Links) -> Self {
        self.links = links;
        self
    }

    /// Looks at a text.
    #[must_use]
    pub fn check(&self, text: &str) -> Verdict {
        let mut verdict = Verdict::default();
        let mut add = |finding: Finding| verdict.add(self.action(finding.reason), finding);
        // A text has at least as many bytes as characters: most are decided without counting.
        if text.len() > self.max_length
            && let Some((end, _)) = text.char_indices().nth(self.max_length)
        {
            add(Finding { reason: Reason::TooLong, span: end..text.len(), score: 100 });
            // Looking further takes time that whoever sends it does not pay for.
            if self.action(Reason::TooLong) == ContentAction::Refuse {
                return verdict;
            }
        }
        if self.looks_for(Reason::ControlCharacter) || self.looks_for(Reason::Bidi) {
            control::find(text, &mut add);
        }
        if Reason::ALL.into_iter().any(|reason| reason.is_injection() && self.looks_for(reason)) {
            injection::find(&decoded(text), &mut add);
        }
        if self.looks_for(Reason::Link) {
            links::find(text, &self.links, &mut add);
        }
        if let Some(words) = &self.words {
            for BlockedWord { category, span, .. } in words.find(text) {
                let finding = Finding { reason: Reason::BlockedWord, span, score: 100 };
                verdict.add(self.action_on_word(category), finding);
            }
        }
        verdict
    }

    fn action_on_word(&self, category: &str) -> ContentAction {
        let said = self.categories.iter().find(|(of, _)| **of == *category);
        said.map_or(self.action(Reason::BlockedWord), |(_, action)| *action)
    }

    /// In characters.
    pub(crate) const fn longest(&self) -> usize {
        self.max_length
    }

    fn action(&self, reason: Reason) -> ContentAction {
        self.actions[reason as usize]
    }

    pub(crate) fn looks_for(&self, reason: Reason) -> bool {
        self.action(reason) != ContentAction::Off
    }
}

impl Default for ContentPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(policy: &ContentPolicy, text: &str) -> (ContentAction, Vec<Reason>) {
        let verdict = policy.check(text);
        (verdict.action(), verdict.findings().map(|finding| finding.reason).collect())
    }

    #[test]
    fn length_counts_characters_and_what_is_too_long_is_looked_at_no_further() {
        let policy = ContentPolicy::new();
        assert_eq!(found(&policy, &"字".repeat(2_000)), (ContentAction::Off, vec![]));
        let long = "字".repeat(2_000) + "\0";
        assert_eq!(found(&policy, &long), (ContentAction::Refuse, vec![Reason::TooLong]));
        let lenient = policy.on(Reason::TooLong, ContentAction::Record);
        let both = vec![Reason::TooLong, Reason::ControlCharacter];
        assert_eq!(found(&lenient, &long), (ContentAction::Refuse, both));
        let open = lenient.on(Reason::TooLong, ContentAction::Off);
        assert_eq!(found(&open, &long), (ContentAction::Refuse, vec![Reason::ControlCharacter]));
    }

    #[test]
    fn what_is_off_is_not_found_and_the_strongest_action_counts() {
        let text = "\0\u{202e}";
        assert_eq!(found(&ContentPolicy::off(), text), (ContentAction::Off, vec![]));
        let policy = ContentPolicy::off()
            .on(Reason::Bidi, ContentAction::Warn)
            .on(Reason::ControlCharacter, ContentAction::Record);
        let both = vec![Reason::ControlCharacter, Reason::Bidi];
        assert_eq!(found(&policy, text), (ContentAction::Warn, both));
    }

    #[test]
    fn injections_are_all_of_their_kind() {
        let policy = ContentPolicy::new().on_injection(ContentAction::Record);
        for reason in Reason::ALL {
            let is_record = policy.action(reason) == ContentAction::Record;
            assert_eq!(is_record, reason.is_injection(), "{reason:?}");
        }
    }

    #[test]
    fn names_are_of_their_actions() {
        for (name, action) in ContentAction::NAMES {
            assert_eq!(action.as_str(), name);
        }
    }
}
