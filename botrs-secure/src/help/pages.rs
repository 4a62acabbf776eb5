//! A long list in pages that fit a message.

/// Characters of a page: a message has room for more, and nobody likes to read it.
const PAGE: usize = 900;

/// The page of that number, counted from 1, and how many there are.
pub(super) fn page(lines: &[String], number: usize) -> (Option<String>, usize) {
    let mut pages: Vec<String> = Vec::new();
    for line in lines {
        match pages.last_mut() {
            Some(page) if page.chars().count() + line.chars().count() < PAGE => {
                page.push('\n');
                page.push_str(line);
            }
            _ => pages.push(line.clone()),
        }
    }
    let count = pages.len();
    let at = number.checked_sub(1).filter(|&at| at < count);
    (at.map(|at| pages.swap_remove(at)), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_on_one_page_and_pages_are_short() {
        let lines: Vec<String> =
            (0..100).map(|n| format!("命令 {n:03} {}", "字".repeat(30))).collect();
        let (_, count) = page(&lines, 1);
        assert!(count > 3, "{count}");
        let pages: Vec<String> = (1..=count).map(|n| page(&lines, n).0.expect("a page")).collect();
        assert!(pages.iter().all(|page| page.chars().count() <= PAGE));
        assert_eq!(pages.join("\n"), lines.join("\n"));
        for number in [0, count + 1, usize::MAX] {
            assert_eq!(page(&lines, number), (None, count));
        }
        assert_eq!(page(&[], 1), (None, 0));
    }
}
