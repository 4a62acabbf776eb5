//! Stages 9 to 12, in their order: what is asked and charged once the arguments are known.

use crate::command::{Claims, Proofs};
use crate::gate::capacity::Slots;
use crate::gate::denial::Denial;
use crate::gate::live::{Live, Stage};
#[cfg(feature = "redb")]
use crate::gate::replay;
use crate::gate::{authority, capacity, confirm, limit, revocation};

/// What an admitted call holds: its proofs, and its slots until it ends.
#[derive(Debug)]
pub(crate) struct Admission {
    pub(crate) proofs: Proofs,
    pub(crate) _slots: Slots,
}

pub(crate) async fn admit(live: &Live, claims: Claims) -> Result<Admission, Denial> {
    live.enter(Stage::Authority);
    let proofs = authority::prove(live, claims).await?;
    live.enter(Stage::Confirm);
    let confirmed = confirm::check(live)?;
    // Here, where the call holds no slot while it waits for the disk.
    #[cfg(feature = "redb")]
    replay::keep(live).await?;
    live.enter(Stage::Capacity);
    let slots = capacity::acquire(live).await?;
    if live.is_privileged() && !live.talk.engine.audit.has_room() {
        return Err(Denial::AuditUnavailable);
    }
    // Checks, the platform, the disk and a free slot may have taken their time.
    revocation::still_granted(live, &proofs.targets).await?;
    live.enter(Stage::Limit);
    limit::take(live).await?;
    // And so may a server have that was charged.
    revocation::still_granted(live, &proofs.targets).await?;
    if let Some(confirmed) = confirmed {
        confirmed.take(live)?;
    }
    live.enter(Stage::Run);
    Ok(Admission { proofs, _slots: slots })
}
