//! What the bot keeps from run to run: the key in force, and where the chain was when it came into force.
//!
//! It is replaced as a whole each time the key moves, so that the key before is nowhere any more.

use std::io::{self, Read as _, Write as _};

use super::{ChainKey, Digest, Head};
use crate::hex;
use crate::secret::{SecretKey, wipe};

const TITLE: &str = "botrs-secure audit state 1";
const DONE: &str = "rotated";
const BEGUN: &str = "rotating";

/// Which file of a log its state is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Rotation {
    /// The current one; the last that was rotated has this number, or none has if it is 0.
    Done(u64),
    /// The one of this number, if there is one by now, or else the current one, which is to become it.
    Begun(u64),
}

impl Rotation {
    fn text(self) -> (&'static str, u64) {
        match self {
            Self::Done(number) => (DONE, number),
            Self::Begun(number) => (BEGUN, number),
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let (name, number) = line.split_once(' ')?;
        let number = number.parse().ok()?;
        match name {
            DONE => Some(Self::Done(number)),
            BEGUN => Some(Self::Begun(number)),
            _ => None,
        }
    }
}

/// A chain as it was when its key came into force.
pub(in super::super) struct ChainState {
    pub(in super::super) key: ChainKey,
    pub(in super::super) head: Head,
    pub(in super::super) rotation: Rotation,
    /// How many bytes that file had.
    pub(in super::super) bytes: u64,
    /// When the current file was begun, in milliseconds since 1970.
    pub(in super::super) begun: u64,
    /// Which audit key the chain began with.
    pub(in super::super) root: String,
    /// The key that checkpoints are signed with.
    pub(in super::super) signer: SecretKey,
}

impl ChainState {
    /// One member a line. Wipe it once it is used.
    pub(in super::super) fn text(&self) -> Vec<u8> {
        // As large as it gets, so that no piece of a key stays behind where it grew.
        let mut text = Vec::with_capacity(512);
        let Head { records, digest } = &self.head;
        let (bytes, begun, root, number) = (self.bytes, self.begun, &self.root, self.key.number());
        let (is, rotated) = self.rotation.text();
        let _ = write!(
            text,
            "{TITLE}\nrecords {records}\n{is} {rotated}\nbytes {bytes}\nbegun {begun}"
        );
        let _ = write!(text, "\nroot {root}\nnumber {number}");
        let (key, signer) = (self.key.secret().bytes(), self.signer.bytes());
        for (name, bytes) in [("digest", digest), ("key", key), ("signer", signer)] {
            let _ = write!(text, "\n{name} ");
            text.extend(hex::encode(bytes));
        }
        text.push(b'\n');
        text
    }

    /// Reads such a [`text`](Self::text); none for anything else.
    pub(in super::super) fn read(file: impl io::Read) -> io::Result<Option<Self>> {
        let mut text = Vec::with_capacity(1024);
        let read = file.take(1024).read_to_end(&mut text);
        let state = str::from_utf8(&text).ok().and_then(Self::parse);
        wipe(&mut text);
        read.map(|_| state)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != TITLE {
            return None;
        }
        let records = lines.next()?.strip_prefix("records ")?.parse().ok()?;
        let rotation = Rotation::parse(lines.next()?)?;
        let mut value = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let bytes = value("bytes")?.parse().ok()?;
        let begun = value("begun")?.parse().ok()?;
        let root = value("root")?.to_owned();
        let number = value("number")?.parse().ok()?;
        let digest: Digest = hex::decode(value("digest")?.as_bytes())?;
        let key = ChainKey::new(number, SecretKey::parse(value("key")?.as_bytes())?);
        let signer = SecretKey::parse(value("signer")?.as_bytes())?;
        let head = Head { records, digest };
        let state = Self { key, head, rotation, bytes, begun, root, signer };
        lines.next().is_none().then_some(state)
    }
}
