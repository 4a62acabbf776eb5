//! The names of keys: what they hold and a MAC of a fingerprint, never an id.
//!
//! A fingerprint tells nothing of an id as long as nobody sees it; whoever reads the server sees names, and
//! could solve for the seeds of fingerprints from a few ids that they know.
//!
//! All of a bot have one hash tag, so that on a cluster they are in one place, where a script can work.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::super::key::Key;
use super::seal::keyed;
use crate::id::BotId;
use crate::secret::SecretKey;

pub(super) struct Names {
    mac: Hmac<Sha256>,
    tag: String,
    pub(super) generation: String,
    pub(super) grants: String,
}

impl Names {
    pub(super) fn new(secret: &SecretKey, prefix: &str, bot: BotId) -> Self {
        let tag = format!("{{{prefix}:{bot}}}");
        let mut mac = keyed(secret.bytes());
        mac.update(b"botrs-secure shared names 1");
        let mac = keyed(&mac.finalize().into_bytes().into());
        Self { mac, generation: format!("{tag}:generation"), grants: format!("{tag}:grants"), tag }
    }

    pub(super) fn block(&self, principal: Key) -> String {
        self.name("block", principal)
    }

    pub(super) fn failures(&self, principal: Key) -> String {
        self.name("failures", principal)
    }

    pub(super) fn flood(&self, principal: Key) -> String {
        self.name("flood", principal)
    }

    pub(super) fn mark(&self, message: Key) -> String {
        self.name("mark", message)
    }

    pub(super) fn bucket(&self, bucket: Key) -> String {
        self.name("bucket", bucket)
    }

    fn name(&self, what: &str, key: Key) -> String {
        let mut mac = self.mac.clone();
        mac.update(&key.0.to_le_bytes());
        let mac: [u8; 32] = mac.finalize().into_bytes().into();
        let half = u128::from_be_bytes(std::array::from_fn(|n| mac[n]));
        format!("{}:{what}:{half:032x}", self.tag)
    }
}
