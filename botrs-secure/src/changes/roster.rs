//! Grants and blocks by hand of a bot on several machines: in their server first, then in force.
//!
//! The server's grants are one document with a version. Each machine has one version in force, and every
//! admission says which the server has: where they differ, the document is read before anything is decided by
//! it. A document that cannot be trusted is in force as one without grants, and is alarmed about.
//!
//! Reading and changing happen one at a time, so that of two answers the later is in force.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use crate::audit::{AuditLog, Event, Kind};
use crate::changes::{MOST_GRANTS, MOST_OF_ONE, Named, known_grants};
use crate::clock::Clock;
use crate::command::Registry;
use crate::engine::Plan;
use crate::error::{Error, Result};
use crate::gate::Denial;
use crate::id::BotId;
use crate::limit::redis::{Changed, Grant, Granted, Shared, Unavailable, Untrusted, Why};
use crate::limit::{Key, Keys, Memory};
use crate::place::Principal;
use crate::policy::{Current, Grants, InForce};

/// So often other machines may be faster with a change.
const ATTEMPTS: usize = 10;

/// The grants and blocks that the machines of one bot share.
pub(crate) struct Roster {
    shared: Shared,
    bot: BotId,
    current: Arc<Current>,
    registry: Arc<Registry>,
    memory: Arc<Memory>,
    keys: Arc<Keys>,
    clock: Clock,
    audit: AuditLog,
    /// Held while the document is read or changed. What was told last of one that is not trusted.
    told: Mutex<Option<Untrusted>>,
}

impl Roster {
    /// Puts in force what the server has. Where it does not answer, the first call asks again.
    pub(crate) async fn open(shared: Shared, plan: &Plan) -> Arc<Self> {
        let this = Self {
            shared,
            bot: plan.bot,
            current: Arc::clone(&plan.current),
            registry: Arc::clone(&plan.registry),
            memory: Arc::clone(&plan.memory),
            keys: Arc::clone(&plan.keys),
            clock: plan.clock.clone(),
            audit: plan.audit.clone(),
            told: Mutex::default(),
        };
        let _ = this.read(&mut *this.told.lock().await).await;
        Arc::new(this)
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// The grants in force, which are read first if the server has others than these.
    pub(crate) async fn grants(&self, version: u64) -> Result<Arc<Grants>, Unavailable> {
        if let Some(grants) = self.in_force(version) {
            return Ok(grants);
        }
        let mut told = self.told.lock().await;
        // Somebody else may have read them meanwhile.
        if let Some(grants) = self.in_force(version) {
            return Ok(grants);
        }
        self.read(&mut told).await?;
        Ok(Arc::clone(&self.current.load().grants))
    }

    /// The same within the time that a message waits for the server; reading goes on after that, for the
    /// next one.
    pub(crate) async fn grants_in_time(
        self: &Arc<Self>,
        version: u64,
    ) -> Result<Arc<Grants>, Unavailable> {
        if let Some(grants) = self.in_force(version) {
            return Ok(grants);
        }
        let this = Arc::clone(self);
        let reading = tokio::spawn(async move { this.grants(version).await });
        match tokio::time::timeout(self.shared.time_limit(), reading).await {
            Ok(Ok(grants)) => grants,
            // Too slow, or a panic.
            Ok(Err(_)) | Err(_) => Err(Unavailable::Away),
        }
    }

    /// Keeps others from reading the document, as a slow server would.
    #[cfg(all(test, unix))]
    pub(crate) async fn held(&self) -> impl Drop + '_ {
        self.told.lock().await
    }

    /// Has those in force that the server has at this moment.
    pub(crate) async fn refresh(self: &Arc<Self>) -> Result<(), Unavailable> {
        let version = self.shared.grants_version().await?;
        self.grants_in_time(version).await.map(drop)
    }

    /// See [`Changes::grant`](super::Changes::grant), like the others.
    pub(super) async fn grant(
        &self,
        to: &Principal,
        permission: &Named,
        allow: impl Fn(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        let grant = grant(to, permission);
        self.change(allow, |grants| {
            if grants.contains(&grant) {
                return Ok(false);
            }
            check_room(grants, to)?;
            grants.push(grant.clone());
            Ok(true)
        })
        .await
    }

    pub(super) async fn revoke(
        &self,
        from: &Principal,
        permission: &Named,
        allow: impl Fn(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        let grant = grant(from, permission);
        self.change(allow, |grants| {
            let before = grants.len();
            grants.retain(|found| *found != grant);
            Ok(grants.len() < before)
        })
        .await
    }

    pub(super) async fn block(
        &self,
        who: &Principal,
        period: Option<Duration>,
        allow: impl Fn(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        self.allowed(allow).await?;
        let period = period.unwrap_or(Duration::MAX);
        let lasting = self.shared.block(self.key(who), period).await.map_err(unavailable)?;
        Ok(lasting <= period)
    }

    pub(super) async fn unblock(
        &self,
        who: &Principal,
        allow: impl Fn(&InForce) -> Result<(), Denial>,
    ) -> Result<bool> {
        self.allowed(allow).await?;
        let key = self.key(who);
        let was_blocked = self.shared.unblock(key).await.map_err(unavailable)?;
        // It may have begun here while the server was away.
        let was_blocked_here = self.memory.blocked(key, self.clock.now().mono).is_some();
        self.memory.unblock(key);
        Ok(was_blocked || was_blocked_here)
    }

    /// Decides by the grants of this moment.
    async fn allowed(&self, allow: impl Fn(&InForce) -> Result<(), Denial>) -> Result<()> {
        let version = self.shared.grants_version().await.map_err(unavailable)?;
        self.grants(version).await.map_err(unavailable)?;
        allow(&self.current.load()).map_err(Error::denied)
    }

    /// Changes the document that was decided by, and no other: where another machine was faster, all of it
    /// is done again.
    async fn change(
        &self,
        allow: impl Fn(&InForce) -> Result<(), Denial>,
        edit: impl Fn(&mut Vec<Grant>) -> Result<bool>,
    ) -> Result<bool> {
        let mut told = self.told.lock().await;
        for _ in 0..ATTEMPTS {
            let Granted { version, mut grants } =
                self.read(&mut told).await.map_err(unavailable)?;
            allow(&self.current.load()).map_err(Error::denied)?;
            if !edit(&mut grants)? {
                return Ok(false);
            }
            let changed = self.shared.change_grants(version, &grants).await;
            match changed.map_err(unavailable)? {
                Changed::Done(version) => {
                    self.put(&Granted { version, grants });
                    return Ok(true);
                }
                Changed::Conflict(_) => {}
                Changed::Unfit => return Err(too_many()),
            }
        }
        Err(Error::msg(
            "其他机器也在更改授予，请重试 / other machines change grants, too; try again",
        ))
    }

    /// Reads the document and puts it in force: without any grant where it is not trusted.
    async fn read(&self, told: &mut Option<Untrusted>) -> Result<Granted, Unavailable> {
        let granted = match self.shared.grants().await? {
            Ok(granted) => {
                *told = None;
                granted
            }
            Err(untrusted) => {
                if told.replace(untrusted) != Some(untrusted) {
                    self.alarm(untrusted);
                }
                Granted { version: untrusted.version, grants: Vec::new() }
            }
        };
        self.put(&granted);
        Ok(granted)
    }

    fn put(&self, granted: &Granted) {
        let rows =
            granted.grants.iter().map(|grant| (grant.realm, grant.person, &*grant.permission));
        let grants = known_grants(rows, &*self.registry).of_version(granted.version);
        self.current.replace_grants(grants);
    }

    fn in_force(&self, version: u64) -> Option<Arc<Grants>> {
        let current = self.current.load();
        (current.grants.version() == version).then(|| Arc::clone(&current.grants))
    }

    fn alarm(&self, Untrusted { version, why }: Untrusted) {
        let why = match why {
            Why::Forged => "forged",
            Why::Older => "older",
        };
        self.audit.privileged(Event {
            bot: Some(self.bot),
            details: Some(format!("why={why} version={version}").into()),
            ..Event::new(Kind::Alert, self.clock.now().wall, "grants", "grants.untrusted")
        });
    }

    fn key(&self, who: &Principal) -> Key {
        self.keys.principal(who)
    }
}

fn grant(to: &Principal, permission: &Named) -> Grant {
    Grant { realm: to.realm, person: to.person, permission: permission.name.clone() }
}

fn check_room(grants: &[Grant], to: &Principal) -> Result<()> {
    if grants.len() >= MOST_GRANTS {
        return Err(too_many());
    }
    let of_one = |grant: &&Grant| (grant.realm, grant.person) == (to.realm, to.person);
    if grants.iter().filter(of_one).count() >= MOST_OF_ONE {
        return Err(Error::msg(format!(
            "此人已有 {MOST_OF_ONE} 项授予，不能再多 / this person has {MOST_OF_ONE} grants and no more"
        )));
    }
    Ok(())
}

fn too_many() -> Error {
    Error::msg(format!(
        "已有 {MOST_GRANTS} 项授予，不能再多；请先收回一些 / there are {MOST_GRANTS} grants and no more; \
         revoke some first"
    ))
}

fn unavailable(why: Unavailable) -> Error {
    Error::denied(Denial::StateUnavailable { rule: why.rule() })
}
