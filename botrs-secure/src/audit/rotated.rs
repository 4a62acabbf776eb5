//! The rotated files of a log: `LOG.000001`, `LOG.000002` and so on, the oldest first.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::file;

/// The one of this number.
pub(super) fn path(log: &Path, number: u64) -> PathBuf {
    file::beside(log, &format!(".{number:06}"))
}

/// All that are there, in their order.
pub(crate) fn files(log: &Path) -> io::Result<Vec<PathBuf>> {
    let Some(name) = log.file_name() else { return Ok(Vec::new()) };
    let folder = log.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder.unwrap_or(Path::new(".")))? {
        numbers.extend(number(name.as_encoded_bytes(), entry?.file_name().as_encoded_bytes()));
    }
    numbers.sort_unstable();
    Ok(numbers.into_iter().map(|number| path(log, number)).collect())
}

/// The first number after this one that nothing has.
pub(super) fn free_number(log: &Path, after: u64) -> Option<u64> {
    (after.saturating_add(1)..).find(|&number| fs::symlink_metadata(path(log, number)).is_err())
}

/// The number that is in a name, spelt as in [`path`].
fn number(log: &[u8], name: &[u8]) -> Option<u64> {
    let digits = str::from_utf8(name.strip_prefix(log)?.strip_prefix(b".")?).ok()?;
    let number = digits.parse().ok()?;
    (number > 0 && format!("{number:06}") == digits).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::super::tests::TestDir;
    use super::*;

    #[test]
    fn a_rotated_file_is_told_by_its_name() {
        let dir = TestDir::new();
        let log = dir.join("audit.jsonl");
        for name in [
            "audit.jsonl",
            "audit.jsonl.key",
            "audit.jsonl.state",
            "audit.jsonl.1000000",
            "audit.jsonl.000002",
            "audit.jsonl.000010",
            "audit.jsonl.000000",
            "audit.jsonl.0000003",
            "audit.jsonl.3",
            "audit.jsonl.+00004",
            "audit.jsonl.000005.key",
            "other.jsonl.000006",
        ] {
            fs::write(dir.join(name), "").unwrap();
        }
        let expected = [2, 10, 1_000_000].map(|number| path(&log, number));
        assert_eq!(files(&log).unwrap(), expected);
        assert_eq!(path(&log, 10), dir.join("audit.jsonl.000010"));
        assert_eq!([0, 1, 2, 9].map(|after| free_number(&log, after)), [1, 3, 3, 11].map(Some));
    }
}
