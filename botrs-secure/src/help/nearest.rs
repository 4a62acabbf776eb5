//! Did you mean: the nearest of a few names.

use strsim::osa_distance;

/// The longest word that is compared: names are shorter, and the time grows with the square.
const LONGEST: usize = 32;

/// The name that takes the fewest edits to reach, if these are few for its length. Case does not count.
pub(crate) fn nearest<'n>(typed: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if typed.chars().nth(LONGEST).is_some() {
        return None;
    }
    let typed = typed.to_lowercase();
    let length = typed.chars().count();
    // Of a word of two characters, one edit is half of it: that suggests too much.
    let allowed = |name: &str| {
        let other = name.chars().count();
        let allowed = (length.min(other) / 3).min(2);
        // No name of quite another length is compared: whoever mistypes decides how often this is done.
        (length.abs_diff(other) <= allowed).then_some(allowed)
    };
    names
        .filter_map(|name| {
            let allowed = allowed(name)?;
            let distance = osa_distance(&typed, &name.to_lowercase());
            (distance <= allowed).then_some((distance, name))
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 6] = ["mute", "unmute", "ban", "禁言", "解除禁言", "TradeStocks"];

    #[test]
    fn what_is_near_is_found_and_nothing_else() {
        for (typed, found) in [
            ("mtue", Some("mute")),
            ("MUTE", Some("mute")),
            ("unmutee", Some("unmute")),
            ("tradestock", Some("TradeStocks")),
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
