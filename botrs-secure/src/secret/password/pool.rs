//! Hashing takes memory and a thread: a flood of logins must not take all of them.

use tokio::sync::Semaphore;

use super::error::PasswordError;

/// That of the process.
pub(super) static POOL: Pool = Pool::new(2, 64);

/// A few work at once, more wait, the others are refused.
pub(super) struct Pool {
    turns: Semaphore,
    places: Semaphore,
}

impl Pool {
    pub(super) const fn new(turns: usize, waiting: usize) -> Self {
        Self { turns: Semaphore::const_new(turns), places: Semaphore::const_new(turns + waiting) }
    }

    /// How many more may come.
    #[cfg(test)]
    pub(super) fn free(&self) -> usize {
        self.places.available_permits()
    }

    /// The turn ends with the work: who stops waiting for the result does not end the work.
    pub(super) async fn run<T: Send + 'static>(
        &'static self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let place = self.places.try_acquire().map_err(|_| PasswordError::Busy)?;
        let turn = self.turns.acquire().await.map_err(|_| PasswordError::Failed)?;
        let working = tokio::task::spawn_blocking(move || {
            let _held = (place, turn);
            work()
        });
        working.await.unwrap_or(Err(PasswordError::Failed))
    }
}
