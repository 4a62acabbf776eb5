//! The commands of a bot, by name.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::Semaphore;

use crate::command::confirm::Confirm;
use crate::command::inherit::is_within;
use crate::command::limits::{self, Buckets, Charge, Disagreement};
use crate::command::param_spec::ParamSpec;
use crate::command::spec::{Access, CommandSpec};
use crate::limit::{MAX_TAKES, bucket};
use crate::place::Scenes;
use crate::policy::{Permission, PermissionDef, PermissionSet, SendMessages};

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

/// Who may run a command, and where: all that its permission is decided by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Requirement {
    /// Tells commands apart, by their names.
    pub(crate) number: u64,
    pub(crate) need: Need,
    pub(crate) scenes: Scenes,
}

/// A command of a bot: what it says itself, and what it inherits.
#[derive(Debug)]
pub(crate) struct Registered {
    pub(crate) spec: &'static CommandSpec,
    /// How people call it: a subcommand has its parents' names before its own.
    pub(crate) name: &'static str,
    pub(crate) need: Need,
    pub(crate) scenes: Scenes,
    pub(crate) confirm: Confirm,
    /// Whether help says nothing of it.
    pub(crate) is_hidden: bool,
    pub(crate) category: &'static str,
    pub(crate) timeout: Duration,
    pub(crate) is_fresh: bool,
    /// Whether records of its decisions carry what was typed.
    pub(crate) records_text: bool,
    /// What a call is charged.
    pub(crate) charges: Box<[Charge]>,
    /// Tells commands apart, by their names.
    pub(crate) number: u64,
    pub(crate) slots: Arc<Semaphore>,
    /// Whether a subcommand takes what is not to be shown: whoever misspells its name types that here.
    pub(crate) has_secrets_below: bool,
    /// From the outermost to the next.
    pub(crate) parents: Box<[Arc<Self>]>,
    children: Names,
}

impl Registered {
    fn new(
        spec: &'static CommandSpec,
        shared: Option<u64>,
        parents: &[Arc<Self>],
    ) -> Result<Self, Unfit> {
        let name = match parents.last() {
            Some(parent) => interned(format!("{} {}", parent.name, spec.name)),
            None => spec.name,
        };
        let number = bucket::number(name);
        let mut this = Self {
            spec,
            name,
            need: spec.access.into(),
            scenes: spec.scenes,
            confirm: spec.confirm,
            is_hidden: spec.hide_in_help,
            category: spec.category.unwrap_or_default(),
            timeout: spec.timeout,
            is_fresh: spec.fresh,
            records_text: spec.audit,
            charges: limits::charges(spec, shared.unwrap_or(number)),
            number,
            slots: Arc::new(Semaphore::new(spec.concurrency as usize)),
            has_secrets_below: has_secrets_below(spec),
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
        self.confirm = self.confirm.max(parent.confirm);
        self.timeout = self.timeout.min(parent.timeout);
        self.is_hidden |= parent.is_hidden;
        self.is_fresh |= parent.is_fresh;
        self.records_text |= parent.records_text;
        if self.category.is_empty() {
            self.category = parent.category;
        }
        // What both name by one shared bucket is charged once.
        let of_parent = parent.charges.iter().filter(|charge| !self.charges.contains(charge));
        self.charges = self.charges.iter().chain(of_parent).copied().collect();
        if self.charges.len() > MAX_TAKES {
            return Err(Unfit::TooManyLimits { child: self.spec.path });
        }
        if self.charges.iter().any(|charge| self.cost_in_all(charge) > charge.limit.quota.burst()) {
            return Err(Unfit::NeverRuns { child: self.spec.path });
        }
        Ok(())
    }

    /// The parent from which it inherits a charge, if it does.
    pub(crate) fn parent_of(&self, charge: &Charge) -> Option<&Arc<Self>> {
        self.parents.iter().find(|parent| parent.number == charge.counted_for())
    }

    /// What a call costs where this charge is counted.
    fn cost_in_all(&self, charge: &Charge) -> u32 {
        let counts_there =
            |other: &&Charge| (other.bucket, other.limit) == (charge.bucket, charge.limit);
        let costs = self.charges.iter().filter(counts_there).map(|other| other.cost);
        costs.fold(0, u32::saturating_add)
    }

    pub(crate) fn requirement(&self) -> Requirement {
        Requirement { number: self.number, need: self.need, scenes: self.scenes }
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

fn has_secrets_below(spec: &CommandSpec) -> bool {
    let has_secrets = |spec: &CommandSpec| spec.params.iter().any(ParamSpec::is_redacted);
    spec.subcommands.iter().any(|child| has_secrets(child) || has_secrets_below(child))
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

/// Why a command cannot be one of a bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// Two commands answer to one name.
    Clash { name: &'static str, first: &'static str, second: &'static str },
    /// More people may run a subcommand than its parent.
    Looser { parent: &'static str, child: &'static str },
    /// A subcommand and its parent are for different scenes.
    NoScene { parent: &'static str, child: &'static str },
    /// A subcommand is charged for more than can be charged in one step.
    TooManyLimits { child: &'static str },
    /// A subcommand costs more, with its parents, than the bucket that they share ever has.
    NeverRuns { child: &'static str },
    /// Two commands count differently in one bucket.
    Bucket { first: &'static str, second: &'static str, over: Disagreement },
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
    buckets: Buckets,
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
        let shared = self.buckets.join(spec)?;
        let mut command = Registered::new(spec, shared, parents)?;
        if spec.subcommands.is_empty() {
            return Ok(Arc::new(command));
        }
        // A parent without its children, so that they do not own each other.
        let parent = Arc::new(Registered::new(spec, shared, parents)?);
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

    /// A command by its full name (`config set`), or with aliases in place of names.
    pub(crate) fn find_path(&self, path: &str) -> Option<&Arc<Registered>> {
        let mut words = path.split_whitespace();
        let root = self.find(words.next()?)?;
        words.try_fold(root, |parent, word| parent.child(word))
    }

    /// The name of the bucket in which a charge is counted, if commands share it.
    pub(crate) fn shared_bucket(&self, charge: &Charge) -> Option<&'static str> {
        self.buckets.name(charge.counted_for())
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
