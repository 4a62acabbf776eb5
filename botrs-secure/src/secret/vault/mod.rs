//! Data at rest: sealed by AES-256-GCM, bound to a key and a context.

mod error;
mod key;
mod opened;
mod sealed;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use aes_gcm::aead::AeadInPlace;
use aes_gcm::{Aes256Gcm, KeyInit};

pub use error::{VaultError, VaultKeyError};
pub use key::VaultKey;
pub use opened::Opened;
pub use sealed::Sealed;

use crate::secret::wipe;
use key::KeyId;
use sealed::{Header, MOST, Nonce, TAG};

/// Messages for a key with random nonces, by NIST SP 800-38D, section 8.3.
const MOST_MESSAGES: u64 = 1 << 32;
/// Bytes of a context.
const MOST_CONTEXT: usize = 1024;
/// Keeps what is authenticated here apart from any other use of the key.
const DOMAIN: &[u8] = b"botrs-secure vault";

/// Seals data for a database or a file, and opens it again. The newest key seals; all of them open.
///
/// It has no `Clone`, so that messages are counted once: share it by an `Arc`.
pub struct Vault {
    newest: Entry,
    old: Vec<Entry>,
    messages: AtomicU64,
}

/// A key, ready for use; the cipher wipes its round keys when dropped.
struct Entry {
    id: KeyId,
    cipher: Box<Aes256Gcm>,
}

impl Entry {
    fn new(key: &VaultKey) -> Self {
        Self { id: key.id(), cipher: Box::new(Aes256Gcm::new(key.bytes().into())) }
    }
}

impl Vault {
    /// A vault that seals with this key.
    #[must_use]
    pub fn new(newest: VaultKey) -> Self {
        Self { newest: Entry::new(&newest), old: Vec::new(), messages: AtomicU64::new(0) }
    }

    /// Also opens what an older key sealed.
    #[must_use]
    pub fn with_old(mut self, key: VaultKey) -> Self {
        self.old.push(Entry::new(&key));
        self
    }

    /// Seals the data for one place, such as `"users/7/phone"`: it opens nowhere else.
    ///
    /// # Errors
    ///
    /// Data of more than 64 MiB; a context that is empty or of more than 1,024 bytes; a key that has sealed 2^32
    /// times in this process; a system without random numbers.
    pub fn seal(&self, context: &str, data: impl AsRef<[u8]>) -> Result<Sealed, VaultError> {
        let data = data.as_ref();
        if data.len() > MOST {
            return Err(VaultError::TooLong);
        }
        check_context(context)?;
        self.count()?;
        let mut nonce = Nonce::default();
        getrandom::fill(&mut nonce).map_err(|cause| VaultError::Random { cause })?;
        let header = Header { key: self.newest.id, nonce };
        let mut text = data.to_vec();
        let known = associated(self.newest.id, context);
        match encrypt(&self.newest.cipher, &nonce, &known, &mut text) {
            Ok(tag) => Ok(Sealed::new(&header, &text, &tag)),
            Err(error) => {
                wipe(&mut text);
                Err(error)
            }
        }
    }

    /// What was sealed for this place.
    ///
    /// # Errors
    ///
    /// A key that this vault has not; [`VaultError::Refused`] for all else that does not verify.
    pub fn open(&self, context: &str, sealed: &Sealed) -> Result<Opened, VaultError> {
        check_context(context)?;
        let Header { key, nonce } = sealed.header();
        let mut entries = std::iter::once(&self.newest).chain(&self.old);
        let entry = entries.find(|entry| entry.id == key).ok_or(VaultError::UnknownKey)?;
        let (text, tag) = sealed.text();
        let mut opened = Opened::new(text.to_vec());
        decrypt(&entry.cipher, &nonce, &associated(key, context), opened.buffer(), tag)?;
        Ok(opened)
    }

    /// Whether an older key sealed this: open it, seal it again and store that.
    #[must_use]
    pub fn needs_reseal(&self, sealed: &Sealed) -> bool {
        sealed.header().key != self.newest.id
    }

    fn count(&self) -> Result<(), VaultError> {
        let next = |count| (count < MOST_MESSAGES).then_some(count + 1);
        self.messages.fetch_update(Relaxed, Relaxed, next).map_err(|_| VaultError::Exhausted)?;
        Ok(())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("old_keys", &self.old.len()).finish_non_exhaustive()
    }
}

fn check_context(context: &str) -> Result<(), VaultError> {
    let is_good = (1..=MOST_CONTEXT).contains(&context.len());
    is_good.then_some(()).ok_or(VaultError::Context)
}

/// What is authenticated beside the data. Everything before the context has a fixed length.
fn associated(key: KeyId, context: &str) -> Vec<u8> {
    let length = (context.len() as u64).to_be_bytes();
    [DOMAIN, &[sealed::VERSION], &key, &length, context.as_bytes()].concat()
}

fn encrypt(
    cipher: &Aes256Gcm,
    nonce: &Nonce,
    known: &[u8],
    text: &mut [u8],
) -> Result<[u8; TAG], VaultError> {
    let tag = cipher.encrypt_in_place_detached(nonce.into(), known, text);
    tag.map(Into::into).map_err(|_| VaultError::TooLong)
}

fn decrypt(
    cipher: &Aes256Gcm,
    nonce: &Nonce,
    known: &[u8],
    text: &mut [u8],
    tag: &[u8; TAG],
) -> Result<(), VaultError> {
    let opened = cipher.decrypt_in_place_detached(nonce.into(), known, text, tag.into());
    opened.map_err(|_| VaultError::Refused)
}
