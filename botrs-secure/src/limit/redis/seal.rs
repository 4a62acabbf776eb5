//! A MAC under a key that the server does not have.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::id::BotId;
use crate::secret::SecretKey;

/// Bytes of a MAC.
pub(super) const MAC: usize = 32;

/// The key of one bot under one prefix: what is sealed for another does not pass.
pub(super) struct Seal(Hmac<Sha256>);

impl Seal {
    pub(super) fn new(secret: &SecretKey, prefix: &str, bot: BotId) -> Self {
        let mut mac = keyed(secret.bytes());
        mac.update(b"botrs-secure shared grants 1");
        mac.update(&bot.get().to_le_bytes());
        mac.update(prefix.as_bytes());
        Self(keyed(&mac.finalize().into_bytes().into()))
    }

    /// The document with its MAC before it.
    pub(super) fn grants(&self, version: u64, document: &[u8]) -> Vec<u8> {
        let mac = self.of_grants(version, document).finalize().into_bytes();
        [&mac[..], document].concat()
    }

    /// The document that was sealed with this version; none if it was not.
    pub(super) fn open_grants<'a>(&self, version: u64, sealed: &'a [u8]) -> Option<&'a [u8]> {
        let (mac, document) = sealed.split_at_checked(MAC)?;
        self.of_grants(version, document).verify_slice(mac).ok().map(|()| document)
    }

    fn of_grants(&self, version: u64, document: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(&version.to_le_bytes());
        mac.update(document);
        mac
    }
}

pub(super) fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}
