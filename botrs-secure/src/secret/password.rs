//! Passwords, hashed by Argon2id.

mod error;
mod pool;
mod stored;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use argon2::password_hash::{PasswordHasher, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization;

pub use error::PasswordError;

use crate::secret::text::SecretText;
use crate::secret::wipe;
use pool::POOL;
use stored::Stored;

/// Bytes of a password.
const MOST: usize = 1024;
/// NFKC makes at most eleven times the bytes, by U+FDFA.
const GROWTH: usize = 11;
/// By OWASP's Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Bytes of a salt, by RFC 9106, section 3.1.
const SALT: usize = 16;
/// Bytes of a hash.
const OUTPUT: usize = 32;

/// A password that somebody typed, in Unicode's form NFKC; wiped when dropped. It has no `Display`, no `Clone` and
/// no `Serialize`.
pub struct Password(Arc<Letters>);

/// Shared with the thread that hashes them; wiped when the last holder is gone.
struct Letters(Vec<u8>);

/// A password is the right one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Verified {
    /// What is stored is as strong as what [`Password::hash`] makes.
    Current,
    /// It is weaker: hash the password again and store that.
    Outdated,
}

impl Password {
    /// Takes the text over and wipes it. One password typed on two keyboards is one: it is brought to NFKC.
    ///
    /// # Errors
    ///
    /// No text, or more than 1,024 bytes of it.
    pub fn new(text: String) -> Result<Self, PasswordError> {
        let text = SecretText::from(text);
        let is_good = (1..=MOST).contains(&text.as_str().len());
        let password = is_good.then(|| Self(Arc::new(Letters(normalise(text.as_str())))));
        password.ok_or(PasswordError::Length)
    }

    /// A hash with a new salt, as a PHC string to store. It takes 19 MiB and tens of milliseconds of this thread:
    /// in async code call [`hash_async`](Self::hash_async).
    ///
    /// # Errors
    ///
    /// A system without random numbers.
    pub fn hash(&self) -> Result<String, PasswordError> {
        self.0.hash()
    }

    /// Whether this is the password that was hashed; compared in constant time.
    ///
    /// # Errors
    ///
    /// [`PasswordError::Wrong`] for another password; a string that is no PHC string of Argon2, or asks for more
    /// memory or time than a login is worth.
    pub fn verify(&self, stored: &str) -> Result<Verified, PasswordError> {
        self.0.verify(stored)
    }

    /// The same as [`hash`](Self::hash), on a thread for such; two at once in the process, 64 wait.
    ///
    /// # Errors
    ///
    /// Those of [`hash`](Self::hash), and [`PasswordError::Busy`] if 64 wait.
    pub async fn hash_async(&self) -> Result<String, PasswordError> {
        let letters = Arc::clone(&self.0);
        POOL.run(move || letters.hash()).await
    }

    /// The same as [`verify`](Self::verify), on a thread for such; two at once in the process, 64 wait.
    ///
    /// # Errors
    ///
    /// Those of [`verify`](Self::verify), and [`PasswordError::Busy`] if 64 wait.
    pub async fn verify_async(&self, stored: &str) -> Result<Verified, PasswordError> {
        let (letters, stored) = (Arc::clone(&self.0), stored.to_owned());
        POOL.run(move || letters.verify(&stored)).await
    }
}

impl Letters {
    fn hash(&self) -> Result<String, PasswordError> {
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(|_| PasswordError::Failed)?;
        let salt = SaltString::encode_b64(&salt).map_err(|_| PasswordError::Failed)?;
        let hash = argon2().hash_password(&self.0, &salt);
        hash.map(|hash| hash.to_string()).map_err(|_| PasswordError::Failed)
    }

    fn verify(&self, stored: &str) -> Result<Verified, PasswordError> {
        Stored::parse(stored)?.verify(&self.0)
    }

    fn wipe(&mut self) {
        wipe(&mut self.0);
    }
}

impl Drop for Letters {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password([redacted])")
    }
}

/// With room from the beginning: a vector that grows leaves copies behind.
fn normalise(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * GROWTH);
    for letter in text.nfkc() {
        bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
    bytes
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY, PASSES, LANES, Some(OUTPUT)).expect("within Argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}
