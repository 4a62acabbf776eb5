//! The commands of a bot, by name.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::command::spec::{Access, CommandSpec, Limit, Scope};
use crate::limit::Quota;
use crate::policy::{
    BanMembers, KickMembers, MuteMembers, Permission, PermissionDef, PermissionSet, SendMessages,
};

/// What a caller has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Public,
    Owners,
    All(PermissionSet),
    Any(PermissionSet),
    /// A list without permissions: nobody, rather than everybody.
    Nobody,
}

impl From<Access> for Need {
    fn from(access: Access) -> Self {
        match access {
            Access::Public => Self::Public,
            Access::OwnersOnly => Self::Owners,
            Access::All([]) | Access::Any([]) => Self::Nobody,
            Access::All(defs) => Self::All(PermissionSet::of(defs)),
            Access::Any(defs) => Self::Any(PermissionSet::of(defs)),
        }
    }
}

impl Need {
    /// Whether it is beyond what everybody may do.
    pub(crate) fn is_privileged(&self) -> bool {
        let harmless = PermissionSet::built_in(&[SendMessages::DEF]);
        match self {
            Self::Public => false,
            Self::All(set) | Self::Any(set) => *set != harmless,
            Self::Owners | Self::Nobody => true,
        }
    }

    /// Whether every caller who satisfies it holds the permission.
    pub(crate) fn always_checks(&self, permission: &PermissionDef) -> bool {
        // Administrator implies the others, but a power is checked only where its name is said.
        matches!(self, Self::All(set) if set.names(permission.set()))
    }
}

/// A command of a bot.
#[derive(Debug)]
pub(crate) struct Registered {
    pub(crate) spec: &'static CommandSpec,
    pub(crate) need: Need,
    pub(crate) limits: Box<[Limit]>,
    /// Tells the buckets of commands apart.
    pub(crate) bucket: u64,
    pub(crate) slots: Arc<Semaphore>,
}

impl Registered {
    fn new(spec: &'static CommandSpec, bucket: u64) -> Self {
        let limits = spec.cooldown.map_or_else(|| default_cooldown(spec), Into::into);
        Self {
            spec,
            need: spec.access.into(),
            limits,
            bucket,
            slots: Arc::new(Semaphore::new(spec.concurrency as usize)),
        }
    }
}

/// The guide's cooldown of the strongest member power that a command holds and says nothing about.
fn default_cooldown(spec: &CommandSpec) -> Box<[Limit]> {
    let (Access::All(defs) | Access::Any(defs)) = spec.access else { return Box::default() };
    let holds = |def: &PermissionDef| defs.contains(&def);
    let seconds = if holds(BanMembers::DEF) {
        30
    } else if holds(KickMembers::DEF) {
        10
    } else if holds(MuteMembers::DEF) {
        5
    } else {
        return Box::default();
    };
    Box::new([Limit::new(Scope::Member, Quota::once_per(Duration::from_secs(seconds)))])
}

/// Two commands that answer to one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clash {
    pub(crate) name: &'static str,
    pub(crate) first: &'static str,
    pub(crate) second: &'static str,
}

/// The commands of a bot, by name and alias.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    by_name: HashMap<&'static str, Arc<Registered>>,
    in_order: Vec<Arc<Registered>>,
}

impl Registry {
    /// Adds a command unless one of its names is taken: also where it came by another list.
    pub(crate) fn add(&mut self, spec: &'static CommandSpec) -> Result<(), Clash> {
        let command = Arc::new(Registered::new(spec, self.in_order.len() as u64));
        for n in 0..spec.names() {
            let name = spec.nth_name(n);
            if let Some(first) = self.by_name.insert(name, Arc::clone(&command)) {
                return Err(Clash { name, first: first.spec.path, second: spec.path });
            }
        }
        self.in_order.push(command);
        Ok(())
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Arc<Registered>> {
        self.by_name.get(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Registered> {
        self.in_order.iter().map(Arc::as_ref)
    }
}
