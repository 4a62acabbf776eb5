//! Did you mean: the nearest of a few names.

use strsim::osa_distance;

/// The longest word that is compared: names are shorter, and the time grows with the square.
const LONGEST: usize = 32;

/// The name that takes the fewest edits to reach, if these are few for its length.
pub(crate) fn nearest<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let length = typed.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let typed = typed.to_lowercase();
    // Of a word of two characters, one edit is half of it: that suggests too much.
    let allowed = |name: &str| (length.min(name.chars().count()) / 3).min(2);
    names
        .map(|name| (osa_distance(&typed, name), name))
        .filter(|&(distance, name)| distance <= allowed(name))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] = ["mute", "unmute", "ban", "禁言", "解除禁言"];

    #[test]
    fn what_is_near_is_found_and_nothing_else() {
        for (typed, found) in [
            ("mtue", Some("mute")),
            ("MUTE", Some("mute")),
            ("unmutee", Some("unmute")),
            ("bam", Some("ban")),
            ("解除禁严", Some("解除禁言")),
            ("禁", None),
            ("en", None),
            ("banana", None),
            ("roll", None),
            ("", None),
            (&"m".repeat(33), None),
        ] {
            assert_eq!(nearest(typed, NAMES.into_iter()), found, "{typed}");
        }
    }
}
