//! The commands of a bot, by name.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::Semaphore;

use crate::command::inherit::is_within;
use crate::command::spec::{Access, CommandSpec, Limit, Scope};
use crate::limit::Quota;
use crate::place::Scenes;
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

/// A command of a bot: what it says itself, and what it inherits.
#[derive(Debug)]
pub(crate) struct Registered {
    pub(crate) spec: &'static CommandSpec,
    /// How people call it: a subcommand has its parents' names before its own.
    pub(crate) name: &'static str,
    pub(crate) need: Need,
    pub(crate) scenes: Scenes,
    pub(crate) confirm: bool,
    /// Whether help says nothing of it.
    pub(crate) is_hidden: bool,
    pub(crate) category: &'static str,
    pub(crate) timeout: Duration,
    pub(crate) limits: Box<[Limit]>,
    /// Tells the buckets of commands apart.
    pub(crate) bucket: u64,
    pub(crate) slots: Arc<Semaphore>,
    /// From the outermost to the next.
    pub(crate) parents: Box<[Arc<Self>]>,
    children: Names,
}

impl Registered {
    fn new(spec: &'static CommandSpec, bucket: u64, parents: &[Arc<Self>]) -> Result<Self, Unfit> {
        let limits = spec.cooldown.map_or_else(|| default_cooldown(spec), Into::into);
        let mut this = Self {
            spec,
            name: spec.name,
            need: spec.access.into(),
            scenes: spec.scenes,
            confirm: spec.confirm,
            is_hidden: false,
            category: "",
            timeout: spec.timeout,
            limits,
            bucket,
            slots: Arc::new(Semaphore::new(spec.concurrency as usize)),
            parents: parents.into(),
            children: Names::default(),
        };
        if let Some(parent) = parents.last() {
            this.inherit(parent)?;
        }
        Ok(this)
    }

    /// Takes over what the parent says; a looser child is refused, though the macro did so before.
    fn inherit(&mut self, parent: &Self) -> Result<(), Unfit> {
        let paths = (parent.spec.path, self.spec.path);
        if !is_within(self.spec.access, parent.spec.access) {
            return Err(Unfit::Looser { parent: paths.0, child: paths.1 });
        }
        self.scenes = self.scenes.both(parent.scenes);
        if self.scenes.is_empty() {
            return Err(Unfit::NoScene { parent: paths.0, child: paths.1 });
        }
        self.name = interned(format!("{} {}", parent.name, self.spec.name));
        self.confirm |= parent.confirm;
        self.timeout = self.timeout.min(parent.timeout);
        Ok(())
    }

    /// The subcommand of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Arc<Self>> {
        self.children.get(name)
    }

    /// Its subcommands, in the order of their declaration.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Arc<Self>> {
        self.children.in_order.iter()
    }
}

/// A name that lives as long as the program: names of subcommands are put together at run time.
///
/// Each is made once, however many bots there are, so what is leaked is as bounded as the program.
fn interned(name: String) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock();
    if let Some(known) = names.get(name.as_str()) {
        return known;
    }
    let name: &'static str = name.leak();
    names.insert(name);
    name
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

/// Why a command cannot be one of a bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// Two commands answer to one name.
    Clash { name: &'static str, first: &'static str, second: &'static str },
    /// More people may run a subcommand than its parent.
    Looser { parent: &'static str, child: &'static str },
    /// A subcommand and its parent are for different scenes.
    NoScene { parent: &'static str, child: &'static str },
}

/// Commands by name and alias.
#[derive(Debug, Default)]
struct Names {
    by_name: HashMap<&'static str, Arc<Registered>>,
    in_order: Vec<Arc<Registered>>,
}

impl Names {
    fn get(&self, name: &str) -> Option<&Arc<Registered>> {
        self.by_name.get(name)
    }

    /// Adds a command unless one of its names is taken.
    fn add(&mut self, command: &Arc<Registered>) -> Result<(), Unfit> {
        let spec = command.spec;
        for n in 0..spec.names() {
            let name = spec.nth_name(n);
            if let Some(first) = self.by_name.insert(name, Arc::clone(command)) {
                return Err(Unfit::Clash { name, first: first.spec.path, second: spec.path });
            }
        }
        self.in_order.push(Arc::clone(command));
        Ok(())
    }
}

/// The commands of a bot.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    names: Names,
    /// How many there are, subcommands included.
    count: u64,
}

impl Registry {
    /// Adds a command and its subcommands.
    pub(crate) fn add(&mut self, spec: &'static CommandSpec) -> Result<(), Unfit> {
        let command = self.register(spec, &[])?;
        self.names.add(&command)
    }

    fn register(
        &mut self,
        spec: &'static CommandSpec,
        parents: &[Arc<Registered>],
    ) -> Result<Arc<Registered>, Unfit> {
        let mut command = Registered::new(spec, self.count, parents)?;
        self.count += 1;
        if spec.subcommands.is_empty() {
            return Ok(Arc::new(command));
        }
        // A parent without its children, so that they do not own each other.
        let parent = Arc::new(Registered::new(spec, command.bucket, parents)?);
        let parents: Vec<_> = parents.iter().cloned().chain([parent]).collect();
        for child in spec.subcommands {
            let child = self.register(child, &parents)?;
            command.children.add(&child)?;
        }
        Ok(Arc::new(command))
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Arc<Registered>> {
        self.names.get(name)
    }

    /// The commands that are no subcommands.
    pub(crate) fn roots(&self) -> impl Iterator<Item = &Arc<Registered>> {
        self.names.in_order.iter()
    }

    /// The commands, each before its subcommands.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Registered>> {
        let mut open: Vec<_> = self.names.in_order.iter().rev().collect();
        std::iter::from_fn(move || {
            let next = open.pop()?;
            open.extend(next.children.in_order.iter().rev());
            Some(next)
        })
    }
}
