//! The key of the pseudonyms: a variable, or a file beside the log.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::error::AuditError;
use super::{file, hex};

/// Holds the key as 64 hexadecimal digits; it wins over the file.
const VARIABLE: &str = "BOTRS_SECURE_AUDIT_KEY";

/// 32 secret bytes. No `Debug`; overwritten when dropped.
pub(super) struct Key([u8; 32]);

impl Drop for Key {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

impl Key {
    /// A new key.
    pub(super) fn random() -> Result<Self, AuditError> {
        let mut key = Self([0; 32]);
        getrandom::fill(&mut key.0).map_err(|cause| AuditError::Random { cause })?;
        Ok(key)
    }

    /// The key in the environment, or that in `LOG.key`, which is made if absent.
    pub(super) fn for_log(log: &Path) -> Result<Self, AuditError> {
        Self::choose(std::env::var_os(VARIABLE), log)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    #[cfg(test)]
    pub(super) fn for_tests(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    fn choose(variable: Option<OsString>, log: &Path) -> Result<Self, AuditError> {
        match variable {
            Some(value) => Self::parse(value.as_encoded_bytes())
                .ok_or(AuditError::KeyVariable { name: VARIABLE }),
            None => Self::beside(log),
        }
    }

    fn beside(log: &Path) -> Result<Self, AuditError> {
        let mut name = log.as_os_str().to_owned();
        name.push(".key");
        let path = PathBuf::from(name);
        match file::look(&path)? {
            Some(seen) => {
                let file = file::open_seen(&path, &seen, OpenOptions::new().read(true))?;
                Self::read(&path, file)
            }
            None => {
                let key = Self::random()?;
                key.write(&path, file::create(&path)?)?;
                tracing::info!(
                    path = %path.display(),
                    "已生成审计密钥，请与日志分开保管 / audit key made; keep it apart from the log",
                );
                Ok(key)
            }
        }
    }

    fn read(path: &Path, file: File) -> Result<Self, AuditError> {
        // One byte more than a key and its line end can have is enough to refuse.
        let mut text = Vec::with_capacity(67);
        let read = file.take(67).read_to_end(&mut text);
        let key = Self::parse(text.trim_ascii_end());
        wipe(&mut text);
        read.map_err(|cause| file::io_error(path, cause))?;
        key.ok_or_else(|| AuditError::KeyFile { path: path.into() })
    }

    fn write(&self, path: &Path, mut file: File) -> Result<(), AuditError> {
        let mut text = Vec::with_capacity(65);
        text.extend(hex::encode(&self.0));
        text.push(b'\n');
        let written = file.write_all(&text).and_then(|()| file.sync_all());
        wipe(&mut text);
        written.map_err(|cause| file::io_error(path, cause))
    }

    fn parse(digits: &[u8]) -> Option<Self> {
        hex::decode(digits).map(Self)
    }
}

/// Overwrites a secret; the black box keeps the compiler from leaving it out.
fn wipe(secret: &mut [u8]) {
    secret.fill(0);
    std::hint::black_box(secret);
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::super::tests::TestDir;
    use super::*;

    const DIGITS: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

    fn error(key: Result<Key, AuditError>) -> AuditError {
        key.map(|_| ()).unwrap_err()
    }

    #[test]
    fn the_file_is_made_once_and_is_its_owners_alone() {
        let dir = TestDir::new();
        let log = dir.join("audit.jsonl");
        let first = Key::choose(None, &log).unwrap();
        let path = dir.join("audit.jsonl.key");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
        assert_eq!(first.0, Key::choose(None, &log).unwrap().0);
        assert_ne!(first.0, Key::choose(None, &dir.join("other")).unwrap().0);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        assert_eq!(first.0, Key::choose(None, &log).unwrap().0);
    }

    #[test]
    fn the_variable_wins_and_no_file_is_made() {
        let dir = TestDir::new();
        let log = dir.join("audit.jsonl");
        let key = Key::choose(Some(DIGITS.into()), &log).unwrap();
        assert_eq!(key.0, std::array::from_fn(|i| i as u8));
        assert!(!dir.join("audit.jsonl.key").exists());
        let (long, letter) = (format!("{DIGITS}0"), DIGITS.replace('F', "G"));
        for wrong in ["", "00", &DIGITS[1..], &long, &letter, &format!("{}\n", &DIGITS[1..])] {
            let wrong = error(Key::choose(Some(wrong.into()), &log));
            assert!(matches!(wrong, AuditError::KeyVariable { .. }), "{wrong}");
            assert!(wrong.to_string().contains(VARIABLE));
        }
    }

    #[test]
    fn a_file_without_a_key_is_refused() {
        let dir = TestDir::new();
        let log = dir.join("audit.jsonl");
        let path = dir.join("audit.jsonl.key");
        drop(file::create(&path).unwrap());
        for wrong in ["", "\n", "00\n", &DIGITS[2..], &format!("{DIGITS}\n{DIGITS}\n"), "口令"] {
            fs::write(&path, wrong).unwrap();
            let wrong = error(Key::choose(None, &log));
            assert!(matches!(wrong, AuditError::KeyFile { .. }), "{wrong}");
        }
        fs::write(&path, format!("{DIGITS}\r\n")).unwrap();
        assert!(Key::choose(None, &log).is_ok());
    }

    #[test]
    fn a_file_that_others_can_read_or_a_link_is_refused() {
        let dir = TestDir::new();
        let log = dir.join("audit.jsonl");
        let path = dir.join("audit.jsonl.key");
        drop(Key::choose(None, &log).unwrap());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(error(Key::choose(None, &log)), AuditError::Mode { mode: 0o640, .. }));
        fs::rename(&path, dir.join("moved")).unwrap();
        symlink(dir.join("moved"), &path).unwrap();
        assert!(matches!(error(Key::choose(None, &log)), AuditError::SymbolicLink { .. }));
    }
}
