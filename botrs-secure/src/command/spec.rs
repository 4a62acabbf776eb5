//! What the attribute said of a command, as data.

use std::time::Duration;

use crate::command::confirm::Confirm;
use crate::command::limits::Limit;
use crate::command::param_spec::ParamSpec;
use crate::command::{Call, Command, InheritedChecks, OnError, Parsed, Run};
use crate::place::Scenes;
use crate::policy::{Permission, PermissionDef};

/// Who may run a command.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Everybody.
    Public,
    /// The owners whom the policy names.
    OwnersOnly,
    /// Whoever holds all of these.
    All(&'static [&'static PermissionDef]),
    /// Whoever holds one of these.
    Any(&'static [&'static PermissionDef]),
}

/// Everything that the attribute said of a command.
#[derive(Debug, Clone, Copy)]
pub struct CommandSpec {
    pub(crate) name: &'static str,
    pub(crate) aliases: &'static [&'static str],
    pub(crate) path: &'static str,
    pub(crate) help: &'static str,
    pub(crate) access: Access,
    pub(crate) scenes: Scenes,
    pub(crate) params: &'static [ParamSpec],
    /// `None` where nothing was said, so that the defaults of member powers apply.
    pub(crate) cooldown: Option<&'static [Limit]>,
    pub(crate) limit: &'static [Limit],
    /// Where its limits are counted, if not on its own.
    pub(crate) bucket: Option<&'static str>,
    /// What a call costs of each `limit`.
    pub(crate) cost: u32,
    /// Whether the platform is asked for the caller's roles of this moment.
    pub(crate) fresh: bool,
    pub(crate) confirm: Confirm,
    pub(crate) timeout: Duration,
    pub(crate) concurrency: u32,
    pub(crate) subcommands: &'static [&'static CommandSpec],
    /// The names of its checks, with their arguments.
    pub(crate) checks: &'static [&'static str],
    /// The checks that its subcommands inherit.
    pub(crate) inherited_checks: Option<InheritedChecks>,
    pub(crate) on_error: Option<OnError>,
    /// Whether records of its decisions carry what was typed.
    pub(crate) audit: bool,
    pub(crate) category: Option<&'static str>,
    pub(crate) hide_in_help: bool,
    /// Why it may use the unchecked API, if it may.
    pub(crate) unchecked_api: Option<&'static str>,
    pub(crate) run: Run,
}

/// How long a body may run if its attribute says no `timeout`.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How many calls of one command run at once if its attribute says no `concurrency`.
const CONCURRENCY: u32 = 64;

impl CommandSpec {
    /// The name by which people call the command.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Its other names.
    #[must_use]
    pub const fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }

    /// Its doc comment.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        self.help
    }

    /// Who may run it.
    #[must_use]
    pub const fn access(&self) -> Access {
        self.access
    }

    /// Where it may be run.
    #[must_use]
    pub const fn scenes(&self) -> Scenes {
        self.scenes
    }

    /// The commands that are called through this one.
    #[must_use]
    pub const fn subcommands(&self) -> &'static [&'static CommandSpec] {
        self.subcommands
    }

    /// Under what it stands in the help.
    #[must_use]
    pub const fn category(&self) -> Option<&'static str> {
        self.category
    }

    /// Whether the help leaves it out. It can be run all the same.
    #[must_use]
    pub const fn is_hidden_in_help(&self) -> bool {
        self.hide_in_help
    }

    /// Whether every admitted caller holds `P`: it is among those that the attribute always requires.
    pub(crate) const fn checks<P: Permission>(&self) -> bool {
        let Access::All(required) = self.access else { return false };
        let mut n = 0;
        while n < required.len() {
            if required[n].is(P::DEF) {
                return true;
            }
            n += 1;
        }
        false
    }

    pub(crate) const fn names(&self) -> usize {
        1 + self.aliases.len()
    }

    pub(crate) const fn nth_name(&self, n: usize) -> &'static str {
        if n == 0 { self.name } else { self.aliases[n - 1] }
    }
}

/// What the macro emits; `docs` of the attribute describe the keys.
#[doc(hidden)]
impl CommandSpec {
    pub const fn new<C: Command>(name: &'static str, path: &'static str, access: Access) -> Self {
        Self {
            name,
            aliases: &[],
            path,
            help: "",
            access,
            scenes: Scenes::ALL,
            params: &[],
            cooldown: None,
            limit: &[],
            bucket: None,
            cost: 1,
            fresh: false,
            confirm: Confirm::Nobody,
            timeout: TIMEOUT,
            concurrency: CONCURRENCY,
            subcommands: &[],
            checks: &[],
            inherited_checks: None,
            on_error: None,
            audit: false,
            category: None,
            hide_in_help: false,
            unchecked_api: None,
            run: |live| C::run(Call::new(live)),
        }
    }

    pub const fn with_aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    pub const fn with_help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    pub const fn with_scenes(mut self, scenes: Scenes) -> Self {
        self.scenes = scenes;
        self
    }

    pub const fn with_params(mut self, params: &'static [ParamSpec]) -> Self {
        self.params = params;
        self
    }

    pub const fn with_cooldown(mut self, limits: &'static [Limit]) -> Self {
        self.cooldown = Some(limits);
        self
    }

    pub const fn with_limit(mut self, limits: &'static [Limit]) -> Self {
        self.limit = limits;
        self
    }

    pub const fn with_bucket(mut self, bucket: &'static str) -> Self {
        self.bucket = Some(bucket);
        self
    }

    pub const fn with_cost(mut self, cost: u32) -> Self {
        self.cost = cost;
        self
    }

    pub const fn with_fresh(mut self) -> Self {
        self.fresh = true;
        self
    }

    pub const fn with_on_error(mut self, on_error: OnError) -> Self {
        self.on_error = Some(on_error);
        self
    }

    pub const fn with_audit(mut self) -> Self {
        self.audit = true;
        self
    }

    pub const fn with_category(mut self, category: &'static str) -> Self {
        self.category = Some(category);
        self
    }

    pub const fn hidden_in_help(mut self) -> Self {
        self.hide_in_help = true;
        self
    }

    pub const fn with_unchecked_api(mut self, reason: &'static str) -> Self {
        self.unchecked_api = Some(reason);
        self
    }

    pub const fn with_confirm(mut self) -> Self {
        self.confirm = Confirm::Caller;
        self
    }

    pub const fn with_confirm_by_other(mut self) -> Self {
        self.confirm = Confirm::Other;
        self
    }

    pub const fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    pub const fn with_subcommands(mut self, list: &'static [&'static CommandSpec]) -> Self {
        self.subcommands = list;
        self
    }

    /// The names of its checks: what they do is in the shim.
    pub const fn with_checks(mut self, checks: &'static [&'static str]) -> Self {
        self.checks = checks;
        self
    }

    /// The checks of `C`, for its subcommands.
    pub const fn with_inherited_checks<C: Command>(mut self) -> Self {
        self.inherited_checks = Some(|live| C::checks(Parsed::by_a_subcommand(live)));
        self
    }

    pub const fn with_concurrency(mut self, concurrency: u32) -> Self {
        self.concurrency = concurrency;
        self
    }
}

pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut n = 0;
    while n < a.len() {
        if a[n] != b[n] {
            return false;
        }
        n += 1;
    }
    true
}
