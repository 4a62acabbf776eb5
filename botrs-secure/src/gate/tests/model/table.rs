//! The tables of a page in Markdown.

/// A table, found by its headings.
pub(super) struct Table {
    pub(super) lines: Vec<Vec<String>>,
}

impl Table {
    /// The table with these headings.
    #[track_caller]
    pub(super) fn find(page: &str, headings: &str) -> Self {
        let mut lines = page.lines().skip_while(|line| *line != headings);
        assert!(lines.next().is_some(), "the page has a table {headings}");
        let dashes = lines.next().unwrap();
        assert!(dashes.starts_with("|--"), "{dashes}");
        let lines: Vec<_> = lines.take_while(|line| line.starts_with('|')).map(cells).collect();
        let width = cells(headings).len();
        assert!(!lines.is_empty() && lines.iter().all(|line| line.len() == width), "{headings}");
        Self { lines }
    }
}

fn cells(line: &str) -> Vec<String> {
    line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// The words between backticks.
pub(super) fn code(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
