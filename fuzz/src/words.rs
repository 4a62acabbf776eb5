//! Blocked words.

use std::sync::OnceLock;

use botrs_secure::{BlockedWord, BlockedWords, Reason};

use super::verdict::findings;

/// What is found is in the text, in order, and is found as well with what is not seen between its letters.
pub fn holds(text: &str) {
    let words = words();
    let found = words.find(text);
    assert!(found.is_sorted_by_key(|found| found.span.start), "{text:?}");
    for BlockedWord { word, span, .. } in &found {
        assert!(WORDS.contains(word) && text.get(span.clone()).is_some(), "{text:?}: {span:?}");
    }
    findings(text, &[Reason::BlockedWord], |policy| policy.words(words.clone()));
    let between: String = text.chars().flat_map(|c| [c, '\u{2060}']).collect();
    let still = words.find(&between);
    assert!(names(&still).eq(names(&found)), "{text:?}: {found:?} {still:?}");
}

const WORDS: [&str; 9] =
    ["badword", "casino", "4chan", "t.me", "坏蛋", "加v信", "sm俱乐部", "плохо", "very bad"];

fn words() -> &'static BlockedWords {
    static LIST: OnceLock<BlockedWords> = OnceLock::new();
    LIST.get_or_init(|| {
        let blocked = WORDS.map(|word| (word, "bad"));
        BlockedWords::new(blocked, ["大坏蛋", "casino royale"]).expect("words")
    })
}

fn names<'f>(found: &'f [BlockedWord<'_>]) -> impl Iterator<Item = &'f str> {
    found.iter().map(|found| found.word)
}
