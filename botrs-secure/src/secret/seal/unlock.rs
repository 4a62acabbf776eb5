//! What opens: a passphrase, or identities.

use std::fmt;
use std::path::Path;

use age::secrecy::SecretString;
use age::{Identity, scrypt, x25519};

use super::{SealedError, UnlockError};
use crate::secret::env::{self, Names, Unusable, Variables};
use crate::secret::file::{self, By};
use crate::secret::text::SecretText;

/// The most work for a passphrase, as a power of two: 1 GiB, and some seconds. Whoever makes a file chooses it.
const MOST_WORK: u8 = 20;
/// Each is tried with each recipient of a file.
const MOST_IDENTITIES: usize = 16;

const IDENTITY: Names = Names {
    variable: "BOTRS_SECURE_IDENTITY",
    file: "BOTRS_SECURE_IDENTITY_FILE",
    credential: "botrs_secure_identity",
};
const PASSPHRASE: Names = Names {
    variable: "BOTRS_SECURE_PASSPHRASE",
    file: "BOTRS_SECURE_PASSPHRASE_FILE",
    credential: "botrs_secure_passphrase",
};

/// What opens sealed files and values: a passphrase, or identities of age. In no `Debug`, and overwritten
/// when dropped.
pub struct Unlock(Keys);

enum Keys {
    Passphrase(Box<scrypt::Identity>),
    Identities(Vec<x25519::Identity>),
}

impl Unlock {
    /// A passphrase. To try one takes a second and 256 MiB, or what the file asks for, up to 1 GiB.
    ///
    /// # Errors
    ///
    /// An empty one.
    pub fn passphrase(text: impl Into<String>) -> Result<Self, UnlockError> {
        Self::of_passphrase(&text.into().into())
    }

    /// The identities in a file that its owner alone may read: X25519 ones, as `botrs-secure secret keygen` and
    /// `age-keygen` write them.
    ///
    /// # Errors
    ///
    /// A file that is not read, and one that holds anything else.
    pub fn identity_file(path: impl AsRef<Path>) -> Result<Self, UnlockError> {
        Self::of_identities(&file::read(path.as_ref(), By::User)?)
    }

    /// What the environment has: the identity in `BOTRS_SECURE_IDENTITY` or the passphrase in
    /// `BOTRS_SECURE_PASSPHRASE`, or in the file that either with `_FILE` names, or in the credentials
    /// `botrs_secure_identity` and `botrs_secure_passphrase` of systemd. Of all of them one alone may be set.
    ///
    /// # Errors
    ///
    /// None or several of them, one that is not UTF-8, a file that is not read, or holds anything else.
    pub fn from_env() -> Result<Self, UnlockError> {
        Self::from_variables(&|name| std::env::var_os(name))
    }

    pub(in crate::secret) fn from_variables(variables: Variables<'_>) -> Result<Self, UnlockError> {
        match (find(variables, &IDENTITY)?, find(variables, &PASSPHRASE)?) {
            (Some(identities), None) => Self::of_identities(&identities),
            (None, Some(passphrase)) => Self::of_passphrase(&passphrase),
            (None, None) => Err(UnlockError::Missing),
            (Some(_), Some(_)) => Err(UnlockError::Several),
        }
    }

    /// The end of the line is no part of it: files have one.
    pub(crate) fn of_passphrase(text: &SecretText) -> Result<Self, UnlockError> {
        let line = text.as_str().trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            return Err(UnlockError::Empty);
        }
        let mut passphrase = scrypt::Identity::new(SecretString::from(line));
        passphrase.set_max_work_factor(MOST_WORK);
        Ok(Self(Keys::Passphrase(Box::new(passphrase))))
    }

    pub(crate) fn of_identities(text: &SecretText) -> Result<Self, UnlockError> {
        let mut identities = Vec::with_capacity(MOST_IDENTITIES);
        for (line, text) in (1..).zip(text.as_str().lines()) {
            let text = text.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            if identities.len() == MOST_IDENTITIES {
                return Err(UnlockError::Count);
            }
            identities.push(text.parse().map_err(|_| UnlockError::NoIdentity { line })?);
        }
        if identities.is_empty() {
            Err(UnlockError::Count)
        } else {
            Ok(Self(Keys::Identities(identities)))
        }
    }

    /// What is to be tried with a file.
    pub(super) fn identities(
        &self,
        is_by_passphrase: bool,
    ) -> Result<impl Iterator<Item = &dyn Identity>, SealedError> {
        let (passphrase, identities) = match (&self.0, is_by_passphrase) {
            (Keys::Passphrase(_), false) => return Err(SealedError::NeedsIdentity),
            (Keys::Identities(_), true) => return Err(SealedError::NeedsPassphrase),
            (Keys::Passphrase(passphrase), true) => (Some(&**passphrase as &dyn Identity), &[][..]),
            (Keys::Identities(identities), false) => (None, &identities[..]),
        };
        Ok(passphrase
            .into_iter()
            .chain(identities.iter().map(|identity| identity as &dyn Identity)))
    }
}

impl fmt::Debug for Unlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unlock([redacted])")
    }
}

fn find(variables: Variables<'_>, names: &Names) -> Result<Option<SecretText>, UnlockError> {
    let found = env::find(variables, names).map_err(|why| match why {
        Unusable::Several => UnlockError::Several,
        Unusable::NotUnicode => UnlockError::NotUnicode { name: names.variable },
        Unusable::File(cause) => UnlockError::File(cause),
    })?;
    Ok(found.map(|found| found.value))
}
