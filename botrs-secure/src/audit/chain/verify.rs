//! Whole files, line by line, each in its turn.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::seal::{Seal, next_line};
use super::{ChainKey, Checkpoint, Fault, Head};
use crate::audit::rotated::is_damaged;

/// Reads the files of a log in their order.
pub(crate) struct Verification {
    key: Option<ChainKey>,
    head: Head,
    /// In the order of their records.
    checkpoints: VecDeque<Checkpoint>,
    signed: u64,
    /// Whom the log names as signing its checkpoints.
    signers: Vec<String>,
}

/// The first line of a file that is not as it was written, counted from 1.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) line: u64,
    pub(crate) fault: Fault,
}

/// What a whole log has.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Whole {
    pub(crate) records: u64,
    /// How many of them are covered by a checkpoint.
    pub(crate) signed: u64,
}

impl Verification {
    /// Without a key, only what checkpoints cover is shown to be as it was.
    pub(crate) fn new(key: Option<ChainKey>, mut checkpoints: Vec<Checkpoint>) -> Self {
        checkpoints.sort_by_key(|checkpoint| checkpoint.head().records);
        Self { key, head: Head::START, checkpoints: checkpoints.into(), signed: 0, signers: vec![] }
    }
}

impl Verification {
    /// Goes on with a file.
    pub(crate) fn read(&mut self, mut input: impl BufRead) -> io::Result<Result<(), Broken>> {
        let mut buffer = Vec::new();
        for number in 1.. {
            let line = match next_line(&mut input, &mut buffer) {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) if is_damaged(&error) => Err(Fault::Packed),
                Err(error) => return Err(error),
            };
            if let Err(fault) = line.and_then(|line| self.take(line)) {
                return Ok(Err(Broken { line: number, fault }));
            }
        }
        Ok(Ok(()))
    }

    fn take(&mut self, line: &[u8]) -> Result<(), Fault> {
        self.head.take(self.key.as_mut(), line)?;
        if let Some(signer) =
            signer(line).filter(|signer| self.key.is_some() && !self.is_signer(signer))
        {
            self.signers.push(signer.to_owned());
        }
        while let Some(checkpoint) = self.checkpoints.front() {
            if checkpoint.head().records > self.head.records {
                break;
            }
            if *checkpoint.head() != self.head {
                return Err(Fault::NotAsSigned(checkpoint.time().to_owned()));
            }
            self.signed = self.head.records;
            self.checkpoints.pop_front();
        }
        Ok(())
    }

    /// Whether the log itself says that this public key signs its checkpoints, and that was verified.
    pub(crate) fn is_signer(&self, signer: &str) -> bool {
        self.signers.iter().any(|known| known == signer)
    }

    /// Whether the end is where it has to be.
    pub(crate) fn end(self) -> Result<Whole, Fault> {
        let (records, signed) = (self.head.records, self.signed);
        if let Some(last) = self.checkpoints.back() {
            return Err(Fault::Cut(last.head().records, last.time().to_owned()));
        }
        if records == 0 { Err(Fault::NoRecord) } else { Ok(Whole { records, signed }) }
    }
}

/// The public key in a record that says that a log goes on.
fn signer(line: &[u8]) -> Option<&str> {
    // The members in the order in which they are written.
    const OPEN: &[u8] = b"\"action\":\"audit.open\",\"details\":\"signer=";
    let start = memchr::memmem::find(line, OPEN)? + OPEN.len();
    str::from_utf8(line.get(start..start + 64)?).ok()
}

/// The number of the record that a line is; none if it is no record.
pub(crate) fn number_of(line: &[u8]) -> Option<u64> {
    Seal::read(line).map(|seal| seal.number)
}
