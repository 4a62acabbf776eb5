//! Grants and blocks by hand: changed while the bot runs, and kept where the bot keeps its state.
//!
//! With a store that is its file ([`Keeper`]), and where machines share their state it is their server
//! ([`Roster`]). Permissions are kept by name: their bits differ from run to run.

#[cfg(feature = "redis")]
mod roster;

use std::collections::BTreeSet;
use std::sync::Arc;
#[cfg(feature = "redis")]
use std::sync::OnceLock;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::gate::Denial;
use crate::place::{PersonId, Principal, Realm};
use crate::policy::{Grants, InForce, Known, PermissionSet};
#[cfg(feature = "redb")]
use crate::store::Keeper;
#[cfg(feature = "redis")]
pub(crate) use roster::Roster;

/// How many grants there may be, each of one permission to one person.
pub(crate) const MOST_GRANTS: usize = 100_000;
/// How many of them one person may have.
pub(crate) const MOST_OF_ONE: usize = 100;

/// What a permission is called and what it is.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) set: PermissionSet,
}

/// Where changes are kept. Clones are the same.
///
/// Every function blocks, for as long as the disk or the server takes: it is called on threads that may. Each
/// asks `allow` at the moment of the change, and nothing changes where that refuses.
#[derive(Clone)]
pub(crate) enum Changes {
    #[cfg(feature = "redb")]
    Store(Arc<Keeper>),
    /// Empty until the bot is connected to the server.
    #[cfg(feature = "redis")]
    Fleet(Arc<OnceLock<Arc<Roster>>>),
}

impl Changes {
    /// Grants a permission. False if they had it by a grant.
    pub(crate) fn grant(
        &self,
        to: &Principal,
        permission: &Named,
        allow: impl Fn(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        match self {
            #[cfg(feature = "redb")]
            Self::Store(keeper) => keeper.grant(to, permission, allow),
            #[cfg(feature = "redis")]
            Self::Fleet(roster) => wait(connected(roster)?.grant(to, permission, allow)),
        }
    }

    /// Takes back what was granted while the bot ran. False if there was nothing.
    pub(crate) fn revoke(
        &self,
        from: &Principal,
        permission: &Named,
        allow: impl Fn(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        match self {
            #[cfg(feature = "redb")]
            Self::Store(keeper) => keeper.revoke(from, permission, allow),
            #[cfg(feature = "redis")]
            Self::Fleet(roster) => wait(connected(roster)?.revoke(from, permission, allow)),
        }
    }

    /// Blocks somebody for a time, or until they are unblocked. False if an earlier block lasts longer, which
    /// stays.
    pub(crate) fn block(
        &self,
        who: &Principal,
        period: Option<Duration>,
        allow: impl Fn(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        match self {
            #[cfg(feature = "redb")]
            Self::Store(keeper) => keeper.block(who, period, allow),
            #[cfg(feature = "redis")]
            Self::Fleet(roster) => wait(connected(roster)?.block(who, period, allow)),
        }
    }

    /// Lifts a block, made by hand or not, and forgets failures. False if there was none.
    pub(crate) fn unblock(
        &self,
        who: &Principal,
        allow: impl Fn(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        match self {
            #[cfg(feature = "redb")]
            Self::Store(keeper) => keeper.unblock(who, allow),
            #[cfg(feature = "redis")]
            Self::Fleet(roster) => wait(connected(roster)?.unblock(who, allow)),
        }
    }
}

/// Makes a change on a thread that may block. It is made to its end, though nobody may wait for it any more.
pub(crate) async fn apart(change: impl FnOnce() -> Result<bool> + Send + 'static) -> Result<bool> {
    let task = tokio::task::spawn_blocking(change);
    task.await.unwrap_or_else(|_| Err(Error::msg("the change was interrupted")))
}

#[cfg(feature = "redis")]
fn connected(roster: &OnceLock<Arc<Roster>>) -> Result<&Arc<Roster>> {
    roster.get().ok_or_else(|| {
        Error::msg("机器人尚未连接共享状态 / the bot is not connected to the shared state yet")
    })
}

/// The runtime's own thread goes on meanwhile: nothing here holds a lock that it would wait for.
#[cfg(feature = "redis")]
fn wait<T>(change: impl Future<Output = T>) -> T {
    tokio::runtime::Handle::current().block_on(change)
}

/// What comes into force of grants by name. A permission that the program does not know any more is left
/// out, and stays where it is kept.
pub(crate) fn known_grants<'a>(
    granted: impl IntoIterator<Item = (Realm, PersonId, &'a str)>,
    known: &dyn Known,
) -> Grants {
    let mut left_out = BTreeSet::new();
    let in_force = granted.into_iter().filter_map(|(realm, person, name)| {
        let set = known.permission(name).filter(|set| !set.is_administrator());
        if set.is_none() {
            left_out.insert(name);
        }
        Some((realm, person, set?))
    });
    let grants = in_force.collect();
    if !left_out.is_empty() {
        let names = left_out.into_iter().collect::<Vec<_>>().join(", ");
        tracing::warn!(
            ?names,
            "grants of permissions that this program does not know are not in force / \
             有本程序不认识的权限，相应的授予不生效"
        );
    }
    grants
}
