use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::*;
use crate::audit::TestDir;

/// Nobody who runs tests.
const SOMEBODY_ELSE: u32 = 54_321;

/// Makes a file of this mode.
pub(crate) fn file(dir: &TestDir, name: &str, mode: u32, text: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.join(name);
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    path
}

fn error(path: &Path, by: By) -> SecretFileError {
    let error = read(path, by).map(drop).unwrap_err();
    let text = error.to_string();
    assert!(text.contains(&*path.to_string_lossy()) && !text.contains("s3cr3t"), "{text}");
    error
}

fn is_root() -> bool {
    let is = rustix::process::geteuid().is_root();
    if !is {
        eprintln!("SKIPPED: only root can give files to other users");
    }
    is
}

fn text_of(path: &Path, by: By) -> String {
    read(path, by).unwrap().as_str().to_owned()
}

#[test]
fn a_file_that_its_owner_alone_can_read_is_read() {
    let dir = TestDir::new();
    for mode in [0o600, 0o400] {
        assert_eq!(text_of(&file(&dir, &format!("{mode:o}"), mode, "s3cr3t"), By::User), "s3cr3t");
    }
}

#[test]
fn any_other_mode_is_refused_with_both_modes_and_the_cure() {
    let dir = TestDir::new();
    for mode in [0o644, 0o640, 0o604, 0o620, 0o602, 0o660, 0o700, 0o610, 0o4600, 0o200] {
        let path = file(&dir, "secret", mode, "s3cr3t");
        // Who is not root cannot open the last one at all.
        if mode == 0o200 && !is_root() {
            continue;
        }
        let error = error(&path, By::User);
        assert_eq!(error, SecretFileError::Mode { path: path.clone(), mode });
        let text = error.to_string();
        for part in [&format!("{mode:04o}"), "0600", &format!("chmod 600 {}", path.display())] {
            assert_eq!(text.matches(part).count(), 2, "{part} in both languages of {text}");
        }
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn what_the_system_put_there_may_be_for_a_group_and_for_nobody_else() {
    let dir = TestDir::new();
    for mode in [0o400, 0o440, 0o600, 0o640] {
        assert_eq!(text_of(&file(&dir, &format!("{mode:o}"), mode, "x"), By::System), "x");
    }
    for mode in [0o444, 0o644, 0o404, 0o660, 0o620, 0o602, 0o500, 0o450] {
        let path = file(&dir, &format!("{mode:o}"), mode, "s3cr3t");
        let error = error(&path, By::System);
        assert_eq!(error, SecretFileError::SystemMode { path, mode });
        assert!(error.to_string().contains("chmod 440"));
    }
}

#[cfg(feature = "sealed")]
#[test]
fn what_is_sealed_may_be_read_by_all_and_changed_by_its_owner_alone() {
    let dir = TestDir::new();
    for mode in [0o400, 0o444, 0o600, 0o640, 0o644] {
        let path = file(&dir, &format!("{mode:o}"), mode, [0xff]);
        assert_eq!(read_bytes(&path, By::Sealer).unwrap().as_slice(), [0xff]);
    }
    for mode in [0o664, 0o646, 0o620, 0o602, 0o700, 0o4644] {
        let path = file(&dir, &format!("{mode:o}"), mode, "s3cr3t");
        let error = error(&path, By::Sealer);
        assert_eq!(error, SecretFileError::SealedMode { path, mode });
        assert!(error.to_string().contains("chmod 644"));
    }
}

#[test]
fn a_file_of_another_user_is_refused_whatever_its_mode() {
    let dir = TestDir::new();
    if !is_root() {
        return;
    }
    let path = file(&dir, "secret", 0o600, "s3cr3t");
    chown(&path, Some(SOMEBODY_ELSE), None).unwrap();
    for by in [By::User, By::System] {
        let error = error(&path, by);
        let (owner, user) = (SOMEBODY_ELSE, 0);
        assert_eq!(error, SecretFileError::Owner { path: path.clone(), owner, user });
        assert!(error.to_string().contains(&format!("chown 0 {}", path.display())));
    }
}

/// Tests run as root, for whom a file of root's is its own.
#[test]
fn a_file_of_roots_is_for_containers_alone() {
    for (owner, by, may) in [
        (1000, By::User, true),
        (1000, By::System, true),
        (0, By::User, false),
        (0, By::System, true),
        (1001, By::User, false),
        (1001, By::System, false),
        (0, By::Sealer, true),
        (1001, By::Sealer, false),
    ] {
        assert_eq!(may_own(owner, 1000, by), may, "{owner}");
    }
}

#[test]
fn a_link_is_refused_dangling_or_not() {
    let dir = TestDir::new();
    let (real, link) = (dir.join("real"), dir.join("link"));
    symlink(&real, &link).unwrap();
    let refused = SecretFileError::SymbolicLink { path: link.clone() };
    assert_eq!(error(&link, By::User), refused);
    file(&dir, "real", 0o600, "s3cr3t");
    assert_eq!(error(&link, By::User), refused);
    assert_eq!(error(&link, By::System), refused);
}

#[test]
fn what_is_no_file_is_refused_and_a_pipe_is_not_waited_for() {
    let dir = TestDir::new();
    let is_no_file = |path: &Path| {
        assert_eq!(error(path, By::User), SecretFileError::NotAFile { path: path.into() });
    };
    is_no_file(dir.path());
    is_no_file(Path::new("/dev/null"));
    let socket = dir.join("socket");
    let _listener = UnixListener::bind(&socket).unwrap();
    is_no_file(&socket);
    let pipe = dir.join("pipe");
    assert!(Command::new("mkfifo").args(["-m", "600"]).arg(&pipe).status().unwrap().success());
    is_no_file(&pipe);
}

#[test]
fn what_is_not_there_is_said() {
    let path = TestDir::new().join("secret");
    let kind = io::ErrorKind::NotFound;
    assert_eq!(error(&path, By::User), SecretFileError::Io { path, kind });
}

#[test]
fn a_file_that_cannot_be_opened_is_no_other_kind() {
    let dir = TestDir::new();
    let path = file(&dir, "secret", 0o600, "s3cr3t");
    let kind = io::ErrorKind::PermissionDenied;
    assert_eq!(refused(&path, &kind.into()), SecretFileError::Io { path, kind });
}

#[test]
fn a_gigabyte_is_refused_by_its_size_and_a_growing_file_by_what_was_read() {
    let dir = TestDir::new();
    let path = file(&dir, "sparse", 0o600, "");
    File::options().write(true).open(&path).unwrap().set_len(1 << 30).unwrap();
    assert_eq!(error(&path, By::User), SecretFileError::TooLong { path: path.clone() });
    let seen = fs::metadata(&path).unwrap();
    assert!(check(&path, &seen, By::User).is_err(), "before anything is read");
    let whole = file(&dir, "whole", 0o600, "x".repeat(LONGEST));
    assert_eq!(text_of(&whole, By::User).len(), LONGEST);
    // As if it had grown after the check.
    let opened = File::open(&path).unwrap();
    let error = take(&path, opened).map(drop).unwrap_err();
    assert_eq!(error, SecretFileError::TooLong { path });
}

#[test]
fn what_is_not_utf_8_is_refused_with_its_line() {
    let dir = TestDir::new();
    let path = file(&dir, "secret", 0o600, b"a = 1\nsecret = \"s3cr3t\xff\"\n");
    assert_eq!(error(&path, By::User), SecretFileError::NotUtf8 { path, line: 2 });
}

/// Somebody who can write to the directory swaps the file for others while it is read: a link
/// to another secret, and a file that everybody can read. Whatever is read is the good one.
#[test]
fn a_file_that_is_swapped_while_it_is_read_is_never_the_wrong_one() {
    let dir = TestDir::new();
    let path = dir.join("secret");
    let good = file(&dir, "good", 0o600, "good");
    let open = file(&dir, "open", 0o644, "wrong");
    let hidden = file(&dir, "hidden", 0o600, "wrong");
    let done = AtomicBool::new(false);
    let (mut reads, mut wrong, mut refusals) = (0, 0, 0);
    thread::scope(|scope| {
        let renamer = scope.spawn(|| {
            let new = dir.join("new");
            while !done.load(Ordering::Relaxed) {
                for next in [&good, &open] {
                    fs::hard_link(next, &new).unwrap();
                    fs::rename(&new, &path).unwrap();
                    // Renaming onto another name of the same file leaves both.
                    let _ = fs::remove_file(&new);
                }
                symlink(&hidden, &new).unwrap();
                fs::rename(&new, &path).unwrap();
            }
        });
        while (reads < 500 || refusals < 500) && !renamer.is_finished() {
            match read(&path, By::User) {
                Ok(text) if text.as_str() == "good" => reads += 1,
                Ok(_) => wrong += 1,
                Err(_) => refusals += 1,
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(wrong, 0, "beside {reads} good reads and {refusals} refusals");
}
