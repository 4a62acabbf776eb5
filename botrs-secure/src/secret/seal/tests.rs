use std::ffi::OsString;

use super::lock::{Lock, LockError, Passphrase};
use super::value::{of_sealed, open_value};
use super::*;
use crate::secret::text::SecretText;

const PLAIN: &[u8] = b"s3cr3t\xff\n";
const WORDS: &str = "correct horse battery";

fn text(text: &str) -> SecretText {
    text.to_owned().into()
}

fn by_passphrase() -> (Lock, Unlock) {
    let lock = Lock::Passphrase(Passphrase::new(&text(WORDS)).unwrap());
    (lock, Unlock::passphrase(WORDS).unwrap())
}

fn by_identity() -> (Lock, Unlock) {
    let (identity, recipient) = new_identity();
    (Lock::to(&[recipient]).unwrap(), Unlock::of_identities(&identity).unwrap())
}

fn error(sealed: &[u8], unlock: &Unlock) -> SealedError {
    open(sealed, unlock).map(drop).unwrap_err()
}

#[test]
fn what_is_sealed_opens() {
    for (lock, unlock) in [by_passphrase(), by_identity()] {
        let (binary, armoured) = (lock.seal(PLAIN).unwrap(), lock.seal_armoured(PLAIN).unwrap());
        for sealed in [&binary, &armoured] {
            assert!(is_sealed(sealed) && !sealed.windows(6).any(|bytes| bytes == b"s3cr3t"));
            assert_eq!(open(sealed, &unlock).unwrap().as_slice(), PLAIN);
        }
        assert!(str::from_utf8(&armoured).unwrap().starts_with("-----BEGIN AGE"));
        let value = of_sealed(&lock.seal(b"s3cr3t").unwrap());
        assert_eq!(open_value(&value, &unlock).unwrap().as_str(), "s3cr3t");
        let value = of_sealed(&binary);
        assert_eq!(open_value(&value, &unlock).map(drop), Err(SealedError::NotUtf8));
    }
}

#[test]
fn any_recipient_opens_and_nobody_else() {
    let all: Vec<_> = (0..3).map(|_| new_identity()).collect();
    let recipients: Vec<_> = all.iter().take(2).map(|(_, recipient)| recipient.clone()).collect();
    let sealed = Lock::to(&recipients).unwrap().seal(PLAIN).unwrap();
    for (number, (identity, _)) in all.iter().enumerate() {
        let opened = open(&sealed, &Unlock::of_identities(identity).unwrap()).map(drop);
        assert_eq!(opened, if number < 2 { Ok(()) } else { Err(SealedError::WrongKey) });
    }
}

#[test]
fn what_does_not_open_says_why() {
    let ((lock, unlock), (other_lock, other)) = (by_passphrase(), by_identity());
    let (sealed, other_sealed) = (lock.seal(PLAIN).unwrap(), other_lock.seal(PLAIN).unwrap());
    assert_eq!(error(&sealed, &other), SealedError::NeedsPassphrase);
    assert_eq!(error(&other_sealed, &unlock), SealedError::NeedsIdentity);
    assert_eq!(
        error(&sealed, &Unlock::passphrase("something else").unwrap()),
        SealedError::WrongKey
    );
    assert_eq!(error(b"app_id = 1", &unlock), SealedError::NotSealed);
    assert_eq!(error(b"", &unlock), SealedError::NotSealed);
    for (sealed, unlock) in [(&sealed, &unlock), (&other_sealed, &other)] {
        for cut in [1, 20, 40] {
            assert_eq!(error(&sealed[..sealed.len() - cut], unlock), SealedError::Damaged, "{cut}");
        }
        let mut flipped = sealed.clone();
        *flipped.last_mut().unwrap() ^= 1;
        assert_eq!(error(&flipped, unlock), SealedError::Damaged);
    }
    let long = lock.seal(&vec![b'x'; LONGEST + 1]).unwrap();
    assert_eq!(error(&long, &unlock), SealedError::TooLong);
    assert!(open(&lock.seal(&vec![b'x'; LONGEST]).unwrap(), &unlock).is_ok());
}

/// The work is named in the header, which nothing vouches for before the passphrase was tried.
#[test]
fn a_file_that_asks_for_an_hour_is_refused_at_once() {
    let (lock, unlock) = by_passphrase();
    let sealed = lock.seal(PLAIN).unwrap();
    let head = sealed.iter().position(|&byte| byte == b'8').unwrap();
    let line = sealed.iter().skip(22).position(|&byte| byte == b'\n').unwrap() + 22;
    assert!(head < line && sealed[line - 1] == b'8', "the first line ends in the work");
    for work in ["21", "22", "40", "63"] {
        let asking = [&sealed[..line - 1], work.as_bytes(), &sealed[line..]].concat();
        assert_eq!(error(&asking, &unlock), SealedError::TooMuchWork, "{work}");
    }
}

#[test]
fn only_age_files_in_base64_are_values() {
    let (lock, unlock) = by_passphrase();
    let value = of_sealed(&lock.seal(b"s3cr3t").unwrap());
    let spoilt = format!("{}\n{}", &value[..40], &value[40..]);
    for text in ["age:", "age:!", "age:YWJj", "age: YWJj", &spoilt, &value[..41]] {
        assert_eq!(open_value(text, &unlock).map(drop), Err(SealedError::NotSealed), "{text}");
    }
}

#[test]
fn identities_are_lines_and_anything_else_is_named_by_its_line() {
    let (identity, _) = new_identity();
    let line = identity.as_str().lines().last().unwrap().to_owned();
    let identities = |text: &str| Unlock::of_identities(&self::text(text)).map(drop);
    assert_eq!(identities(&format!("# a comment\r\n\r\n {line} \r\n{line}")), Ok(()));
    for bad in ["s3cr3t", "age1s3cr3t", &line[..40], "AGE-PLUGIN-YUBIKEY-1X"] {
        let refused = identities(&format!("# one\n{line}\n{bad}\n"));
        assert_eq!(refused, Err(UnlockError::NoIdentity { line: 3 }));
        assert!(!refused.unwrap_err().to_string().contains("s3cr3t"));
    }
    assert_eq!(identities("# nothing\n"), Err(UnlockError::Count));
    assert_eq!(identities(&format!("{line}\n").repeat(17)), Err(UnlockError::Count));
    assert_eq!(identities(&format!("{line}\n").repeat(16)), Ok(()));
}

#[test]
fn the_environment_holds_one_thing_to_open_with() {
    let (identity, _) = new_identity();
    let from = |set: &[(&str, &str)]| {
        let value = |name: &str| set.iter().find(|(own, _)| *own == name);
        Unlock::from_variables(&|name| value(name).map(|(_, value)| OsString::from(value)))
            .map(drop)
    };
    let identity = ("BOTRS_SECURE_IDENTITY", identity.as_str());
    let passphrase = ("BOTRS_SECURE_PASSPHRASE", WORDS);
    assert_eq!(from(&[identity]), Ok(()));
    assert_eq!(from(&[passphrase]), Ok(()));
    assert_eq!(from(&[]), Err(UnlockError::Missing));
    assert_eq!(from(&[("BOTRS_SECURE_IDENTITY", "")]), Err(UnlockError::Missing));
    assert_eq!(from(&[identity, passphrase]), Err(UnlockError::Several));
    assert_eq!(from(&[identity, ("BOTRS_SECURE_IDENTITY_FILE", "/x")]), Err(UnlockError::Several));
    assert_eq!(from(&[("BOTRS_SECURE_PASSPHRASE", "\n")]), Err(UnlockError::Empty));
    let missing = UnlockError::Missing.to_string();
    assert!(
        missing.matches("BOTRS_SECURE_IDENTITY_FILE").count() == 2,
        "the cure in both languages"
    );
}

#[test]
fn a_key_shows_nothing_of_itself() {
    for (_, unlock) in [by_passphrase(), by_identity()] {
        assert_eq!(format!("{unlock:?}"), "Unlock([redacted])");
    }
}

#[test]
fn a_weak_passphrase_and_what_is_no_recipient_seal_nothing() {
    assert_eq!(Passphrase::new(&text("eleven char\n")).map(drop), Err(LockError::Short));
    assert!(Passphrase::new(&text("twelve chars\n")).is_ok());
    let (identity, recipient) = new_identity();
    let identity = identity.as_str().lines().last().unwrap().to_owned();
    let refused = Lock::to(&[recipient.clone(), identity.clone()]).map(drop).unwrap_err();
    assert_eq!(refused, LockError::NoRecipient(2));
    assert!(!refused.to_string().contains(&identity));
    assert_eq!(Lock::to(&[]).map(drop), Err(LockError::Count));
    assert_eq!(Lock::to(&vec![recipient; 65]).map(drop), Err(LockError::Count));
}

#[cfg(unix)]
mod files {
    use super::*;
    use crate::audit::TestDir;
    use crate::id::BotId;
    use crate::secret::file::tests::file;
    use crate::secret::{Credentials, CredentialsError, SecretFileError};

    const TOML: &[u8] = b"app_id = 102000001\nsecret = \"s3cr3t\"\n";

    #[test]
    fn credentials_are_read_from_a_sealed_file() {
        let dir = TestDir::new();
        for (lock, unlock) in [by_passphrase(), by_identity()] {
            for (mode, sealed) in [(0o644, lock.seal(TOML)), (0o600, lock.seal_armoured(TOML))] {
                let path = file(&dir, "credentials.age", mode, sealed.unwrap());
                let credentials = Credentials::from_sealed(&path, &unlock).unwrap();
                assert_eq!(credentials.app_id(), BotId::new(102_000_001));
                assert_eq!(credentials.secret().as_str(), "s3cr3t");
            }
        }
    }

    #[test]
    fn a_sealed_file_that_does_not_do_is_told_without_its_content() {
        let dir = TestDir::new();
        let (lock, unlock) = by_identity();
        let refused = |mode, sealed: &[u8]| {
            let path = file(&dir, "credentials.age", mode, sealed);
            let error = Credentials::from_sealed(&path, &unlock).unwrap_err();
            let text = error.to_string();
            assert!(
                text.starts_with(&*path.to_string_lossy()) && !text.contains("s3cr3t"),
                "{text}"
            );
            error
        };
        let path = dir.join("credentials.age");
        let sealed = |cause| CredentialsError::Sealed { path: path.clone(), cause };
        assert_eq!(refused(0o600, TOML), sealed(SealedError::NotSealed));
        let not_utf8 = lock.seal(b"secret = 's3cr3t\xff'").unwrap();
        assert_eq!(refused(0o600, &not_utf8), sealed(SealedError::NotUtf8));
        let others = lock.seal(TOML).unwrap();
        let mode = SecretFileError::SealedMode { path: path.clone(), mode: 0o666 };
        assert_eq!(refused(0o666, &others), mode.into());
        std::fs::remove_file(&path).unwrap();
        let lacking = refused(0o600, &lock.seal(b"# s3cr3t\nsecret = 's3cr3t'").unwrap());
        assert!(lacking.to_string().contains("app_id is missing"), "{lacking}");
        let spoilt = refused(0o600, &lock.seal(b"app_id = 1\nsecret = s3cr3t").unwrap());
        assert!(spoilt.to_string().contains(":2:10: "), "{spoilt}");
    }

    #[test]
    fn an_identity_file_is_its_owners_alone() {
        let dir = TestDir::new();
        let (identity, _) = new_identity();
        let good = file(&dir, "good", 0o600, identity.as_str());
        assert!(Unlock::identity_file(&good).is_ok());
        let path = file(&dir, "open", 0o644, identity.as_str());
        let mode = SecretFileError::Mode { path: path.clone(), mode: 0o644 };
        assert_eq!(Unlock::identity_file(path).map(drop), Err(mode.into()));
    }
}
