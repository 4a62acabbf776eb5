//! What age seals: files, and values in configurations.

mod error;
#[cfg(all(test, target_os = "linux"))]
mod interop;
#[cfg(any(test, feature = "cli"))]
mod lock;
#[cfg(feature = "cli")]
mod places;
#[cfg(test)]
mod tests;
mod unlock;
pub(crate) mod value;

use std::io::Read;

use age::armor::ArmoredReader;
use age::{DecryptError, Decryptor};

pub use error::{SealedError, UnlockError};
#[cfg(any(test, feature = "cli"))]
pub(crate) use lock::{Lock, Passphrase, new_identity};
#[cfg(feature = "cli")]
pub(crate) use places::{Place, places_in};
pub use unlock::Unlock;

use super::bytes::SecretBytes;
use super::file::LONGEST;

/// What is sealed: an age file, armoured or not.
pub(crate) fn open(sealed: &[u8], unlock: &Unlock) -> Result<SecretBytes, SealedError> {
    let opener = Decryptor::new_buffered(ArmoredReader::new(sealed));
    let broken = || if is_sealed(sealed) { SealedError::Damaged } else { SealedError::NotSealed };
    let opener = opener.map_err(|_| broken())?;
    let identities = unlock.identities(opener.is_scrypt())?;
    let read = opener.decrypt(identities).map_err(|cause| why(&cause))?;
    let mut plain = SecretBytes::with_capacity(LONGEST + 64);
    match read.take(LONGEST as u64 + 1).read_to_end(plain.buffer()) {
        Ok(length) if length <= LONGEST => Ok(plain),
        Ok(_) => Err(SealedError::TooLong),
        Err(_) => Err(SealedError::Damaged),
    }
}

/// Whether it claims to be an age file.
pub(crate) fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"age-encryption.org/")
        || bytes.trim_ascii_start().starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----")
}

/// Whether a passphrase opens it.
#[cfg(feature = "cli")]
pub(crate) fn is_by_passphrase(sealed: &[u8]) -> bool {
    Decryptor::new_buffered(ArmoredReader::new(sealed)).is_ok_and(|opener| opener.is_scrypt())
}

fn why(cause: &DecryptError) -> SealedError {
    match cause {
        DecryptError::NoMatchingKeys
        | DecryptError::KeyDecryptionFailed
        | DecryptError::DecryptionFailed => SealedError::WrongKey,
        DecryptError::ExcessiveWork { .. } => SealedError::TooMuchWork,
        _ => SealedError::Damaged,
    }
}
