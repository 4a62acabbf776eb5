//! The audit key, in a variable or a file beside the log.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::path::Path;

use super::error::AuditError;
use super::file;
use crate::secret::SecretKey;

/// Holds the key as 64 hexadecimal digits; it wins over the file.
const VARIABLE: &str = "BOTRS_SECURE_AUDIT_KEY";

/// A new key.
pub(super) fn random() -> Result<SecretKey, AuditError> {
    SecretKey::random().map_err(|cause| AuditError::Random { cause })
}

/// The audit key in the environment, or that in `LOG.key` if there is one.
pub(crate) fn known(log: &Path) -> Result<Option<SecretKey>, AuditError> {
    choose(std::env::var_os(VARIABLE), log)
}

/// The same for a log that no file is beside.
pub(super) fn in_variable() -> Result<Option<SecretKey>, AuditError> {
    std::env::var_os(VARIABLE).map(parse).transpose()
}

fn choose(variable: Option<OsString>, log: &Path) -> Result<Option<SecretKey>, AuditError> {
    match variable {
        Some(value) => parse(value).map(Some),
        None => read(&file::beside(log, ".key")),
    }
}

fn parse(value: OsString) -> Result<SecretKey, AuditError> {
    let key = SecretKey::parse(value.as_encoded_bytes());
    key.ok_or(AuditError::KeyVariable { name: VARIABLE })
}

/// Makes the audit key, in `LOG.key`.
pub(super) fn make(log: &Path) -> Result<SecretKey, AuditError> {
    let path = file::beside(log, ".key");
    let key = write_new(&path)?;
    tracing::info!(
        path = %path.display(),
        "已生成审计密钥：用它才能验证日志，请移到别处保管；机器人运行时不需要它 / audit key made: the log is \
         verified with it, so move it elsewhere; the bot runs without it",
    );
    Ok(key)
}

/// The key in a file, if there is one.
pub(crate) fn read(path: &Path) -> Result<Option<SecretKey>, AuditError> {
    let Some(seen) = file::look(path)? else { return Ok(None) };
    let file = file::open_seen(path, &seen, OpenOptions::new().read(true))?;
    let key = SecretKey::read(file).map_err(|cause| file::io_error(path, cause))?;
    key.ok_or_else(|| AuditError::KeyFile { path: path.into() }).map(Some)
}

/// Makes a key, in this file.
pub(super) fn write_new(path: &Path) -> Result<SecretKey, AuditError> {
    let key = random()?;
    let written = key.write(file::create(path)?);
    written.map_err(|cause| file::io_error(path, cause))?;
    Ok(key)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::super::tests::TestDir;
    use super::*;

    const DIGITS: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F";

    fn error(key: Result<Option<SecretKey>, AuditError>) -> AuditError {
        key.map(|_| ()).unwrap_err()
    }

    fn chosen(log: &Path) -> SecretKey {
        choose(None, log).unwrap().expect("a key")
    }

    #[test]
    fn the_file_is_made_once_and_is_its_owners_alone() {
        let dir = TestDir::new();
        let log = dir.join("audit.jsonl");
        assert!(choose(None, &log).unwrap().is_none());
        let first = make(&log).unwrap();
        let path = dir.join("audit.jsonl.key");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
        assert_eq!(first.bytes(), chosen(&log).bytes());
        assert_ne!(first.bytes(), make(&dir.join("other")).unwrap().bytes());
        assert!(matches!(make(&log).map(|_| ()), Err(AuditError::Io { .. })));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        assert_eq!(first.bytes(), chosen(&log).bytes());
    }

    #[test]
    fn the_variable_wins_and_no_file_is_made() {
        let dir = TestDir::new();
        let log = dir.join("audit.jsonl");
        let key = choose(Some(DIGITS.into()), &log).unwrap().unwrap();
        assert_eq!(*key.bytes(), std::array::from_fn(|i| i as u8));
        assert!(!dir.join("audit.jsonl.key").exists());
        let (long, letter) = (format!("{DIGITS}0"), DIGITS.replace('F', "G"));
        for wrong in ["", "00", &DIGITS[1..], &long, &letter, &format!("{}\n", &DIGITS[1..])] {
            let wrong = error(choose(Some(wrong.into()), &log));
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
            let wrong = error(choose(None, &log));
            assert!(matches!(wrong, AuditError::KeyFile { .. }), "{wrong}");
        }
        fs::write(&path, format!("{DIGITS}\r\n")).unwrap();
        assert!(choose(None, &log).unwrap().is_some());
    }

    #[test]
    fn a_file_that_others_can_read_or_a_link_is_refused() {
        let dir = TestDir::new();
        let log = dir.join("audit.jsonl");
        let path = dir.join("audit.jsonl.key");
        drop(make(&log).unwrap());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(error(choose(None, &log)), AuditError::Mode { mode: 0o640, .. }));
        fs::rename(&path, dir.join("moved")).unwrap();
        symlink(dir.join("moved"), &path).unwrap();
        assert!(matches!(error(choose(None, &log)), AuditError::SymbolicLink { .. }));
    }
}
