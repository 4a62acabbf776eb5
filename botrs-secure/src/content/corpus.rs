//! Hostile texts for the tests: a sample, or the whole corpus where one is at hand.

/// The `text` of every line of `{name}.jsonl` in the directory that `BOTRS_SECURE_CORPORA` names,
/// after the sample.
pub(crate) fn with_sample(name: &str, sample: &[&str]) -> Vec<String> {
    let mut texts: Vec<String> = sample.iter().map(ToString::to_string).collect();
    if let Some(directory) = std::env::var_os("BOTRS_SECURE_CORPORA") {
        let path = std::path::Path::new(&directory).join(name).with_extension("jsonl");
        let lines = std::fs::read_to_string(path).expect("the corpus can be read");
        texts.extend(lines.lines().map(text_of));
    }
    texts
}

/// Every row of `{name}.jsonl` in that directory, after the rows of a sample of the same form.
pub(crate) fn rows(name: &str, sample: &str) -> Vec<serde_json::Value> {
    let corpus = std::env::var_os("BOTRS_SECURE_CORPORA").map(|directory| {
        let path = std::path::Path::new(&directory).join(name).with_extension("jsonl");
        std::fs::read_to_string(path).expect("the corpus can be read")
    });
    let lines = sample.lines().chain(corpus.as_deref().unwrap_or_default().lines());
    lines.map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

fn text_of(line: &str) -> String {
    let row: serde_json::Value = serde_json::from_str(line).expect("a line is JSON");
    row["text"].as_str().expect("a line has a text").to_owned()
}

/// Markup of the platform in its spellings, and texts that trip parsers.
pub(crate) fn hostile() -> Vec<String> {
    let markup = [
        "@everyone",
        "@EVERYONE",
        "@全体成员",
        "@\u{200b}everyone",
        "<@!1234000000001>",
        "<@1234000000001>",
        "<#12345>",
        "<emoji:4>",
        "<EMOJI:4>",
        "<qqbot-at-everyone />",
        "<qqbot-at-user id=\"1234000000001\" />",
        "<qqbot-cmd-enter text=\"%2Fban%20123\" />",
        "&lt;@!1&gt;",
        "&amp;lt;@!1&amp;gt;",
        "hello<@!1>world",
        "＜＠１２３４＞",
    ];
    let naughty = [
        "",
        " ",
        "\0",
        "\u{feff}",
        "\u{202e}abc",
        "👩‍👩‍👧",
        "Ω≈ç√",
        "\r\n\t\u{b}\u{85}",
        "1;DROP TABLE",
    ];
    let mut texts = with_sample("markup_injection", &markup);
    texts.extend(with_sample("naughty_strings", &naughty));
    texts
}
