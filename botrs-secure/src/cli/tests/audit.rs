//! `audit verify` by its exit codes: 0 whole, 1 not, 2 where that could not be told.

use super::*;
use crate::audit::{AuditLog, Event, Kind, rotated};

const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// A log of one run, with so many records besides that of its opening.
fn log(folder: &Folder, records: usize) -> PathBuf {
    let path = folder.0.join("audit.jsonl");
    let log = AuditLog::open(&path).unwrap();
    for _ in 0..records {
        assert!(log.record(Event::new(Kind::Decision, 0, "mute", "permission")));
    }
    path
}

fn beside(path: &Path, name: &str) -> PathBuf {
    format!("{}{name}", text(path)).into()
}

fn verify(args: &[&Path]) -> u8 {
    code_of(["audit", "verify"].into_iter().chain(args.iter().map(|arg| text(arg))))
}

#[test]
fn a_log_is_whole_until_a_byte_of_it_is_another() {
    let folder = Folder::new("audit-whole");
    let path = log(&folder, 3);
    assert_eq!(verify(&[&path]), 0);
    let written = fs::read_to_string(&path).unwrap();
    fs::write(&path, written.replacen("mute", "kick", 1)).unwrap();
    assert_eq!(verify(&[&path]), 1);
    fs::write(&path, "").unwrap();
    assert_eq!(verify(&[&path]), 1);
    fs::write(&path, written).unwrap();
    assert_eq!(verify(&[&path]), 0);
}

#[test]
fn files_of_one_log_are_read_in_their_order_and_none_may_be_missing() {
    let folder = Folder::new("audit-files");
    let path = log(&folder, 5);
    let written = fs::read_to_string(&path).unwrap();
    let lines: Vec<_> = written.split_inclusive('\n').collect();
    let parts = [("b", 0..2), ("c", 2..4), ("a", 4..6)];
    let parts = parts.map(|(name, part)| folder.file(name, &lines[part].concat()));
    fs::rename(beside(&path, ".key"), beside(&parts[0], ".key")).unwrap();
    let [one, two, three] = &parts;
    assert_eq!(verify(&[three, one, two]), 0);
    assert_eq!(verify(&[one, three]), 1);
    assert_eq!(verify(&[one, two]), 0, "the end is known by a checkpoint only");
    let checkpoint = beside(&path, ".checkpoint");
    assert_eq!(verify(&[one, two, three, Path::new("--checkpoint"), &checkpoint]), 0);
    assert_eq!(verify(&[one, two, Path::new("--checkpoint"), &checkpoint]), 1);
}

/// A log that was rotated with every run, so many times.
fn rotated_log(folder: &Folder, times: usize) -> PathBuf {
    let path = folder.0.join("audit.jsonl");
    for _ in 0..times {
        let log = AuditLog::builder(&path).rotate_at(1).open().unwrap();
        assert!(log.record(Event::new(Kind::Decision, 0, "mute", "permission")));
    }
    // So that the oldest file is not the one that the key is beside.
    drop(AuditLog::open(&path).unwrap());
    rotated::unpack_all(&path);
    path
}

#[test]
fn rotated_files_are_read_with_the_log_that_they_belong_to_and_once() {
    let folder = Folder::new("audit-rotated");
    let path = rotated_log(&folder, 3);
    let checkpoint = beside(&path, ".checkpoint");
    let [one, two] = [".000001", ".000002"].map(|name| beside(&path, name));
    let signed =
        |files: &[&Path]| verify(&[files, &[Path::new("--checkpoint"), &checkpoint]].concat());
    assert_eq!(signed(&[&path]), 0);
    assert_eq!(signed(&[&path, &two, &path, &one]), 0);
    assert_eq!(signed(&[&folder.0.join(".").join("audit.jsonl"), &path]), 0);
    let written = fs::read_to_string(&two).unwrap();
    fs::write(&two, written.replacen("correlation", "Correlation", 1)).unwrap();
    assert_eq!(verify(&[&path]), 1);
    fs::remove_file(&two).unwrap();
    assert_eq!(verify(&[&path]), 1, "one in the middle is missing");
    fs::write(&two, written).unwrap();
    assert_eq!(verify(&[&path]), 0);
}

#[test]
fn compressed_files_are_read_as_the_others_and_what_is_damaged_is_not_whole() {
    let folder = Folder::new("audit-packed");
    let path = rotated_log(&folder, 2);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    // The next run compresses what is left.
    let log = AuditLog::open(&path).unwrap();
    let files = || rotated::files(&path).unwrap();
    while !files().iter().all(|path| rotated::is_packed(path)) {
        assert!(std::time::Instant::now() < deadline, "never: {:?}", files());
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    drop(log);
    let one = files()[0].clone();
    assert_eq!(verify(&[&path]), 0);
    for command in [&["audit", "report"][..], &["audit", "tail"]] {
        assert_eq!(code_of(command.iter().copied().chain([text(&one)])), 0);
    }
    let whole = fs::read(&one).unwrap();
    for damaged in [&whole[..whole.len() - 9], &whole[..20], b"none"] {
        fs::write(&one, damaged).unwrap();
        assert_eq!(verify(&[&path]), 1);
        assert_eq!(code_of(["audit", "report", text(&path)]), 2);
        assert_eq!(code_of(["audit", "tail", text(&one)]), 2);
    }
}

#[test]
fn the_key_is_named_or_beside_the_log_and_without_one_nothing_is_told() {
    let folder = Folder::new("audit-key");
    let path = log(&folder, 1);
    let key = folder.file("key", &fs::read_to_string(beside(&path, ".key")).unwrap());
    fs::remove_file(beside(&path, ".key")).unwrap();
    assert_eq!(verify(&[&path]), 2);
    assert_eq!(verify(&[&path, Path::new("--key"), &key]), 0);
    let other = folder.file("other", KEY);
    assert_eq!(verify(&[&path, Path::new("--key"), &other]), 1);
    let none = folder.file("none", "no key");
    assert_eq!(verify(&[&path, Path::new("--key"), &none]), 2);
    assert_eq!(verify(&[&path, Path::new("--key"), &folder.0.join("missing")]), 2);
    assert_eq!(verify(&[&folder.0.join("missing"), Path::new("--key"), &key]), 2);
    assert_eq!(verify(&[]), 2);
}

#[test]
fn whoever_has_the_public_key_verifies_what_a_checkpoint_covers() {
    let folder = Folder::new("audit-signer");
    let path = log(&folder, 3);
    let written = fs::read_to_string(&path).unwrap();
    let start = written.find("signer=").unwrap() + 7;
    let signer = PathBuf::from(&written[start..start + 64]);
    let checkpoint = beside(&path, ".checkpoint");
    fs::remove_file(beside(&path, ".key")).unwrap();
    let by = |signer: &Path| {
        verify(&[&path, Path::new("--checkpoint"), &checkpoint, Path::new("--signer"), signer])
    };
    assert_eq!(by(&signer), 0);
    assert_eq!(by(Path::new(KEY)), 2);
    assert_eq!(verify(&[&path, Path::new("--signer"), &signer]), 2);
    assert_eq!(verify(&[&path, Path::new("--checkpoint"), &checkpoint]), 2);
    fs::write(&path, written.replacen("mute", "kick", 1)).unwrap();
    assert_eq!(by(&signer), 1);
}

#[test]
fn a_checkpoint_by_somebody_else_is_none_of_the_log() {
    let folder = Folder::new("audit-stranger");
    let path = log(&folder, 1);
    let stranger = Folder::new("audit-stranger-2");
    let mut checkpoint = fs::read_to_string(beside(&log(&stranger, 1), ".checkpoint")).unwrap();
    let named = |checkpoint: &str| {
        let file = folder.file("checkpoint", checkpoint);
        verify(&[&path, Path::new("--checkpoint"), &file])
    };
    assert_eq!(named(&checkpoint), 1);
    checkpoint.replace_range(30..31, "x");
    assert_eq!(named(&checkpoint), 2);
    // Of the same records, so that only the signer is wrong.
    use crate::audit::chain::{Checkpoint, Signer};
    let own = fs::read_to_string(beside(&path, ".checkpoint")).unwrap();
    assert_eq!(named(&own), 0);
    let own: Checkpoint = own.trim_end().parse().unwrap();
    let forged = Signer::new(&crate::secret::SecretKey::new([5; 32])).sign(own.head(), own.time());
    assert_eq!(named(&forged.to_string()), 1);
}

#[test]
fn who_somebody_is_and_the_epochs_end_in_0_1_or_2() {
    let folder = Folder::new("audit-whois");
    let path = folder.0.join("audit.jsonl");
    let log = AuditLog::open(&path).unwrap();
    let person = Some(crate::place::PersonId::User(UserId::new(7)));
    assert!(log.record(Event { person, ..Event::new(Kind::Decision, 0, "mute", "permission") }));
    drop(log);
    let file = text(&path);
    let whois = |id| code_of(["audit", "whois", id, file]);
    assert_eq!([whois("7"), whois("8"), whois("x")], [0, 1, 2]);
    assert_eq!(code_of(["audit", "names", "new", file]), 0);
    assert_eq!(code_of(["audit", "names", "forget", file, "0123456789abcdef"]), 1);
    assert_eq!(whois("7"), 0);
    let first = fs::read_to_string(&path).unwrap();
    let first = &first[first.find("\"names\":\"").unwrap() + 9..][..16];
    assert_eq!(code_of(["audit", "names", "forget", file, first]), 0);
    assert_eq!([whois("7"), verify(&[&path])], [1, 0], "the chain stays whole");
    fs::remove_file(beside(&path, ".names")).unwrap();
    assert_eq!([whois("7"), code_of(["audit", "names", "new", file])], [2, 2]);
}
