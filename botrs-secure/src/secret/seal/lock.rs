//! What seals: a passphrase, or recipients.

use std::io::{self, Write as _};

use age::armor::{ArmoredWriter, Format};
use age::secrecy::{ExposeSecret as _, SecretString};
use age::{Encryptor, Recipient, scrypt, x25519};

use crate::secret::text::SecretText;

/// The work for a passphrase, as a power of two: what `age` has, a second and 256 MiB.
const WORK: u8 = if cfg!(test) { 8 } else { 18 };
/// The shortest passphrase, in characters: whoever gets the file can try as many as he likes.
const SHORTEST: usize = 12;
/// The most recipients of one file.
const MOST_RECIPIENTS: usize = 64;

/// What seals.
pub(crate) enum Lock {
    Passphrase(Passphrase),
    Recipients(Vec<x25519::Recipient>),
}

/// A passphrase that is long enough to seal by.
pub(crate) struct Passphrase(SecretString);

/// Why nothing can be sealed so.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LockError {
    #[error("口令至少要有 {SHORTEST} 个字符 / a passphrase has at least {SHORTEST} characters")]
    Short,
    /// What was found is not shown: it can be the identity, which is secret.
    #[error(
        "第 {0} 个接收者不是 age 的 X25519 公钥（age1…）；是不是写成了身份？ / recipient {0} is no X25519 recipient of \
         age (age1…); is it the identity?"
    )]
    NoRecipient(usize),
    #[error(
        "应有 1 到 {MOST_RECIPIENTS} 个接收者 / there should be 1 to {MOST_RECIPIENTS} recipients"
    )]
    Count,
}

/// A new identity, as its file holds it, and its recipient.
pub(crate) fn new_identity() -> (SecretText, String) {
    let identity = x25519::Identity::generate();
    let recipient = identity.to_public().to_string();
    let secret = identity.to_string();
    let text = format!("# public key: {recipient}\n{}\n", secret.expose_secret());
    (text.into(), recipient)
}

impl Passphrase {
    pub(crate) fn new(text: &SecretText) -> Result<Self, LockError> {
        let line = text.as_str().trim_end_matches(['\r', '\n']);
        if line.chars().count() < SHORTEST {
            return Err(LockError::Short);
        }
        Ok(Self(SecretString::from(line)))
    }
}

impl Lock {
    /// To recipients, each as `age1…`.
    pub(crate) fn to(recipients: &[String]) -> Result<Self, LockError> {
        if !(1..=MOST_RECIPIENTS).contains(&recipients.len()) {
            return Err(LockError::Count);
        }
        let parsed = (1..)
            .zip(recipients)
            .map(|(number, text)| text.trim().parse().map_err(|_| LockError::NoRecipient(number)));
        parsed.collect::<Result<_, _>>().map(Self::Recipients)
    }

    /// An age file, armoured.
    pub(crate) fn seal_armoured(&self, plain: &[u8]) -> io::Result<Vec<u8>> {
        self.seal_as(plain, Format::AsciiArmor)
    }

    /// An age file.
    pub(crate) fn seal(&self, plain: &[u8]) -> io::Result<Vec<u8>> {
        self.seal_as(plain, Format::Binary)
    }

    fn seal_as(&self, plain: &[u8], format: Format) -> io::Result<Vec<u8>> {
        let mut sealed = Vec::new();
        let armour = ArmoredWriter::wrap_output(&mut sealed, format)?;
        let mut writer = self.encryptor()?.wrap_output(armour)?;
        writer.write_all(plain)?;
        writer.finish()?.finish()?;
        Ok(sealed)
    }

    fn encryptor(&self) -> io::Result<Encryptor> {
        let made = match self {
            Self::Passphrase(Passphrase(text)) => {
                let mut recipient = scrypt::Recipient::new(text.expose_secret().into());
                recipient.set_work_factor(WORK);
                Encryptor::with_recipients([&recipient as &dyn Recipient].into_iter())
            }
            Self::Recipients(all) => {
                Encryptor::with_recipients(all.iter().map(|one| one as &dyn Recipient))
            }
        };
        made.map_err(io::Error::other)
    }
}
