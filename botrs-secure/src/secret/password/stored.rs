//! PHC strings, which may come from elsewhere and are not trusted.

use argon2::password_hash::{Error, PasswordHash, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::error::PasswordError;
use super::{MEMORY, OUTPUT, PASSES, SALT, Verified};

/// Bytes of a string.
const MOST: usize = 512;
/// Work for one login: the second choice of RFC 9106, section 4, has 64 MiB and 4 lanes.
const MOST_MEMORY: u32 = 64 * 1024;
const MOST_PASSES: u32 = 10;
const MOST_LANES: u32 = 8;
/// A shorter hash would be guessed too soon.
const LEAST_OUTPUT: usize = 16;

/// A hash whose cost is bounded.
pub(super) struct Stored<'a> {
    hash: PasswordHash<'a>,
    is_current: bool,
}

impl<'a> Stored<'a> {
    /// Nothing is computed before all of it has been looked at.
    pub(super) fn parse(text: &'a str) -> Result<Self, PasswordError> {
        let malformed = PasswordError::Malformed;
        if text.len() > MOST {
            return Err(malformed);
        }
        let hash = PasswordHash::new(text).map_err(|_| malformed)?;
        let algorithm = Algorithm::try_from(hash.algorithm).map_err(|_| malformed)?;
        let version = hash.version.and_then(|version| Version::try_from(version).ok());
        let version = version.ok_or(malformed)?;
        let params = Params::try_from(&hash).map_err(|_| malformed)?;
        let output = hash.hash.ok_or(malformed)?.len();
        let salt = hash.salt.ok_or(malformed)?;
        let salt = salt.decode_b64(&mut [0; 64]).map_err(|_| malformed)?.len();
        if output < LEAST_OUTPUT || salt < argon2::MIN_SALT_LEN {
            return Err(malformed);
        }
        let is_costly = params.m_cost() > MOST_MEMORY
            || params.t_cost() > MOST_PASSES
            || params.p_cost() > MOST_LANES;
        if is_costly {
            return Err(PasswordError::TooCostly);
        }
        let is_current = algorithm == Algorithm::Argon2id
            && version == Version::V0x13
            && params.m_cost() >= MEMORY
            && params.t_cost() >= PASSES
            && output >= OUTPUT
            && salt >= SALT;
        Ok(Self { hash, is_current })
    }

    #[cfg(test)]
    pub(super) fn is_current(&self) -> bool {
        self.is_current
    }

    /// Only a hash that differs is a wrong password; the crate compares in constant time.
    pub(super) fn verify(&self, password: &[u8]) -> Result<Verified, PasswordError> {
        match Argon2::default().verify_password(password, &self.hash) {
            Ok(()) if self.is_current => Ok(Verified::Current),
            Ok(()) => Ok(Verified::Outdated),
            Err(Error::Password) => Err(PasswordError::Wrong),
            Err(_) => Err(PasswordError::Failed),
        }
    }
}
