//! The keys that the platform and the bot sign with: both are made of the AppSecret.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::clock::{Clock, Moment};
use crate::secret::wipe;

/// How long the key before holds: what was signed with it may still be on its way, or come once more.
const OVERLAP: Duration = Duration::from_secs(10 * 60);

/// The key in force and the one before. No `Debug`.
pub(crate) struct Keys {
    pair: ArcSwap<Pair>,
    clock: Clock,
}

struct Pair {
    current: Arc<SigningKey>,
    previous: Option<(Arc<SigningKey>, Moment)>,
}

impl Keys {
    pub(crate) fn new(secret: &str, clock: Clock) -> Self {
        let current = Arc::new(signing_key(secret));
        Self { pair: ArcSwap::from_pointee(Pair { current, previous: None }), clock }
    }

    /// Puts another AppSecret in force. That before holds for ten minutes more.
    pub(crate) fn replace(&self, secret: &str) {
        let current = Arc::new(signing_key(secret));
        let until = self.clock.now().mono + OVERLAP;
        self.pair.rcu(|pair| {
            if pair.current.verifying_key() == current.verifying_key() {
                return Arc::clone(pair);
            }
            let previous = Some((Arc::clone(&pair.current), until));
            Arc::new(Pair { current: Arc::clone(&current), previous })
        });
    }

    /// The key that a message was signed with, if it was with one of these.
    pub(super) fn of(&self, message: &[u8], signature: &Signature) -> Option<Arc<SigningKey>> {
        let pair = self.pair.load();
        let fits = |key: &&Arc<SigningKey>| verifies(&key.verifying_key(), message, signature);
        let previous = pair.previous.as_ref().filter(|(_, until)| self.clock.now().mono < *until);
        let mut keys = std::iter::once(&pair.current).chain(previous.map(|(key, _)| key));
        keys.find(fits).cloned()
    }
}

/// Strictly: of each message there is one signature that passes, and none under a key of small order.
fn verifies(key: &VerifyingKey, message: &[u8], signature: &Signature) -> bool {
    key.verify_strict(message, signature).is_ok()
}

/// The key of an AppSecret, which is repeated until it has 32 bytes.
pub(crate) fn signing_key(secret: &str) -> SigningKey {
    let mut bytes = secret.bytes().cycle();
    let mut seed = std::array::from_fn(|_| bytes.next().unwrap_or_default());
    let key = SigningKey::from_bytes(&seed);
    wipe(&mut seed);
    key
}

/// A signature in hexadecimal digits.
pub(crate) fn signed(key: &SigningKey, message: &[u8]) -> String {
    crate::hex::encode(&key.sign(message).to_bytes()).map(char::from).collect()
}

#[cfg(test)]
#[path = "keys/tests.rs"]
mod tests;
