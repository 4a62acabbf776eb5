//! The rotated files of a log: `LOG.000001`, `LOG.000002` and so on, the oldest first, each of which may be
//! compressed, as `LOG.000001.gz`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::file;

/// What the name of a compressed file ends with.
const PACKED: &str = ".gz";

/// How much is read at once.
const BUFFER: usize = 1 << 20;

/// The one of this number.
pub(super) fn path(log: &Path, number: u64) -> PathBuf {
    file::beside(log, &format!(".{number:06}"))
}

/// The same when it is compressed.
pub(crate) fn packed(path: &Path) -> PathBuf {
    file::beside(path, PACKED)
}

/// Whether a file is compressed, by its name.
pub(crate) fn is_packed(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(PACKED.as_bytes())
}

/// All that are there, in their order.
pub(crate) fn files(log: &Path) -> io::Result<Vec<PathBuf>> {
    let path = |(number, is_plain)| match is_plain {
        true => path(log, number),
        false => packed(&path(log, number)),
    };
    Ok(numbers(log)?.into_iter().map(path).collect())
}

/// The numbers of those that are not compressed.
#[cfg(feature = "gzip")]
pub(super) fn plain(log: &Path) -> io::Result<Vec<u64>> {
    let numbers = numbers(log)?.into_iter();
    Ok(numbers.filter_map(|(number, is_plain)| is_plain.then_some(number)).collect())
}

/// Whether what has a number is there as it was written, by number. Until it is removed, it is what counts.
fn numbers(log: &Path) -> io::Result<BTreeMap<u64, bool>> {
    let mut numbers = BTreeMap::new();
    let Some(name) = log.file_name() else { return Ok(numbers) };
    let folder = log.parent().filter(|folder| !folder.as_os_str().is_empty());
    for entry in fs::read_dir(folder.unwrap_or(Path::new(".")))? {
        let found = entry?.file_name();
        if let Some((number, is_plain)) = number(name.as_encoded_bytes(), found.as_encoded_bytes())
        {
            *numbers.entry(number).or_default() |= is_plain;
        }
    }
    Ok(numbers)
}

/// The first number after this one that nothing has.
pub(super) fn free_number(log: &Path, after: u64) -> Option<u64> {
    let is_free = |path: &Path| fs::symlink_metadata(path).is_err();
    (after.saturating_add(1)..).find(|&number| {
        let path = path(log, number);
        is_free(&path) && is_free(&packed(&path))
    })
}

/// The number that is in a name, spelt as in [`path`], and whether that is all.
fn number(log: &[u8], name: &[u8]) -> Option<(u64, bool)> {
    let digits = str::from_utf8(name.strip_prefix(log)?.strip_prefix(b".")?).ok()?;
    let (digits, is_plain) = match digits.strip_suffix(PACKED) {
        Some(digits) => (digits, false),
        None => (digits, true),
    };
    let number = digits.parse().ok()?;
    (number > 0 && format!("{number:06}") == digits).then_some((number, is_plain))
}

/// What a file holds, line by line, whether it is compressed or not.
#[cfg(feature = "gzip")]
pub(crate) fn lines(path: &Path, file: impl Read + 'static) -> io::Result<Box<dyn BufRead>> {
    let file = BufReader::with_capacity(BUFFER, file);
    if !is_packed(path) {
        return Ok(Box::new(file));
    }
    let lines = flate2::bufread::MultiGzDecoder::new(file);
    Ok(Box::new(BufReader::with_capacity(BUFFER, lines)))
}

/// The same for a program that cannot read compressed files.
#[cfg(not(feature = "gzip"))]
pub(crate) fn lines(path: &Path, file: impl Read + 'static) -> io::Result<Box<dyn BufRead>> {
    if is_packed(path) {
        let why = "需要 gzip 功能 / the feature gzip is needed";
        return Err(io::Error::new(io::ErrorKind::Unsupported, why));
    }
    Ok(Box::new(BufReader::with_capacity(BUFFER, file)))
}

/// Whether a file could not be read because what is compressed is damaged, or its end is missing.
#[cfg(any(test, feature = "cli"))]
pub(crate) fn is_damaged(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}

/// Takes compression back, so that a test can change what was written.
#[cfg(all(test, feature = "cli"))]
pub(crate) fn unpack_all(log: &Path) {
    for packed in files(log).unwrap().into_iter().filter(|path| is_packed(path)) {
        let plain = packed.with_extension("");
        let mut lines = lines(&packed, fs::File::open(&packed).unwrap()).unwrap();
        io::copy(&mut lines, &mut file::create(&plain).unwrap()).unwrap();
        fs::remove_file(packed).unwrap();
    }
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
            "audit.jsonl.000007.gz",
            "audit.jsonl.000010.gz",
            "audit.jsonl.000011.gz.new",
            "audit.jsonl.12.gz",
        ] {
            fs::write(dir.join(name), "").unwrap();
        }
        let [two, seven, ten, last] = [2, 7, 10, 1_000_000].map(|number| path(&log, number));
        assert_eq!(files(&log).unwrap(), [two, packed(&seven), ten, last]);
        assert_eq!(path(&log, 10), dir.join("audit.jsonl.000010"));
        assert_eq!(
            [0, 1, 2, 6, 9].map(|after| free_number(&log, after)),
            [1, 3, 3, 8, 11].map(Some)
        );
    }
}
