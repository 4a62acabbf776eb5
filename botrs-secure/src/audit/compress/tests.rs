//! Wherever compressing is ended, all records are there once, and whole; and what is damaged is told.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use super::super::chain::{Broken, Fault, Rotation};
use super::super::rotate::tests::{Log, at_point, kill};
use super::super::{AuditLog, resume};
use super::*;

static GO: AtomicBool = AtomicBool::new(false);

fn compress_log(log: &Log) {
    compress_all(&log.path(), u64::MAX, &GO).unwrap();
}

/// The rotated files.
fn old(log: &Log) -> Vec<PathBuf> {
    rotated::files(&log.path()).unwrap()
}

#[test]
fn rotated_files_become_smaller_and_stay_their_owners_alone_and_one_chain() {
    use std::os::unix::fs::PermissionsExt as _;
    let log = Log::rotated();
    let plain = old(&log);
    let sizes: Vec<_> = plain.iter().map(|path| fs::metadata(path).unwrap().len()).collect();
    compress_log(&log);
    assert_eq!(old(&log), plain.iter().map(|path| rotated::packed(path)).collect::<Vec<_>>());
    for (path, size) in old(&log).iter().zip(sizes) {
        let seen = fs::metadata(path).unwrap();
        assert_eq!(seen.permissions().mode() & 0o7777, 0o600);
        assert!(seen.len() < size);
    }
    assert!(plain.iter().all(|path| !path.exists()));
    log.assert_whole();
}

#[test]
fn a_log_goes_on_after_files_that_are_compressed() {
    let mut log = Log::rotated();
    compress_log(&log);
    log.run_until(9, None);
    log.assert_whole();
    // Without its state, all files are read.
    fs::remove_file(log.beside(".state")).unwrap();
    log.run_until(1, None);
    log.assert_whole();
}

#[test]
fn wherever_compressing_is_killed_the_next_run_ends_it() {
    for point in 0..12 {
        let log = Log::rotated();
        at_point(point, kill);
        let ended = catch_unwind(AssertUnwindSafe(|| compress_log(&log)));
        assert!(ended.is_err(), "point {point}");
        log.assert_whole();
        compress_log(&log);
        log.assert_whole();
        assert!(old(&log).iter().all(|path| rotated::is_packed(path)));
        let names = fs::read_dir(log.path().parent().unwrap()).unwrap();
        let mut names = names.map(|name| name.unwrap().file_name().into_string().unwrap());
        assert!(names.all(|name| !name.ends_with(".new")), "point {point}");
    }
}

#[test]
fn what_is_being_rotated_or_not_of_the_log_stays_as_it_is() {
    let log = Log::rotated();
    let plain = old(&log);
    compress_all(&log.path(), 1, &GO).unwrap();
    assert_eq!(old(&log)[1..], plain[1..]);
    let stopped = AtomicBool::new(true);
    compress_all(&log.path(), u64::MAX, &stopped).unwrap();
    assert_eq!(old(&log)[1..], plain[1..]);
    fs::write(&plain[1], "not of the log").unwrap();
    compress_log(&log);
    assert_eq!(fs::read(&plain[1]).unwrap(), b"not of the log");
    assert!(rotated::is_packed(&old(&log)[2]));
}

#[test]
fn a_file_that_cannot_be_compressed_stays_and_is_tried_again() {
    let log = Log::rotated();
    let plain = old(&log);
    let blocked = log.beside(".000002.gz.new");
    fs::create_dir(&blocked).unwrap();
    assert!(compress_all(&log.path(), u64::MAX, &GO).is_err());
    assert_eq!(old(&log)[1], plain[1]);
    assert!(rotated::is_packed(&old(&log)[2]));
    log.assert_whole();
    fs::remove_dir(&blocked).unwrap();
    compress_log(&log);
    assert!(old(&log).iter().all(|path| rotated::is_packed(path)));
}

#[test]
fn a_compressed_file_that_is_damaged_or_cut_is_told_and_never_taken_for_whole() {
    let log = Log::rotated();
    compress_log(&log);
    let path = old(&log)[1].clone();
    let whole = fs::read(&path).unwrap();
    for cut in (0..whole.len()).step_by(3) {
        fs::write(&path, &whole[..cut]).unwrap();
        let (at, Broken { fault, .. }) = log.broken().unwrap();
        // Without a byte it is a file without a record, and the next shows what is missing.
        assert!(cut == 0 || (at == path && fault == Fault::Packed), "{cut}: {fault}");
    }
    for at in (0..whole.len()).step_by(3) {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(&path, &damaged).unwrap();
        // Some bits of the header say nothing of what is in it.
        assert!(log.broken().is_some_and(|(at, _)| at == path) || at < 10, "{at}");
    }
    fs::write(&path, [&whole[..], b"more"].concat()).unwrap();
    assert_eq!(log.broken().unwrap().1.fault, Fault::Packed);
    fs::write(&path, [&whole[..], &whole].concat()).unwrap();
    assert!(matches!(log.broken().unwrap().1.fault, Fault::OutOfOrder(_)));
}

#[test]
fn without_its_state_a_log_goes_on_after_compressed_files_that_are_whole_only() {
    let log = Log::rotated();
    compress_log(&log);
    fs::remove_file(log.beside(".state")).unwrap();
    let path = old(&log)[1].clone();
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(
        matches!(AuditLog::open(log.path()), Err(AuditError::Io { path: at, .. }) if at == path)
    );
    let text = io::read_to_string(flate2::read::GzDecoder::new(&whole[..])).unwrap();
    let mut changed = GzEncoder::new(File::create(&path).unwrap(), Compression::default());
    changed.write_all(text.replacen("mute", "kick", 1).as_bytes()).unwrap();
    changed.finish().unwrap();
    assert!(matches!(AuditLog::open(log.path()), Err(AuditError::NotWhole { .. })));
}

#[test]
fn a_file_stays_as_it_is_while_the_state_is_about_its_rotation() {
    let log = Log::new();
    let mut keeper = resume::open(&log.path()).unwrap().keeper;
    keeper.set_rotation(Rotation::Begun(3));
    assert_eq!(keeper.compressible(), None);
    keeper.set_rotation(Rotation::Done(3));
    assert_eq!(keeper.compressible(), Some(3));
}

#[test]
fn what_is_compressed_beyond_measure_costs_no_more_than_a_line() {
    let log = Log::rotated();
    compress_log(&log);
    let path = old(&log)[1].clone();
    let mut bomb = GzEncoder::new(File::create(&path).unwrap(), Compression::best());
    io::copy(&mut io::repeat(b'x').take(64 << 20), &mut bomb).unwrap();
    bomb.finish().unwrap();
    let (at, broken) = log.broken().unwrap();
    assert_eq!((at, broken), (path, Broken { line: 1, fault: Fault::Torn }));
}

#[test]
fn a_log_compresses_what_it_and_an_earlier_run_rotated() {
    let log = Log::rotated();
    let running = AuditLog::builder(log.path()).rotate_at(1).open().unwrap();
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !old(&log).iter().all(|path| rotated::is_packed(path)) || old(&log).len() < 4 {
        assert!(std::time::Instant::now() < deadline, "never: {:?}", old(&log));
        thread::sleep(std::time::Duration::from_millis(1));
    }
    drop(running);
    log.assert_whole();
}
