//! The commands of a bot, by name.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::command::limits::{self, Buckets, Charge, Disagreement};
use crate::command::spec::{Access, CommandSpec};
use crate::policy::{PermissionDef, PermissionSet, SendMessages};

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
        let harmless = PermissionSet::EMPTY.with::<SendMessages>();
        match self {
            Self::Public => false,
            Self::All(set) | Self::Any(set) => *set != harmless,
            Self::Owners | Self::Nobody => true,
        }
    }

    /// Whether every caller who satisfies it holds the permission.
    pub(crate) fn always_checks(&self, permission: &PermissionDef) -> bool {
        // Administrator implies the others, but a power is checked only where its name is said.
        matches!(self, Self::All(set) if set.and(permission.set()) == *set)
    }
}

/// A command of a bot.
#[derive(Debug)]
pub(crate) struct Registered {
    pub(crate) spec: &'static CommandSpec,
    pub(crate) need: Need,
    /// What a call is charged.
    pub(crate) charges: Box<[Charge]>,
    /// Tells commands apart.
    pub(crate) number: u64,
    pub(crate) slots: Arc<Semaphore>,
}

impl Registered {
    fn new(spec: &'static CommandSpec, number: u64, shared: Option<u64>) -> Self {
        Self {
            spec,
            need: spec.access.into(),
            charges: limits::charges(spec, shared.unwrap_or(number)),
            number,
            slots: Arc::new(Semaphore::new(spec.concurrency as usize)),
        }
    }
}

/// Two commands that do not go together, by their paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clash {
    pub(crate) over: Over,
    pub(crate) first: &'static str,
    pub(crate) second: &'static str,
}

/// What two commands clash over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    /// Both answer to it.
    Name(&'static str),
    /// They count differently in one bucket.
    Bucket(Disagreement),
}

/// The commands of a bot, by name and alias.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    by_name: HashMap<&'static str, Arc<Registered>>,
    in_order: Vec<Arc<Registered>>,
    buckets: Buckets,
}

impl Registry {
    /// Adds a command unless one of its names is taken, also where it came by another list, or its
    /// bucket is used otherwise.
    pub(crate) fn add(&mut self, spec: &'static CommandSpec) -> Result<(), Clash> {
        let shared = self.buckets.join(spec)?;
        let command = Arc::new(Registered::new(spec, self.in_order.len() as u64, shared));
        for n in 0..spec.names() {
            let name = spec.nth_name(n);
            if let Some(first) = self.by_name.insert(name, Arc::clone(&command)) {
                let (over, first) = (Over::Name(name), first.spec.path);
                return Err(Clash { over, first, second: spec.path });
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
