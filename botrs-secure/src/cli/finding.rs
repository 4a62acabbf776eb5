//! What a check found, and how that is printed.

use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::Answer;
use super::audit::record::shown;
use super::rows::{unless_enough, write_row};

/// How it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Ok,
    Warning,
    Failed,
}

/// What a check found of a file, or of all of them.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    pub(super) level: Level,
    /// The check's name.
    pub(super) check: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<String>,
    /// From 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
    /// With the cure, in Chinese and English.
    pub(super) text: String,
}

impl Finding {
    pub(super) fn new(level: Level, check: &'static str, text: impl Into<String>) -> Self {
        Self { level, check, file: None, line: None, text: text.into() }
    }

    pub(super) fn at(self, path: &Path, line: Option<usize>) -> Self {
        Self { file: Some(path.to_string_lossy().into_owned()), line, ..self }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Ok => "通过 / ok",
            Level::Warning => "注意 / warning",
            Level::Failed => "失败 / failed",
        };
        write!(f, "{level}  {}: ", self.check)?;
        if let Some(file) = &self.file {
            f.write_str(&shown(file))?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.text)
    }
}

/// Prints all of them: yes, if none failed.
pub(super) fn print(out: &mut impl Write, found: &[Finding], is_json: bool) -> io::Result<Answer> {
    let written = found.iter().try_for_each(|finding| {
        if is_json { write_row(out, finding) } else { writeln!(out, "{finding}") }
    });
    unless_enough(written.and_then(|()| out.flush()))?;
    let has_failed = found.iter().any(|finding| finding.level == Level::Failed);
    Ok(if has_failed { Answer::No } else { Answer::Yes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_a_line_or_an_object() {
        let found = [
            Finding::new(Level::Ok, "mode", "0600"),
            Finding::new(Level::Failed, "mode", "坏 / bad").at(Path::new("a\u{1b}b"), Some(3)),
        ];
        let printed = |found: &[Finding], is_json| {
            let mut out = Vec::new();
            let answer = print(&mut out, found, is_json).unwrap();
            (answer, String::from_utf8(out).unwrap())
        };
        let lines = "通过 / ok  mode: 0600\n失败 / failed  mode: a\\u{1b}b:3: 坏 / bad\n";
        assert_eq!(printed(&found, false), (Answer::No, lines.into()));
        let (answer, json) = printed(&found[..1], true);
        assert_eq!(answer, Answer::Yes);
        assert_eq!(json, "{\"level\":\"ok\",\"check\":\"mode\",\"text\":\"0600\"}\n");
    }
}
