//! The form of what is sealed: version, key id, nonce, ciphertext, tag.

use std::fmt;
use std::str::FromStr;

use base64ct::{Base64UrlUnpadded, Encoding};

use super::error::VaultError;
use super::key::KeyId;

/// The first byte.
pub(super) const VERSION: u8 = 1;
/// Bytes of the tag, at the end.
pub(super) const TAG: usize = 16;
/// Bytes of data that are sealed at once.
pub(super) const MOST: usize = 64 << 20;

const KEY_AT: usize = 1;
const NONCE_AT: usize = KEY_AT + size_of::<KeyId>();
const TEXT_AT: usize = NONCE_AT + size_of::<Nonce>();
/// What is sealed is longer than the data by this.
pub(super) const OVERHEAD: usize = TEXT_AT + TAG;

pub(super) type Nonce = [u8; 12];

/// What stands before the ciphertext.
pub(super) struct Header {
    pub(super) key: KeyId,
    pub(super) nonce: Nonce,
}

/// Sealed data: no secret, so it may be stored, shown and sent. As text it is base64 for URLs, unpadded.
///
/// That it has the right form says nothing of who made it; [`Vault::open`](crate::Vault::open) does.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    pub(super) fn new(header: &Header, text: &[u8], tag: &[u8; TAG]) -> Self {
        Self([&[VERSION], &header.key[..], &header.nonce, text, tag].concat())
    }

    /// Sealed data as it was stored.
    ///
    /// # Errors
    ///
    /// Another version; fewer bytes than anything sealed has, or more.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, VaultError> {
        let bytes = bytes.into();
        match bytes.first() {
            Some(&VERSION) if bytes.len() > MOST + OVERHEAD => Err(VaultError::TooLong),
            Some(&VERSION) if bytes.len() >= OVERHEAD => Ok(Self(bytes)),
            Some(&VERSION) | None => Err(VaultError::TooShort),
            Some(_) => Err(VaultError::UnknownVersion),
        }
    }

    /// The bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn header(&self) -> Header {
        Header { key: self.part(KEY_AT), nonce: self.part(NONCE_AT) }
    }

    /// The ciphertext and its tag.
    pub(super) fn text(&self) -> (&[u8], &[u8; TAG]) {
        self.0[TEXT_AT..].split_last_chunk().expect("checked when made")
    }

    fn part<const N: usize>(&self, at: usize) -> [u8; N] {
        *self.0[at..].first_chunk().expect("checked when made")
    }
}

impl fmt::Display for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Base64UrlUnpadded::encode_string(&self.0))
    }
}

impl FromStr for Sealed {
    type Err = VaultError;

    fn from_str(text: &str) -> Result<Self, VaultError> {
        // Four letters stand for three bytes.
        if text.len() > (MOST + OVERHEAD).div_ceil(3) * 4 {
            return Err(VaultError::TooLong);
        }
        let bytes = Base64UrlUnpadded::decode_vec(text).map_err(|_| VaultError::NotBase64)?;
        Self::from_bytes(bytes)
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}
