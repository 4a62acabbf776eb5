//! What happens a single time: confirmations.

use std::time::Duration;

use super::super::key::Key;
use super::super::once::MOST_WRONG;
use super::script::{PUT_ONCE, TAKE_ONCE};
use super::{Shared, Unavailable, micros};

impl Shared {
    /// Keeps a value for `ttl`, in place of an earlier one. The server sees a MAC of it, no more.
    pub(crate) async fn put_once(
        &self,
        key: Key,
        value: u64,
        ttl: Duration,
    ) -> Result<(), Unavailable> {
        let proof = self.seal.code(key, value);
        let put = self.link.run(&PUT_ONCE, |call| {
            call.key(self.link.names.once(key)).arg(proof).arg(micros(ttl));
        });
        put.await.map(|_| ())
    }

    /// True once, for the value that was kept; the third wrong one deletes it.
    pub(crate) async fn take_once(&self, key: Key, value: u64) -> Result<bool, Unavailable> {
        let proof = self.seal.code(key, value);
        let taken = self.link.run(&TAKE_ONCE, |call| {
            call.key(self.link.names.once(key)).arg(proof).arg(MOST_WRONG);
        });
        taken.await.map(|reply| reply.first > 0)
    }
}
