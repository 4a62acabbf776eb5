//! What makes a change to the log show.
//!
//! The last members of each record are its number `n`, the number of the key in force `key`, and `mac`. With
//! `body` for the bytes of a line before `,"mac":`, and `||` for one after the other:
//!
//! ```text
//! digest(n)  = SHA-256(digest(n - 1) || body(n)); before the first record it is 32 zero bytes
//! mac(n)     = the first 16 bytes of HMAC-SHA256(key(i), digest(n))
//! key(0)     = HMAC-SHA256(audit key, "botrs-secure audit chain 1")
//! key(i + 1) = HMAC-SHA256(key(i), "botrs-secure audit next 1" || digest(n)), n the last record before
//! ```
//!
//! So a record hangs on all before it, and on a key from which earlier keys cannot be had. The bot keeps the
//! current key only, which fits no other past than the one it was made in; whoever has the audit key has
//! them all and can verify. A `mac` is over the record's own
//! digest and not over the one before alone, so that the last record cannot be changed either. The digests
//! need no key: a [`Checkpoint`] signs one, and shows to others what the log was by then.
//!
//! | file | holds |
//! |---|---|
//! | `key` | keys that move forward |
//! | `seal` | the last members of a line |
//! | `checkpoint` | a signed digest, as a line of text |
//! | `state` | what the bot keeps from run to run |
//! | `verify` | whole files |

mod checkpoint;
mod key;
mod seal;
mod state;
#[cfg(test)]
mod tests;
#[cfg(any(test, feature = "cli"))]
mod verify;

use sha2::{Digest as _, Sha256};

use crate::secret::SecretKey;

#[cfg(any(test, feature = "cli"))]
pub(crate) use checkpoint::Checkpoint;
pub(crate) use checkpoint::{SIGNER, Signer};
pub(crate) use key::{ChainKey, derive, name};
use seal::Seal;
pub(super) use seal::next_line;
pub(super) use state::{ChainState, Rotation};
#[cfg(any(test, feature = "cli"))]
pub(crate) use verify::{Broken, Verification, Whole, number_of};

/// The digest of a record.
pub(crate) type Digest = [u8; 32];

/// How far a chain has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// How many records there are, which is the number of the next.
    pub(crate) records: u64,
    /// Of the last.
    pub(crate) digest: Digest,
}

impl Head {
    /// Before the first record.
    pub(crate) const START: Self = Self { records: 0, digest: [0; 32] };

    /// After a record of this body.
    fn after(&self, body: &[u8]) -> Self {
        let digest = Sha256::new().chain_update(self.digest).chain_update(body).finalize();
        Self { records: self.records + 1, digest: digest.into() }
    }
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("被改动 / changed")]
    Changed,
    /// The first and the last of them.
    #[error("之前缺少第 {0} 到 {1} 号记录 / records {0} to {1} are missing before it")]
    Missing(u64, u64),
    #[error("顺序不对：第 {0} 号记录已经出现过 / out of order: record {0} was there before")]
    OutOfOrder(u64),
    #[error("不是一条记录 / no record")]
    NoRecord,
    #[error("没有写完 / torn: its end is missing")]
    Torn,
    #[cfg(any(test, feature = "cli"))]
    #[error("压缩文件损坏或不完整 / the compressed file is damaged, or its end is missing")]
    Packed,
    /// Its time.
    #[cfg(any(test, feature = "cli"))]
    #[error(
        "与 {0} 的检查点不符：它或之前的某行被改动 / not as in the checkpoint of {0}: it or a line before was changed"
    )]
    NotAsSigned(String),
    /// How many records, and at which time.
    #[cfg(any(test, feature = "cli"))]
    #[error(
        "之后缺少记录：{1} 的检查点有 {0} 条 / records are missing after it: there were {0} at the checkpoint of {1}"
    )]
    Cut(u64, String),
}

impl Head {
    /// Takes the next record in, if the line, without its end, is it. Without a key its place is looked at, and
    /// not who wrote it.
    pub(crate) fn take(&mut self, key: Option<&mut ChainKey>, line: &[u8]) -> Result<(), Fault> {
        let seal = Seal::read(line).ok_or(Fault::NoRecord)?;
        if seal.number < self.records {
            return Err(Fault::OutOfOrder(seal.number));
        }
        if seal.number > self.records {
            return Err(Fault::Missing(self.records, seal.number - 1));
        }
        let head = self.after(seal.body);
        if let Some(key) = key {
            // A key moves on once between two records at most.
            let moved = (seal.key == key.number() + 1).then(|| key.next(&self.digest));
            let in_force = moved.as_ref().unwrap_or(key);
            if seal.key != in_force.number() || !in_force.is_mac(&head.digest, &seal.mac) {
                return Err(Fault::Changed);
            }
            if let Some(moved) = moved {
                *key = moved;
            }
        }
        *self = head;
        Ok(())
    }
}

/// A chain that grows.
pub(super) struct Chain {
    pub(super) key: ChainKey,
    pub(super) head: Head,
}

impl Chain {
    /// One that begins, with the key that an audit key leads to.
    pub(super) fn new(audit_key: &SecretKey) -> Self {
        Self { key: ChainKey::first(audit_key), head: Head::START }
    }

    /// The key that comes into force with the next record, if it is to be another.
    pub(super) fn next_key(&self) -> ChainKey {
        self.key.next(&self.head.digest)
    }

    /// Completes the record that begins there with all members but the last three, and ends its line.
    pub(super) fn seal(&mut self, out: &mut Vec<u8>, start: usize) {
        Seal::number(out, self.head.records, self.key.number());
        self.head = self.head.after(&out[start..]);
        Seal::mac(out, self.key.mac(&self.head.digest));
    }
}
