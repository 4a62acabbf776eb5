//! Rates on public lists, in `BOTRS_SECURE_CORPORA`, for each source and half.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::bound::{clopper_pearson, none_of};
use super::finds;
use crate::content::finding::Reason;

struct Row {
    text: String,
    source: String,
}

/// The rows of a list; none where there is no directory with it.
fn rows(name: &str) -> Vec<Row> {
    let Some(directory) = std::env::var_os("BOTRS_SECURE_CORPORA") else { return Vec::new() };
    let path = PathBuf::from(directory).join(name).with_extension("jsonl");
    let lines = std::fs::read_to_string(path).expect("the corpus can be read");
    let field = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap_or("").to_owned();
    let row = |line: &str| {
        let row = serde_json::from_str(line).expect("a line is JSON");
        Row { text: field(&row, "text"), source: field(&row, "src") }
    };
    lines.lines().map(row).collect()
}

/// The half of a text, by FNV-1a of its bytes: the rules were made on the first.
fn half(text: &str) -> usize {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    usize::from((hash >> 32 ^ hash) & 1 == 1)
}

#[derive(Default, Clone, Copy)]
struct Rate {
    hits: usize,
    of: usize,
}

impl Rate {
    fn share(self) -> f64 {
        self.hits as f64 / self.of.max(1) as f64
    }
}

/// The rates in both halves, printed for each source.
fn rates(name: &str, counts: impl Fn(&Row) -> bool, hit: impl Fn(&str) -> bool) -> [Rate; 2] {
    let mut sources: BTreeMap<String, [Rate; 2]> = BTreeMap::new();
    for row in rows(name) {
        if !counts(&row) {
            continue;
        }
        for source in [row.source.as_str(), "all"] {
            let rate = &mut sources.entry(source.to_owned()).or_default()[half(&row.text)];
            rate.of += 1;
            rate.hits += usize::from(hit(&row.text));
        }
    }
    for (source, halves) in &sources {
        let shown = halves.map(|rate| {
            let (low, high) = clopper_pearson(rate.hits, rate.of);
            let (share, none) = (100.0 * rate.share(), 100.0 * none_of(rate.of));
            let bound = if rate.hits == 0 {
                format!("< {none:.3}")
            } else {
                format!("{:.1} to {:.1}", 100.0 * low, 100.0 * high)
            };
            format!("{:>4} of {:<4} {share:6.2} % ({bound})", rate.hits, rate.of)
        });
        println!("{name:12} {source:60} {} | {}", shown[0], shown[1]);
    }
    sources.remove("all").unwrap_or_default()
}

/// A line that is no attack by itself: a comment, `<` or `-->` alone, or bare tags (`<br>`, `</form>`).
fn is_inert(text: &str) -> bool {
    let text = text.trim();
    let comment = text.starts_with("<!--") && text.ends_with("-->") && !text[1..].contains('<');
    let sign = ["&lt", "&lt;", "&LT", "&LT;", "<", "-->", "-->{}"].contains(&text);
    let is_of_name = |b: u8| b.is_ascii_alphanumeric() || b == b'/';
    let tags = text.split_inclusive('>').all(|tag| {
        let name = tag.trim().strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
        name.is_some_and(|name| name.bytes().all(is_of_name))
    });
    comment || sign || tags
}

/// The lines of its source are pieces of longer examples, most of which run nothing by themselves.
fn is_piece(row: &Row) -> bool {
    row.source.ends_with("MarioXSSVectors.txt")
}

#[test]
fn sql_injection_is_found_in_public_lists() {
    for rate in rates("attack_sqli", |_| true, |text| finds(text, Reason::SqlInjection)) {
        assert!(rate.of == 0 || rate.share() >= 0.90, "{}", rate.share());
    }
}

#[test]
fn script_injection_is_found_in_public_lists() {
    let found = |text: &str| finds(text, Reason::ScriptInjection);
    println!("every line:");
    for rate in rates("attack_xss", |_| true, found) {
        assert!(rate.of == 0 || rate.share() >= 0.93, "{}", rate.share());
    }
    println!("without comments, signs and bare tags:");
    for rate in rates("attack_xss", |row| !is_inert(&row.text), found) {
        assert!(rate.of == 0 || rate.share() >= 0.95, "{}", rate.share());
    }
    println!("every line but pieces of longer examples:");
    for rate in rates("attack_xss", |row| !is_piece(row), found) {
        assert!(rate.of == 0 || rate.share() >= 0.97, "{}", rate.share());
    }
}

#[test]
fn the_other_kinds_are_found_in_public_lists() {
    for rate in rates("attack_misc", |_| true, |text| !super::findings(text).is_empty()) {
        assert!(rate.of == 0 || rate.share() >= 0.65, "{}", rate.share());
    }
}

#[test]
fn ordinary_talk_in_public_lists_gives_no_alarm() {
    for name in ["benign_zh", "benign_en"] {
        for rate in rates(name, |_| true, |text| !super::findings(text).is_empty()) {
            assert_eq!(rate.hits, 0, "{name}");
        }
    }
}
