//! Grants: one document with a MAC, changed by comparing its version.
//!
//! Versions only grow: each is the time in milliseconds, or one more than the last. So a document that
//! somebody puts back in place of a later one is noticed by every process that saw the later one; and
//! after a loss the next document is later than all before it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::script::{CHANGE_GRANTS, GRANTS, GRANTS_VERSION};
use super::{Shared, Unavailable, millis};
use crate::changes::MOST_GRANTS;
use crate::clock::Clock;
use crate::id::{GuildId, OpenId, UserId};
use crate::place::{PersonId, Realm};

/// The first line of a document.
const FORMAT: &str = "botrs-secure grants 1";
/// How long a document lives after its last change: ten years.
const KEPT_FOR: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// A permission, by its name, that somebody was granted while a bot ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) realm: Realm,
    pub(crate) person: PersonId,
    pub(crate) permission: String,
}

/// All grants of the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Granted {
    /// Zero where there was never a grant.
    pub(crate) version: u64,
    pub(crate) grants: Vec<Grant>,
}

/// A document that must not be believed: nobody has a grant by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Untrusted {
    /// What the server says its version is, so that it can be replaced.
    pub(crate) version: u64,
    pub(crate) why: Why,
}

/// What is wrong with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// No process with this key wrote it, or one of another format.
    Forged,
    /// A later one was seen before: it was put back, or lost with all that the server held.
    Older,
}

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Changed {
    /// The document is in place, with this version.
    Done(u64),
    /// Somebody else was faster; this is the version that is there. Nothing was changed.
    Conflict(u64),
    /// More than [`MOST_GRANTS`], or a name with a line break. Nothing was changed.
    Unfit,
}

impl Shared {
    /// The grants that the server has. Longer than a verb about a message, on a connection of its own.
    pub(crate) async fn grants(&self) -> Result<Result<Granted, Untrusted>, Unavailable> {
        let read = self.link.run_apart(&GRANTS, |call| {
            call.key(&*self.link.names.grants);
        });
        let reply = read.await?;
        let version = reply.first;
        let judged = self.judge(version, &reply.bytes).map_err(|why| Untrusted { version, why });
        if let Err(untrusted) = judged {
            tracing::error!(
                ?untrusted,
                "Redis 中的授予不可信，全部不生效；请检查谁能写入它，然后重新授予 / the grants in Redis \
                 cannot be trusted and none is in force; check who may write to it, then grant anew",
            );
        }
        Ok(judged.map(|grants| Granted { version, grants }))
    }

    /// Which grants the server has, without them.
    pub(crate) async fn grants_version(&self) -> Result<u64, Unavailable> {
        let read = self.link.run(&GRANTS_VERSION, |call| {
            call.key(&*self.link.names.grants);
        });
        Ok(read.await?.first)
    }

    /// Puts other grants in place of those with the expected version, likewise.
    pub(crate) async fn change_grants(
        &self,
        expected: u64,
        grants: &[Grant],
    ) -> Result<Changed, Unavailable> {
        let Some(document) = write(grants) else { return Ok(Changed::Unfit) };
        let seen = self.seen.load(Ordering::Acquire);
        let version = Clock::default().now().wall.max(seen.saturating_add(1));
        let sealed = self.seal.grants(version, document.as_bytes());
        let change = self.link.run_apart(&CHANGE_GRANTS, |call| {
            call.key(&*self.link.names.grants);
            call.arg(expected).arg(version).arg(sealed).arg(millis(KEPT_FOR));
        });
        let reply = change.await?;
        if reply.first == 0 {
            return Ok(Changed::Conflict(reply.second));
        }
        self.seen.fetch_max(version, Ordering::AcqRel);
        Ok(Changed::Done(version))
    }

    fn judge(&self, version: u64, sealed: &[u8]) -> Result<Vec<Grant>, Why> {
        let is_none = version == 0 && sealed.is_empty();
        let grants = if is_none {
            Vec::new()
        } else {
            self.seal.open_grants(version, sealed).and_then(read).ok_or(Why::Forged)?
        };
        // The latest that any call has seen, this one included.
        let seen = self.seen.fetch_max(version, Ordering::AcqRel);
        if version < seen { Err(Why::Older) } else { Ok(grants) }
    }
}

/// A line for each grant; none where they are too many or a name would not come back.
fn write(grants: &[Grant]) -> Option<String> {
    if grants.len() > MOST_GRANTS {
        return None;
    }
    let mut document = FORMAT.to_owned();
    for Grant { realm, person, permission } in grants {
        if permission.contains('\n') {
            return None;
        }
        let realm = match realm {
            Realm::Guild(guild) => format!("guild:{guild}"),
            Realm::Direct => "direct".into(),
            Realm::Group(group) => format!("group:{group}"),
            Realm::C2c => "c2c".into(),
        };
        let kind = match person {
            PersonId::User(_) => "user",
            PersonId::Open(_) => "open",
        };
        document.push_str(&format!("\n{realm} {kind}:{person} {permission}"));
    }
    Some(document)
}

/// `None` for what [`write()`] does not write.
fn read(document: &[u8]) -> Option<Vec<Grant>> {
    let mut lines = std::str::from_utf8(document).ok()?.split('\n');
    if lines.next() != Some(FORMAT) {
        return None;
    }
    let grants: Option<Vec<_>> = lines.take(MOST_GRANTS + 1).map(read_line).collect();
    grants.filter(|grants| grants.len() <= MOST_GRANTS)
}

fn read_line(line: &str) -> Option<Grant> {
    let (realm, rest) = line.split_once(' ')?;
    let (person, permission) = rest.split_once(' ')?;
    let realm = match realm.split_once(':') {
        None if realm == "direct" => Realm::Direct,
        None if realm == "c2c" => Realm::C2c,
        Some(("guild", guild)) => Realm::Guild(guild.parse::<GuildId>().ok()?),
        Some(("group", group)) => Realm::Group(group.parse::<OpenId>().ok()?),
        _ => return None,
    };
    let person = match person.split_once(':')? {
        ("user", user) => PersonId::User(user.parse::<UserId>().ok()?),
        ("open", open) => PersonId::Open(open.parse::<OpenId>().ok()?),
        _ => return None,
    };
    Some(Grant { realm, person, permission: permission.into() })
}
