//! Whatever is done to a log shows, and nothing else does.

use std::io::Cursor;

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;
use crate::secret::SecretKey;

fn audit_key() -> SecretKey {
    SecretKey::new([7; 32])
}

fn signer() -> Signer {
    Signer::new(&SecretKey::new([9; 32]))
}

/// Lines with their ends, of records in which only a number differs; the key moves after each fourth.
fn written(records: u64) -> Vec<Vec<u8>> {
    let mut chain = Chain::new(&audit_key());
    (0..records).map(|number| record(&mut chain, number)).collect()
}

fn record(chain: &mut Chain, number: u64) -> Vec<u8> {
    if number > 0 && number.is_multiple_of(4) {
        chain.key = chain.next_key();
    }
    let mut line = format!(r#"{{"correlation":"{number:04x}""#).into_bytes();
    chain.seal(&mut line, 0);
    line
}

fn head(lines: &[Vec<u8>]) -> Head {
    let mut head = Head::START;
    for line in lines {
        head.take(None, line.strip_suffix(b"\n").unwrap()).unwrap();
    }
    head
}

fn checkpoint(lines: &[Vec<u8>]) -> Checkpoint {
    signer().sign(&head(lines), "2026-11-30T00:00:00.000Z")
}

type Verified = std::result::Result<Whole, (u64, Fault)>;

/// What a verification makes of a file: 0 stands for its end.
fn verified(log: &[Vec<u8>], key: Option<&SecretKey>, checkpoints: &[Checkpoint]) -> Verified {
    let mut verification = Verification::new(key.map(ChainKey::first), checkpoints.to_vec());
    // In two files, since the chain goes on from one to the next.
    let (first, second) = log.split_at(log.len() / 2);
    for (before, part) in [(0, first), (first.len() as u64, second)] {
        let read = verification.read(Cursor::new(part.concat())).unwrap();
        read.map_err(|Broken { line, fault }| (before + line, fault))?;
    }
    verification.end().map_err(|fault| (0, fault))
}

fn keyed(log: &[Vec<u8>]) -> Verified {
    verified(log, Some(&audit_key()), &[])
}

#[test]
fn the_format_is_as_its_description_says() {
    // By another implementation of SHA-256 and HMAC.
    let mut chain = Chain::new(&audit_key());
    let mut lines = br#"{"a":1"#.to_vec();
    chain.seal(&mut lines, 0);
    chain.key = chain.next_key();
    let start = lines.len();
    lines.extend(br#"{"a":2"#);
    chain.seal(&mut lines, start);
    assert_eq!(
        String::from_utf8(lines).unwrap(),
        concat!(
            r#"{"a":1,"n":0,"key":0,"mac":"5a5b96693f2903410748ce1e387fa958"}"#,
            "\n",
            r#"{"a":2,"n":1,"key":1,"mac":"d3cd6fadc9195ca06da12a7bebcece79"}"#,
            "\n",
        )
    );
    assert_eq!(name(&audit_key()), "3ade13488b835c4c");
}

#[test]
fn an_untouched_log_is_whole_and_an_empty_one_is_none() {
    for records in 1..20 {
        assert_eq!(keyed(&written(records)), Ok(Whole { records, signed: 0 }));
    }
    assert_eq!(keyed(&[]), Err((0, Fault::NoRecord)));
}

#[test]
fn another_key_verifies_nothing() {
    let log = written(3);
    assert_eq!(verified(&log, Some(&SecretKey::new([8; 32])), &[]), Err((1, Fault::Changed)));
}

#[test]
fn a_key_that_is_skipped_or_comes_back_is_no_key_of_the_log() {
    let mut chain = Chain::new(&audit_key());
    let first = record(&mut chain, 0);
    let old = chain.key.clone();
    chain.key = chain.next_key();
    let second = record(&mut chain, 1);
    let after = |key: &ChainKey| key.next(&chain.head.digest);
    for key in [old, after(&after(&chain.key))] {
        let mut chain = Chain { key, head: chain.head };
        let third = record(&mut chain, 2);
        let log = [first.clone(), second.clone(), third];
        assert_eq!(keyed(&log), Err((3, Fault::Changed)));
    }
}

#[test]
fn todays_key_does_not_rewrite_yesterday() {
    let log = written(10);
    // Whoever takes the machine over has the key in force, of the records from 8 on.
    let mut chain = Chain::new(&audit_key());
    (0..9).for_each(|number| drop(record(&mut chain, number)));
    let key = chain.key;
    assert_eq!(key.number(), 2);
    let rewritten = |from: usize| {
        let mut forged = Chain { key: key.clone(), head: head(&log[..from]) };
        let mut rewritten = log[..from].to_vec();
        rewritten.extend((from..10).map(|number| {
            let mut line = format!(r#"{{"correlation":"forged {number}""#).into_bytes();
            forged.seal(&mut line, 0);
            line
        }));
        keyed(&rewritten)
    };
    for from in 0..8 {
        assert_eq!(rewritten(from), Err((from as u64 + 1, Fault::Changed)));
    }
    // From its own records on there is nothing that tells.
    assert!(rewritten(8).is_ok());
}

#[test]
fn a_key_in_force_is_known_by_its_number_too() {
    let mut chain = Chain::new(&audit_key());
    let first = record(&mut chain, 0);
    let (same, next) = (chain.key.clone(), chain.next_key());
    for (number, key) in [(7, same), (7, next.clone()), (0, next)] {
        let key = ChainKey::new(number, key.secret().clone());
        let second = record(&mut Chain { key, head: chain.head }, 1);
        assert_eq!(keyed(&[first.clone(), second]), Err((2, Fault::Changed)));
    }
}

#[test]
fn a_line_is_a_record_only_as_it_is_spelt() {
    let line = written(1).concat();
    let line = str::from_utf8(&line).unwrap().trim_end();
    let (body, mac) = line.split_at(line.len() - 34);
    assert!(mac.contains(|c: char| c.is_ascii_lowercase()));
    for other in [
        format!("{body}{}", mac.to_uppercase()),
        line.replace(r#"","n":0"#, r#"", "n":0"#),
        line.replace(r#","n":0,"key":0"#, r#","key":0,"n":0"#),
        line.replace(r#""n":0"#, r#""n":"0""#),
        line.replace(r#""n":0"#, r#""n":99999999999999999999"#),
        format!("{line} "),
        format!("{line}\r"),
        line[..line.len() - 1].to_owned(),
        String::new(),
    ] {
        let found = keyed(&[format!("{other}\n").into()]);
        assert_eq!(found, Err((1, Fault::NoRecord)), "{other}");
    }
    let other = line.replace(r#""n":0"#, r#""n":00"#);
    assert_eq!(keyed(&[format!("{other}\n").into()]), Err((1, Fault::Changed)));
}

#[test]
fn what_was_done_has_its_name_and_needs_no_key_where_lines_moved() {
    let log = written(9);
    for key in [None, Some(audit_key())] {
        let found = |change: fn(&mut Vec<Vec<u8>>)| {
            let mut log = log.clone();
            change(&mut log);
            verified(&log, key.as_ref(), &[]).unwrap_err()
        };
        assert_eq!(found(|log| drop(log.drain(2..5))), (3, Fault::Missing(2, 4)));
        assert_eq!(found(|log| log.insert(4, log[1].clone())), (5, Fault::OutOfOrder(1)));
        assert_eq!(found(|log| log.swap(3, 4)), (4, Fault::Missing(3, 3)));
        assert_eq!(found(|log| log[8].truncate(8)), (9, Fault::Torn));
    }
}

#[test]
fn a_checkpoint_is_read_as_it_is_written_and_not_otherwise() {
    let checkpoint = checkpoint(&written(5));
    let text = checkpoint.to_string();
    assert_eq!(text.parse::<Checkpoint>().unwrap(), checkpoint);
    assert_eq!(text.lines().count(), 1);
    for at in 0..text.len() {
        let mut other = text.clone().into_bytes();
        other[at] ^= 1;
        let other = String::from_utf8(other).unwrap();
        assert!(other.parse::<Checkpoint>().is_err(), "{other}");
        assert!(text[..at].parse::<Checkpoint>().is_err());
    }
    for other in [format!(" {text}"), format!("{text} "), text.replace(' ', "  "), String::new()] {
        assert!(other.parse::<Checkpoint>().is_err(), "{other}");
    }
}

#[test]
fn a_checkpoint_finds_a_cut_end_and_needs_no_key() {
    let log = written(10);
    let (early, last) = (checkpoint(&log[..4]), checkpoint(&log));
    for key in [None, Some(audit_key())] {
        let verify = |log: &[Vec<u8>]| verified(log, key.as_ref(), &[last.clone(), early.clone()]);
        assert_eq!(verify(&log), Ok(Whole { records: 10, signed: 10 }));
        for left in 1..10 {
            let time = last.time().to_owned();
            assert_eq!(verify(&log[..left]), Err((0, Fault::Cut(10, time))));
        }
        let mut changed = log.clone();
        changed[2][16] ^= 1;
        let line = if key.is_some() { 3 } else { 4 };
        assert_eq!(verify(&changed).unwrap_err().0, line);
    }
    let whole = verified(&log, None, &[early]);
    assert_eq!(whole, Ok(Whole { records: 10, signed: 4 }));
}

/// What an attacker without keys can do to a log.
#[derive(Debug, Clone)]
enum Tampering {
    Change(Index, Index, u8),
    Remove(Index),
    Swap(Index, Index),
    Repeat(Index),
    Insert(Index, Vec<u8>),
    Cut(Index),
    Tear(Index),
}

fn tampering() -> impl Strategy<Value = Tampering> {
    use Tampering::*;
    let index = any::<Index>;
    prop_oneof![
        (index(), index(), 1_u8..).prop_map(|(line, byte, with)| Change(line, byte, with)),
        index().prop_map(Remove),
        (index(), index()).prop_map(|(one, two)| Swap(one, two)),
        index().prop_map(Repeat),
        (index(), ".{0,40}").prop_map(|(at, text)| Insert(at, format!("{text}\n").into())),
        index().prop_map(Cut),
        index().prop_map(Tear),
    ]
}

impl Tampering {
    /// Does it, and says from which line on the log is another; counted from 1.
    fn apply(self, log: &mut Vec<Vec<u8>>) -> usize {
        let line = |index: Index| index.index(log.len());
        let at = match self {
            Self::Change(at, byte, with) => {
                let at = line(at);
                let byte = byte.index(log[at].len());
                log[at][byte] ^= with;
                at
            }
            Self::Remove(at) => {
                let at = line(at);
                log.remove(at);
                at
            }
            Self::Swap(one, two) => {
                let (one, two) = (line(one), line(two));
                log.swap(one, two);
                one.min(two)
            }
            Self::Repeat(at) => {
                let at = line(at);
                log.insert(at, log[at].clone());
                at + 1
            }
            Self::Insert(at, text) => {
                let at = line(at);
                log.insert(at, text);
                at
            }
            Self::Cut(at) => {
                let at = line(at);
                log.truncate(at);
                at
            }
            Self::Tear(at) => {
                let at = log.len() - 1 - at.index(log.len().min(3));
                log.truncate(at + 1);
                log[at].pop();
                at
            }
        };
        at + 1
    }
}

proptest! {
    #[test]
    fn whatever_is_done_to_a_log_is_found_where_it_was_done(
        records in 1_u64..40,
        tampering in tampering(),
    ) {
        let log = written(records);
        let (signed, mut tampered) = (checkpoint(&log), log.clone());
        let first = tampering.apply(&mut tampered) as u64;
        prop_assume!(tampered.concat() != log.concat());
        let found = verified(&tampered, Some(&audit_key()), std::slice::from_ref(&signed));
        let (line, fault) = found.expect_err("it is not whole");
        let is_at_end = line == 0 && first > tampered.len() as u64;
        prop_assert!(line == first || is_at_end, "{line} {fault:?}, not {first}");
    }

    #[test]
    fn no_line_makes_it_panic(lines in prop::collection::vec(any::<Vec<u8>>(), 0..5)) {
        let _ = keyed(&lines);
    }
}
