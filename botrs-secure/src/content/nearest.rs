//! The nearest of a few words: what somebody probably meant.

/// The longest word that is compared, in characters: nobody means a name by more.
const LONGEST: usize = 40;

/// The candidate that takes the fewest edits to reach from `word`, if these are few for its length.
pub(crate) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let word: Vec<char> = word.chars().take(LONGEST + 1).collect();
    if word.len() > LONGEST {
        return None;
    }
    let allowed = (word.len() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.chars().collect::<Vec<_>>()), candidate))
        // What shares nothing with a short word is no slip of it.
        .filter(|&(distance, candidate)| {
            distance <= allowed && distance < word.len().max(candidate.chars().count())
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// How many insertions, removals, replacements and swaps of neighbours lie between two words.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for i in 0..from.len() {
        let mut row = vec![i + 1];
        for j in 0..to.len() {
            let replaced = above[j] + usize::from(from[i] != to[j]);
            let mut least = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from[i] == to[j - 1] && from[i - 1] == to[j] {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = above;
        above = row;
    }
    above[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_and_nothing_else() {
        let words = ["small", "medium", "large", "小", "中号"];
        for (typed, meant) in [
            ("smal", Some("small")),
            ("samll", Some("small")),
            ("mediun", Some("medium")),
            ("中", Some("中号")),
            ("大", None),
            ("x", None),
            ("", None),
            ("gigantic", None),
        ] {
            assert_eq!(nearest(typed, words), meant, "{typed}");
        }
        assert_eq!(nearest(&"s".repeat(2_000), words), None);
    }
}
