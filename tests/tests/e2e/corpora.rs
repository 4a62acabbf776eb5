//! Hostile texts: a sample, or the whole corpus where `BOTRS_SECURE_CORPORA` names its directory.

use std::path::PathBuf;

/// The `text` of every line of `{name}.jsonl`.
pub(crate) fn texts(name: &str) -> Vec<String> {
    let sample = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data");
    let directory = std::env::var_os("BOTRS_SECURE_CORPORA").map_or_else(sample, PathBuf::from);
    let path = directory.join(name).with_extension("jsonl");
    let lines = std::fs::read_to_string(&path);
    let lines = lines.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
        row["text"].as_str().expect("a line has a text").to_owned()
    };
    lines.lines().map(text).collect()
}
