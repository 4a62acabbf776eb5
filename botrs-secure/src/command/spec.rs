//! What the attribute said of a command, as data.

use std::time::Duration;

use crate::command::arg::ArgError;
use crate::command::param::{Kind, Rules};
use crate::command::{Call, Command, Run};
use crate::limit::Quota;
use crate::place::{Scene, Scenes};
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

/// Over whom a limit counts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// One parameter.
#[derive(Debug, Clone, Copy)]
pub struct ParamSpec {
    pub(crate) name: &'static str,
    pub(crate) help: &'static str,
    pub(crate) kind: Kind,
    pub(crate) proof: bool,
    pub(crate) rest: bool,
    pub(crate) default: Option<&'static str>,
    pub(crate) rules: Rules,
    /// What its type says against a text.
    pub(crate) objection: Objection,
}

/// Why a text is no value of a type under these rules.
pub(crate) type Objection = fn(&str, &Rules) -> Option<ArgError>;

/// What the macro emits; `docs` of the attribute describe the keys.
#[doc(hidden)]
impl ParamSpec {
    /// Of a type of parameter, to be named.
    pub(crate) const fn new(kind: Kind, proof: bool) -> Self {
        Self {
            name: "",
            help: "",
            kind,
            proof,
            rest: false,
            default: None,
            rules: Rules::NONE,
            objection: |_, _| None,
        }
    }

    pub(crate) const fn of_kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    pub(crate) const fn objecting(mut self, objection: Objection) -> Self {
        self.objection = objection;
        self
    }

    /// Why its default is none.
    pub(crate) fn wrong_default(&self) -> Option<ArgError> {
        (self.objection)(self.default?, &self.rules)
    }

    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    pub const fn rest(mut self) -> Self {
        self.rest = true;
        self
    }

    pub const fn default(mut self, text: &'static str) -> Self {
        self.default = Some(text);
        self.kind = Kind::Optional;
        self
    }

    pub const fn rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }
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
    pub(crate) confirm: bool,
    pub(crate) timeout: Duration,
    pub(crate) concurrency: u32,
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
            confirm: false,
            timeout: TIMEOUT,
            concurrency: CONCURRENCY,
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

    pub const fn with_confirm(mut self) -> Self {
        self.confirm = true;
        self
    }

    pub const fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    pub const fn with_concurrency(mut self, concurrency: u32) -> Self {
        self.concurrency = concurrency;
        self
    }
}

/// Refuses, at compile time, the parameter `n` where its place among the others is wrong.
#[doc(hidden)]
pub const fn assert_param(spec: &CommandSpec, n: usize) {
    let param = &spec.params[n];
    if param.proof && !spec.scenes.is_only(Scene::Guild) {
        panic!(
            "a `Target`, `Channel` or `Message` exists only in guilds, where the platform tells \
             rank and ownership; add `scene = guild` to `#[command(..)]`"
        );
    }
    if matches!(param.kind, Kind::Extracted) {
        if param.rest || param.default.is_some() {
            panic!(
                "`#[rest]` and `default` belong to arguments; this parameter is not typed by the caller"
            );
        }
        return;
    }
    let mut before = 0;
    while before < n {
        let earlier = &spec.params[before];
        if earlier.rest {
            panic!("nothing can follow a `#[rest]` argument; make this one come before it");
        }
        if matches!(param.kind, Kind::Required) && matches!(earlier.kind, Kind::Optional) {
            panic!(
                "a required argument cannot follow an optional one; put it first, make it an \
                 `Option`, or give it a `default`"
            );
        }
        before += 1;
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
