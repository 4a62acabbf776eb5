//! How often commands run: what their attributes say, the cooldowns that powers bring, and the
//! buckets that commands share.

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::command::registry::Unfit;
use crate::command::spec::{Access, CommandSpec};
use crate::limit::{Quota, bucket};
use crate::policy::{BanMembers, KickMembers, MuteMembers, Permission, PermissionDef};

/// Over whom a limit counts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// One person, wherever the scene shows the same id.
    User,
    /// One person in one guild or group.
    Member,
    /// One channel, group or conversation.
    Channel,
    /// One guild or group.
    Guild,
    /// Everybody.
    Global,
}

impl Scope {
    /// As the attribute writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Member => "member",
            Self::Channel => "channel",
            Self::Guild => "guild",
            Self::Global => "global",
        }
    }
}

/// How often a command runs within a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub(crate) scope: Scope,
    pub(crate) quota: Quota,
}

impl Limit {
    /// `quota` for each `scope`.
    #[must_use]
    pub const fn new(scope: Scope, quota: Quota) -> Self {
        Self { scope, quota }
    }
}

/// What one call is charged in one scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Charge {
    /// The number of the bucket.
    pub(crate) bucket: u64,
    pub(crate) limit: Limit,
    pub(crate) cost: u32,
}

impl Charge {
    /// Whether it is a quota of `limit`, not a cooldown.
    pub(crate) fn is_quota(&self) -> bool {
        self.bucket & bucket::QUOTAS != 0
    }

    /// The number of the command, or of the shared bucket, whose cooldowns and quotas count apart.
    pub(super) fn counted_for(&self) -> u64 {
        self.bucket & !bucket::QUOTAS
    }
}

/// What a call of a command is charged in the bucket of this number.
pub(super) fn charges(spec: &CommandSpec, number: u64) -> Box<[Charge]> {
    let cooldowns = cooldowns(spec).iter().map(|&limit| Charge { bucket: number, limit, cost: 1 });
    let number = bucket::QUOTAS | number;
    let quotas = spec.limit.iter().map(|&limit| Charge { bucket: number, limit, cost: spec.cost });
    cooldowns.chain(quotas).collect()
}

/// The cooldowns that the attribute says, else those that the command's powers bring.
pub(crate) const fn cooldowns(spec: &CommandSpec) -> &'static [Limit] {
    match spec.cooldown {
        Some(said) => said,
        None => default_cooldown(spec.access),
    }
}

/// The guide's cooldown of the strongest member power that a command holds.
const fn default_cooldown(access: Access) -> &'static [Limit] {
    const fn seconds(seconds: u64) -> Limit {
        Limit::new(Scope::Member, Quota::once_per(Duration::from_secs(seconds)))
    }
    const BAN: &[Limit] = &[seconds(30)];
    const KICK: &[Limit] = &[seconds(10)];
    const MUTE: &[Limit] = &[seconds(5)];
    let (Access::All(held) | Access::Any(held)) = access else { return &[] };
    if names(held, BanMembers::DEF) {
        BAN
    } else if names(held, KickMembers::DEF) {
        KICK
    } else if names(held, MuteMembers::DEF) {
        MUTE
    } else {
        &[]
    }
}

const fn names(defs: &[&PermissionDef], def: &PermissionDef) -> bool {
    let mut n = 0;
    while n < defs.len() {
        if defs[n].is(def) {
            return true;
        }
        n += 1;
    }
    false
}

/// Refuses, at compile time, a bucket in which nothing is counted.
#[doc(hidden)]
pub const fn assert_bucket(spec: &CommandSpec) {
    if spec.limit.is_empty() && cooldowns(spec).is_empty() {
        panic!(
            "nothing is counted in this bucket, since the permissions of the command bring no \
             cooldown; add `limit = \"10/min\"` or a `cooldown`"
        );
    }
}

/// The buckets that commands share, by name.
#[derive(Debug, Default)]
pub(super) struct Buckets(HashMap<&'static str, Shared>);

#[derive(Debug)]
struct Shared {
    number: u64,
    commands: Vec<&'static CommandSpec>,
}

/// Two quotas for one scope of one bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Disagreement {
    pub(crate) bucket: &'static str,
    pub(crate) scope: &'static str,
    pub(crate) quotas: (Quota, Quota),
}

impl Buckets {
    /// The number of the bucket that a command shares, if it does.
    ///
    /// What counts together has to count alike: under two quotas the looser command would lift what
    /// the stricter one forbids.
    pub(super) fn join(&mut self, spec: &'static CommandSpec) -> Result<Option<u64>, Unfit> {
        let Some(bucket) = spec.bucket else { return Ok(None) };
        let number = bucket::SHARED | bucket::number(bucket);
        let shared = self.0.entry(bucket).or_insert(Shared { number, commands: Vec::new() });
        for other in &shared.commands {
            if let Some((scope, quotas)) = disagreement(other, spec) {
                let over = Disagreement { bucket, scope: scope.name(), quotas };
                return Err(Unfit::Bucket { first: other.path, second: spec.path, over });
            }
        }
        shared.commands.push(spec);
        Ok(Some(shared.number))
    }

    /// The name of the shared bucket of this number.
    pub(super) fn name(&self, number: u64) -> Option<&'static str> {
        self.0.iter().find(|(_, shared)| shared.number == number).map(|(name, _)| *name)
    }
}

/// A scope in which both count something and nothing together.
fn disagreement(first: &CommandSpec, second: &CommandSpec) -> Option<(Scope, (Quota, Quota))> {
    let quota = |limits: &[Limit], scope| {
        limits.iter().find(|limit| limit.scope == scope).map(|limit| limit.quota)
    };
    [Scope::User, Scope::Member, Scope::Channel, Scope::Guild, Scope::Global].into_iter().find_map(
        |scope| {
            let of = |spec| (quota(cooldowns(spec), scope), quota(spec.limit, scope));
            let quotas = match (of(first), of(second)) {
                ((Some(a), _), (Some(b), _)) if a != b => (a, b),
                ((_, Some(a)), (_, Some(b))) if a != b => (a, b),
                ((Some(a), None), (None, Some(b))) | ((None, Some(a)), (Some(b), None)) => (a, b),
                _ => return None,
            };
            Some((scope, quotas))
        },
    )
}
