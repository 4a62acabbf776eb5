//! How much was looked at, counted in tests: no text may cost more than its length.

#[cfg(test)]
thread_local! {
    static DONE: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// So many characters or letters were looked at.
#[cfg(test)]
pub(crate) fn work(steps: usize) {
    DONE.set(DONE.get() + steps);
}

#[cfg(not(test))]
pub(crate) fn work(_: usize) {}

/// The steps that it takes.
#[cfg(test)]
pub(crate) fn work_of(run: impl FnOnce()) -> usize {
    let before = DONE.get();
    run();
    DONE.get() - before
}

/// Texts of about this length that could be made to cost more than that.
#[cfg(test)]
pub(crate) fn costly(length: usize) -> Vec<String> {
    let units = [
        "a\u{336}\u{301}",
        "\u{301}",
        "\u{200b}",
        "%41",
        "%25",
        "%2525",
        "%",
        "%c0%af",
        "%fd%bf",
        "%u",
        "&",
        "&#",
        "&#x",
        "&#0",
        "&lt",
        "&amp;",
        "&abcdefghijklmnopq",
        "\\",
        "\\u{",
        "\\u{0",
        "\\x",
        "\\ud83d",
        "ｆ",
        "ﷺ",
        "㏂",
        "𝐛",
        "丫",
        "∪",
        "\u{202e}ab",
        "\u{202e}",
        "f u c k ",
        "f.u.c.k.",
        "b a d w o r d ",
        "badword ",
        "badword",
        "bad",
        "坏",
        "坏蛋",
        "坏 蛋 ",
        "坏  ",
        "大坏蛋，",
        "b4dw0rd ",
        "a$b ",
        "$",
        "@a",
        "a!a",
        "I",
        "IiIl",
        "I\u{301}",
        "a",
        "a ",
        "- ",
        "哈",
        "0",
        "1 ",
    ];
    let repeated = units.iter().map(|unit| unit.repeat(length / unit.len()));
    let zeros = format!("&#{}60;", "0".repeat(length));
    let stacked = format!("badwor{}d", "\u{301}".repeat(length / 2));
    let entities = format!("{}lt;", "&amp;".repeat(length / 5));
    repeated.chain([zeros, stacked, entities]).collect()
}
