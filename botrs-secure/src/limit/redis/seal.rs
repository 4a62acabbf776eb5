//! MACs under keys that the server does not have.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::super::key::Key;
use crate::id::BotId;
use crate::secret::SecretKey;

/// Bytes of a MAC.
pub(super) const MAC: usize = 32;

/// Keys of one bot under one prefix: what is sealed for another does not pass.
pub(super) struct Seal {
    grants: Hmac<Sha256>,
    codes: Hmac<Sha256>,
}

impl Seal {
    pub(super) fn new(secret: &SecretKey, prefix: &str, bot: BotId) -> Self {
        let derive = |domain: &[u8]| -> Hmac<Sha256> {
            let mut mac = keyed(secret.bytes());
            mac.update(domain);
            mac.update(&bot.get().to_le_bytes());
            mac.update(prefix.as_bytes());
            keyed(&mac.finalize().into_bytes().into())
        };
        Self {
            grants: derive(b"botrs-secure shared grants 1"),
            codes: derive(b"botrs-secure shared codes 1\0"),
        }
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

    /// What stands for a code in the server, in hexadecimal digits.
    pub(super) fn code(&self, key: Key, code: u64) -> String {
        let mut mac = self.codes.clone();
        mac.update(&key.0.to_le_bytes());
        mac.update(&code.to_le_bytes());
        let mac = mac.finalize().into_bytes();
        mac.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }

    fn of_grants(&self, version: u64, document: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.grants.clone();
        mac.update(&version.to_le_bytes());
        mac.update(document);
        mac
    }
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes a key of any length")
}
