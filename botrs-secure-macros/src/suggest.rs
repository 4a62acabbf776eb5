//! The nearest of a few words.

use strsim::osa_distance;

/// The candidate that takes the fewest edits to reach from `word`, if these are few for its length.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (osa_distance(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_what_is_near_and_nothing_else() {
        let keys = ["perm", "public", "cooldown"];
        assert_eq!(nearest("cooldwn", keys), Some("cooldown"));
        assert_eq!(nearest("prem", keys), Some("perm"));
        assert_eq!(nearest("alias", ["aliases"]), None);
        assert_eq!(nearest("名", ["名字"]), Some("名字"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("x", keys), None);
    }
}
