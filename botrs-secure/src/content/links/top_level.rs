//! The endings that names of the public internet have.
//!
//! `top_level.txt` holds them in lower case, those of other scripts in both forms, one a line; taken
//! from the public suffix list (as in psl 2.1.247), without `arpa` and `onion`. The crate itself is a
//! hundred thousand lines of generic code that would be compiled into this one.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

static TOP_LEVEL: LazyLock<FxHashSet<&[u8]>> =
    LazyLock::new(|| include_bytes!("top_level.txt").split(|b| *b == b'\n').collect());

/// The longest label of a name.
const LONGEST: usize = 63;

/// Whether names of the public internet end with this label.
pub(super) fn is_top_level(label: &str) -> bool {
    // Most of what stands behind a dot is a number or a single letter.
    if label.len() < 2 || label.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let mut buffer = [0; LONGEST];
    buffer.get_mut(..label.len()).is_some_and(|lower| {
        lower.copy_from_slice(label.as_bytes());
        lower.make_ascii_lowercase();
        TOP_LEVEL.contains(&*lower)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_known_in_any_case_and_both_forms() {
        for label in ["com", "COM", "Rs", "zip", "ck", "中国", "xn--fiqs8s", "XN--FIQS8S", "рф"]
        {
            assert!(is_top_level(label), "{label}");
        }
        for label in [
            "",
            "c",
            "g",
            "js",
            "local",
            "internal",
            "localhost",
            "lan",
            "test",
            "example",
            "invalid",
            "onion",
            "arpa",
            "1",
            "0x7f",
            "吗",
            "com\n",
            "com ",
            "a\nb",
            "co.uk",
        ] {
            assert!(!is_top_level(label), "{label}");
        }
        assert!(!is_top_level(&"com".repeat(30)));
        assert!(TOP_LEVEL.len() > 1500);
    }
}
