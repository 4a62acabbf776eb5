//! A signed digest as a line of text: what the log was by then, for whoever must not be able to forge it.

use std::fmt;

use ed25519_dalek::{Signer as _, SigningKey};

use super::Head;
use crate::hex;
use crate::secret::SecretKey;

/// What is signed begins with this, so that no other text of the key can pass for it.
const TITLE: &str = "botrs-secure-checkpoint-1";

/// What the details of a record begin with that names who signs the checkpoints of a log.
pub(crate) const SIGNER: &str = "signer=";

/// Signs checkpoints.
pub(crate) struct Signer(SigningKey);

impl Signer {
    pub(crate) fn new(secret: &SecretKey) -> Self {
        Self(SigningKey::from_bytes(secret.bytes()))
    }

    /// The public key, in hexadecimal digits.
    pub(crate) fn name(&self) -> String {
        digits(self.0.verifying_key().as_bytes())
    }

    /// States that the log is this one, at a time in RFC 3339.
    pub(crate) fn sign(&self, head: &Head, time: &str) -> Checkpoint {
        let mut checkpoint = Checkpoint {
            head: *head,
            time: time.to_owned(),
            signer: self.0.verifying_key().to_bytes(),
            signature: [0; 64],
        };
        checkpoint.signature = self.0.sign(checkpoint.stated().as_bytes()).to_bytes();
        checkpoint
    }
}

/// A text of one line that says how many records a log had, and which.
///
/// Its parts are separated by single spaces: a title, the number of records, the digest of the last, the
/// time, the public key (Ed25519) and the signature over all before it, the last in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    head: Head,
    time: String,
    signer: [u8; 32],
    signature: [u8; 64],
}

/// Why a text is no checkpoint.
#[cfg(any(test, feature = "cli"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadCheckpoint {
    #[error("检查点应为一行，以 {TITLE} 开头 / a checkpoint is one line that begins with {TITLE}")]
    Syntax,
    #[error(
        "检查点的签名不对：它被改过，或不是由它写明的密钥签的 / the signature of the checkpoint is wrong: \
         it was changed, or signed by another key than it names"
    )]
    Signature,
}

impl Checkpoint {
    /// What the signature is over.
    fn stated(&self) -> String {
        let Head { records, digest } = &self.head;
        let (digest, signer) = (digits(digest), digits(&self.signer));
        format!("{TITLE} {records} {digest} {} {signer}", self.time)
    }
}

/// The side of whoever verifies.
#[cfg(any(test, feature = "cli"))]
impl Checkpoint {
    pub(crate) fn head(&self) -> &Head {
        &self.head
    }

    /// The public key, in hexadecimal digits.
    pub(crate) fn signer(&self) -> String {
        digits(&self.signer)
    }

    pub(crate) fn time(&self) -> &str {
        &self.time
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ').skip(1);
        let mut next = || parts.next();
        let records = next()?.parse().ok()?;
        let digest: super::Digest = hex::decode(next()?.as_bytes())?;
        let time = next()?.to_owned();
        let signer = hex::decode(next()?.as_bytes())?;
        let signature = hex::decode(next()?.as_bytes())?;
        let checkpoint = Self { head: Head { records, digest }, time, signer, signature };
        // Its title as well, and in one way to write it: what is compared is what was signed.
        (checkpoint.to_string() == text).then_some(checkpoint)
    }
}

#[cfg(any(test, feature = "cli"))]
impl std::str::FromStr for Checkpoint {
    type Err = BadCheckpoint;

    fn from_str(text: &str) -> Result<Self, BadCheckpoint> {
        use ed25519_dalek::{Signature, VerifyingKey};

        let checkpoint = Self::read(text).ok_or(BadCheckpoint::Syntax)?;
        let key = VerifyingKey::from_bytes(&checkpoint.signer);
        let key = key.map_err(|_| BadCheckpoint::Signature)?;
        let signature = Signature::from_bytes(&checkpoint.signature);
        let stated = checkpoint.stated();
        key.verify_strict(stated.as_bytes(), &signature).map_err(|_| BadCheckpoint::Signature)?;
        Ok(checkpoint)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.stated(), digits(&self.signature))
    }
}

fn digits(bytes: &[u8]) -> String {
    hex::encode(bytes).map(char::from).collect()
}
