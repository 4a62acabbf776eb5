//! Keys that move forward: from each the next can be had, and none before.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::Digest;
use crate::secret::SecretKey;

/// Bytes of a MAC that are kept.
pub(super) const MAC: usize = 16;

const FIRST: &[u8] = b"botrs-secure audit chain 1";
const NEXT: &[u8] = b"botrs-secure audit next 1";
const NAME: &[u8] = b"botrs-secure audit key name 1";

/// One of the keys of a chain.
#[derive(Clone)]
pub(crate) struct ChainKey {
    number: u64,
    secret: SecretKey,
    /// Has taken the key in, which is half of the work.
    keyed: Hmac<Sha256>,
}

impl ChainKey {
    /// The first that an audit key leads to.
    pub(crate) fn first(audit_key: &SecretKey) -> Self {
        Self::new(0, derive(audit_key, &[FIRST]))
    }

    pub(crate) fn new(number: u64, secret: SecretKey) -> Self {
        let keyed = keyed(&secret);
        Self { number, secret, keyed }
    }

    /// The key after this one, where the last record has this digest: it is good for what follows there, and
    /// for no other end that the records before could have had.
    pub(crate) fn next(&self, digest: &Digest) -> Self {
        Self::new(self.number + 1, derive(&self.secret, &[NEXT, digest]))
    }

    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    pub(crate) fn secret(&self) -> &SecretKey {
        &self.secret
    }

    pub(super) fn mac(&self, digest: &Digest) -> [u8; MAC] {
        let whole: [u8; 32] =
            self.keyed.clone().chain_update(digest).finalize().into_bytes().into();
        std::array::from_fn(|at| whole[at])
    }

    /// In constant time.
    pub(super) fn is_mac(&self, digest: &Digest, mac: &[u8; MAC]) -> bool {
        self.keyed.clone().chain_update(digest).verify_truncated_left(mac).is_ok()
    }
}

/// What an audit key is called where it must not be shown: 16 hexadecimal digits.
pub(crate) fn name(audit_key: &SecretKey) -> String {
    let name = derive(audit_key, &[NAME]);
    crate::hex::encode(&name.bytes()[..8]).map(char::from).collect()
}

/// A secret that another leads to, and that does not lead back.
pub(crate) fn derive(secret: &SecretKey, from: &[&[u8]]) -> SecretKey {
    let keyed = from.iter().fold(keyed(secret), |keyed, part| keyed.chain_update(part));
    SecretKey::new(keyed.finalize().into_bytes().into())
}

fn keyed(secret: &SecretKey) -> Hmac<Sha256> {
    let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
    // HMAC fills a shorter key up with zeros itself.
    block[..32].copy_from_slice(secret.bytes());
    <Hmac<Sha256> as KeyInit>::new(&block)
}
