//! What is wrong of a policy, with its place in the file.

use std::fmt;
use std::path::PathBuf;

/// Why a policy cannot be in force: everything that is wrong of it, each with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyError {
    path: Option<PathBuf>,
    mistakes: Vec<Mistake>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// Where in the file; none for what code says.
    pub(crate) at: Option<Position>,
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// A place in a file, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub(crate) line: usize,
    /// In characters.
    pub(crate) column: usize,
}

impl PolicyError {
    pub(crate) fn new(mut mistakes: Vec<Mistake>) -> Self {
        mistakes.sort_by_key(|mistake| mistake.at);
        Self { path: None, mistakes }
    }

    pub(crate) fn in_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    pub(super) fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    /// The lines (from 1) at which something is wrong, in the order of the file.
    pub fn lines(&self) -> impl Iterator<Item = usize> {
        self.mistakes.iter().filter_map(|mistake| Some(mistake.at?.line))
    }
}

impl std::error::Error for PolicyError {}

/// A line for each mistake: `policy.toml:12:5: 中文 / English`.
impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, mistake) in self.mistakes.iter().enumerate() {
            if n > 0 {
                f.write_str("\n")?;
            }
            match (&self.path, mistake.at) {
                (Some(path), Some(Position { line, column })) => {
                    write!(f, "{}:{line}:{column}: ", path.display())?;
                }
                (None, Some(Position { line, column })) => write!(f, "{line}:{column}: ")?,
                // Of what code says, or with the path in the text.
                (_, None) => {}
            }
            write!(f, "{} / {}", mistake.zh, mistake.en)?;
        }
        Ok(())
    }
}
