//! Traditional characters in their simplified form.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The simplified form of a traditional character; any other character as it is.
pub(super) fn simplified(c: char) -> char {
    static FORMS: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
        let lines = include_str!("simplified.txt").lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).filter_map(pair).collect()
    });
    FORMS.get(&c).copied().unwrap_or(c)
}

fn pair(pair: &str) -> Option<(char, char)> {
    let mut characters = pair.chars();
    Some((characters.next()?, characters.next()?))
}
