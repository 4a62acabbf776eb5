//! What the check of a message's content costs, beside the validator that the guide of botrs shows and beside
//! a set of patterns and an Aho-Corasick automaton.
//!
//! `cargo bench -p botrs-secure --features testing --bench content`. The goals are those of the design: a
//! harmless message of 40 Chinese characters at most 400 ns, of 200 Latin letters 800 ns and of 2,000 8 µs, with
//! 10,000 words and folding, and no allocation. "fastest" is the column to compare where other programs run.
//! What an attacker makes the check look at longest, 100 kB at a time, is to stay below 5 ms.
//!
//! The guide's validator and the patterns look at the text as it is: they fold nothing.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use botrs_secure::{BlockedWords, ContentAction, ContentPolicy, Reason};
use divan::{AllocProfiler, Bencher, black_box};
use regex::{Regex, RegexSet};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// How many words are blocked.
const WORDS: [usize; 3] = [0, 100, 10_000];

/// What looks at a text and says whether it found something.
trait Checker {
    fn new(words: &[String]) -> Self;
    fn finds(&self, text: &str) -> bool;
}

/// All that a message goes through: every check, links too.
struct Ours(ContentPolicy);

impl Checker for Ours {
    fn new(words: &[String]) -> Self {
        let words = words.iter().map(|word| (word.as_str(), "bench"));
        let words = BlockedWords::new(words, ["cocktail", "情何以堪"]).expect("good words");
        Self(ContentPolicy::new().words(words).on(Reason::Link, ContentAction::Record))
    }

    fn finds(&self, text: &str) -> bool {
        self.0.check(text).action() != ContentAction::Off
    }
}

/// The parts of the guide's `InputValidator`: length, three patterns one after the other, and words between spaces.
struct Guide {
    patterns: Vec<Regex>,
    words: HashSet<String>,
}

const PATTERNS: [&str; 3] = [
    r"(?i)(union|select|insert|update|delete|drop|create|alter|exec|execute)",
    r"(?i)(script|javascript|vbscript|onload|onerror|onclick)",
    r"(--|/\*|\*/|;|')",
];

impl Checker for Guide {
    fn new(words: &[String]) -> Self {
        let patterns = PATTERNS.iter().map(|pattern| Regex::new(pattern).expect("a pattern"));
        Self { patterns: patterns.collect(), words: words.iter().cloned().collect() }
    }

    fn finds(&self, text: &str) -> bool {
        text.len() > 20_000
            || self.patterns.iter().any(|pattern| pattern.is_match(text))
            || text.to_lowercase().split_whitespace().any(|word| self.words.contains(word))
    }
}

/// The best that common crates do without folding.
struct Crates {
    patterns: RegexSet,
    words: AhoCorasick,
}

impl Checker for Crates {
    fn new(words: &[String]) -> Self {
        let words = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .ascii_case_insensitive(true)
            .build(words);
        Self {
            patterns: RegexSet::new(PATTERNS).expect("patterns"),
            words: words.expect("an automaton"),
        }
    }

    fn finds(&self, text: &str) -> bool {
        self.patterns.is_match(text) || self.words.is_match(text)
    }
}

const CHINESE: &str =
    "今天天气真不错，我们下午一起去公园散步吧，顺便买点水果回来，晚上在家做饭吃火锅！";
const LATIN: &str = "The quick brown fox jumps over the lazy dog while the band plays an old song about summer, \
    and everyone in the village comes out to listen, because nothing else has happened here since last Tuesday ok";

/// Of the most common characters.
const COMMON: &str = "\
    的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发\
    年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如\
    水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然\
    前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但\
    质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五";

/// Words of two to four Chinese characters and of four to ten letters, and phrases; none is in the texts.
fn words(count: usize) -> Vec<String> {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut words = Vec::new();
    while words.len() < count {
        let word = match words.len() % 5 {
            0 | 1 => (0..random.between(2, 4)).map(|_| random.character()).collect(),
            2 | 3 => random.latin(4, 10),
            _ => format!("{} {}", random.latin(4, 8), random.latin(3, 6)),
        };
        if !CHINESE.contains(&word) {
            words.push(word);
        }
    }
    words
}

struct Random(u64);

impl Random {
    fn between(&mut self, first: u64, last: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        first + self.0 % (last - first + 1)
    }

    /// One of the most common, so that words begin as harmless texts do: one pair of characters in ten.
    fn character(&mut self) -> char {
        COMMON.chars().nth(self.between(0, 189) as usize).unwrap_or('的')
    }

    fn latin(&mut self, shortest: u64, longest: u64) -> String {
        let length = self.between(shortest, longest);
        (0..length).map(|_| char::from(b'a' + self.between(0, 25) as u8)).collect()
    }
}

fn clean<C: Checker>(bencher: Bencher<'_, '_>, text: &str, count: usize) {
    let checker = C::new(&words(count));
    bencher.bench_local(|| checker.finds(black_box(text)));
}

#[divan::bench(args = WORDS, types = [Ours, Guide, Crates])]
fn chinese_40<C: Checker>(bencher: Bencher<'_, '_>, count: usize) {
    assert_eq!(CHINESE.chars().count(), 40);
    assert!(!Ours::new(&words(count)).finds(CHINESE));
    clean::<C>(bencher, CHINESE, count);
}

#[divan::bench(args = WORDS, types = [Ours, Guide, Crates])]
fn latin_200<C: Checker>(bencher: Bencher<'_, '_>, count: usize) {
    assert_eq!(LATIN.len(), 200);
    assert!(!Ours::new(&words(count)).finds(LATIN));
    clean::<C>(bencher, LATIN, count);
}

#[divan::bench(args = WORDS, types = [Ours, Guide, Crates])]
fn latin_2000<C: Checker>(bencher: Bencher<'_, '_>, count: usize) {
    clean::<C>(bencher, &LATIN.repeat(10), count);
}

/// What is looked at again and again, or becomes longer or much else.
const COSTLY: [(&str, &str); 30] = [
    ("marks", "a\u{336}\u{301}"),
    ("turned", "\u{202e}ab "),
    ("Chinese", "今天天气真不错，a$b"),
    ("full width", "ｆｕｃｋ　a$b"),
    ("spelt", "b a d w o r d "),
    ("spelt in Chinese", "笨 蛋 "),
    ("leet", "b4d$ "),
    ("look-alikes", "f∪ck丫"),
    ("words", "badword "),
    ("percent", "%2541"),
    ("entities", "&amp;lt;"),
    ("open entities", "&#0"),
    ("backslashes", "\\u{"),
    ("ligatures", "ﷺ㏂"),
    ("markup", "%<"),
    ("calls", "a("),
    ("substitutions", "%$("),
    ("steps", "../="),
    ("hidden steps", "....//\\u{"),
    ("expressions", "{{t:"),
    ("styles", "<style='"),
    ("covers", "<p style=position:fixed;"),
    ("open markup", "<div id=x><!-- "),
    ("directives", "`#set($"),
    ("conditions", "1,if(1=1"),
    ("mentions", "@:"),
    ("schemes", "[http:"),
    ("hosts", "//a.cn "),
    ("numbers", "1.1"),
    ("breaks", "'||'\n"),
];

#[divan::bench(args = COSTLY.map(|(name, _)| name), sample_count = 20)]
fn costly_100_kb(bencher: Bencher<'_, '_>, name: &str) {
    let unit = COSTLY.iter().find(|(known, _)| *known == name).expect("known").1;
    let text = unit.repeat(100_000 / unit.len());
    let mut words = words(10_000);
    words.extend(["badword", "笨蛋"].map(String::from));
    let ours = Ours::new(&words).0.on(Reason::TooLong, ContentAction::Off);
    bencher.bench_local(|| ours.check(black_box(&text)));
}

/// A list that is read anew while the bot runs.
#[divan::bench(args = WORDS, sample_count = 20)]
fn build(bencher: Bencher<'_, '_>, count: usize) {
    let words = words(count);
    bencher.bench_local(|| Ours::new(black_box(&words)));
}
