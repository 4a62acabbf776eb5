//! Keys of vaults, in files that only their owner may read.

use std::fmt;
use std::fs::OpenOptions;
use std::path::Path;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::error::VaultKeyError;
use crate::private_file;
use crate::secret::file::{self, By};
use crate::secret::{SecretKey, wipe};

/// Tells keys apart in what they sealed; nothing about the key follows from it.
pub(super) type KeyId = [u8; 8];

/// A key of a [`Vault`](crate::Vault): 32 bytes, in no `Debug`, wiped when dropped.
pub struct VaultKey(SecretKey);

impl VaultKey {
    /// A key from wherever the author has it. It has to be random: no text, no password. The array is wiped.
    #[must_use]
    pub fn from_bytes(bytes: &mut [u8; 32]) -> Self {
        let key = SecretKey::new(*bytes);
        wipe(bytes);
        Self(key)
    }

    /// Makes a key in a new file, which only its owner may read: 64 hexadecimal digits.
    ///
    /// # Errors
    ///
    /// A file that is there already, or cannot be written; a system without random numbers.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, VaultKeyError> {
        let path = path.as_ref();
        let key = SecretKey::random().map_err(|cause| VaultKeyError::Random { cause })?;
        let mut options = OpenOptions::new();
        options.write(true);
        let made = private_file::create(path, options)
            .and_then(|file| key.write(file))
            .and_then(|()| private_file::sync_folder(path));
        made.map_err(|cause| VaultKeyError::Io { path: path.into(), cause })?;
        Ok(Self(key))
    }

    /// The key in a file. None is made: with a new key, what is stored could not be opened.
    ///
    /// # Errors
    ///
    /// A file that is not there, that is not this user's alone, that is a link or no file, or holds anything but a key.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, VaultKeyError> {
        let path = path.as_ref();
        let text = file::read(path, By::User).map_err(|why| VaultKeyError::of(path, why))?;
        let key = SecretKey::parse(text.as_str().trim_ascii_end().as_bytes());
        key.map(Self).ok_or_else(|| VaultKeyError::NoKey { path: path.into() })
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    pub(super) fn id(&self) -> KeyId {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.bytes()).expect("any length will do");
        mac.update(b"botrs-secure vault key id");
        let digest: [u8; 32] = mac.finalize().into_bytes().into();
        std::array::from_fn(|at| digest[at])
    }
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultKey([redacted])")
    }
}
