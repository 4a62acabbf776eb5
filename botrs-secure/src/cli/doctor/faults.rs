//! What a check finds.

use std::path::Path;

use crate::cli::finding::{Finding, Level};

/// How many are told of each check.
const MOST: usize = 50;

pub(super) struct Faults {
    check: &'static str,
    list: Vec<Finding>,
    more: usize,
}

impl Faults {
    pub(super) fn of(check: &'static str) -> Self {
        Self { check, list: Vec::new(), more: 0 }
    }

    pub(super) fn fail(&mut self, file: &Path, line: Option<usize>, zh: &str, en: &str) {
        self.add(Level::Failed, Some(file), line, zh, en);
    }

    pub(super) fn warn(&mut self, file: &Path, line: Option<usize>, zh: &str, en: &str) {
        self.add(Level::Warning, Some(file), line, zh, en);
    }

    /// Of no file.
    pub(super) fn warn_of_all(&mut self, zh: &str, en: &str) {
        self.add(Level::Warning, None, None, zh, en);
    }

    fn add(&mut self, level: Level, file: Option<&Path>, line: Option<usize>, zh: &str, en: &str) {
        // What failed is told in any case, up to that many.
        if self.list.len() >= MOST {
            self.more += 1;
            let Some(at) = self.list.iter().position(|other| other.level < level) else { return };
            self.list.remove(at);
        }
        let finding = Finding::new(level, self.check, format!("{zh} / {en}"));
        self.list.push(match file {
            Some(file) => finding.at(file, line),
            None => finding,
        });
    }

    pub(super) fn into_list(mut self) -> Vec<Finding> {
        if self.more > 0 {
            let text = format!("另有 {0} 处 / and {0} more", self.more);
            self.list.push(Finding::new(Level::Warning, self.check, text));
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_are_told_and_a_failure_is_not_crowded_out() {
        let mut faults = Faults::of("x");
        for line in 0..60 {
            faults.warn(Path::new("a"), Some(line), "", "");
        }
        faults.fail(Path::new("a"), Some(60), "", "");
        let list = faults.into_list();
        assert_eq!(list.len(), MOST + 1);
        assert!(list.iter().any(|finding| finding.level == Level::Failed));
        assert!(list[MOST].text.contains("and 11 more"));
    }
}
