//! One command on its way: from the permission stage to the end of its body.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};
#[cfg(feature = "metrics")]
use std::time::Duration;

use parking_lot::Mutex;

use crate::adapter::Roles;
#[cfg(feature = "metrics")]
use crate::clock::Moment;
use crate::command::{REDACTED, Registered, shown};
use crate::content::words::Words;
use crate::gate::denial::Denial;
use crate::gate::permission::{self, Permitted, Standing};
use crate::gate::revocation::Seen;
use crate::gate::route::Routed;
use crate::gate::talk::Talk;
use crate::id::RoleId;
#[cfg(feature = "_admin")]
use crate::id::UserId;
use crate::place::PersonId;
use crate::policy::{Authority, InForce, PermissionDef};

/// How far a call has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Arguments,
    Check,
    Authority,
    Confirm,
    Capacity,
    Limit,
    Run,
}

impl Stage {
    const NAMES: [&str; 7] =
        ["arguments", "check", "authority", "confirm", "capacity", "limit", "run"];
}

/// The routed text, and where in it the arguments begin.
#[derive(Debug, Clone)]
pub(crate) struct ArgumentText {
    pub(crate) text: RoutedText,
    pub(crate) offset: usize,
}

/// A part of the message where routing changed nothing, else a text of its own.
#[derive(Debug, Clone)]
pub(crate) enum RoutedText {
    Within(Range<usize>),
    Own(Box<str>),
}

/// What the platform said of the caller when it was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) roles: Roles,
    pub(crate) is_channel_admin: bool,
}

/// One command on its way.
pub(crate) struct Live {
    pub(crate) talk: Talk,
    pub(crate) command: Arc<Registered>,
    pub(crate) confirmation: Option<u32>,
    /// What was in force when the call came.
    pub(crate) in_force: Arc<InForce>,
    /// What the authority stage learnt of the caller, where it asked.
    pub(crate) asked: Mutex<Option<Asked>>,
    /// Which events are accounted for in what is known.
    pub(crate) seen: Mutex<Seen>,
    /// Who asked for it, where somebody else confirmed it.
    asked_by: OnceLock<PersonId>,
    arguments: ArgumentText,
    stage: AtomicU8,
    /// When the body began.
    #[cfg(feature = "metrics")]
    began: OnceLock<Moment>,
}

impl Live {
    /// `seen` is of when the message came.
    pub(crate) fn new(talk: Talk, seen: Seen, routed: Routed, in_force: Arc<InForce>) -> Self {
        let Routed { command, arguments, confirmation } = routed;
        Self {
            seen: Mutex::new(seen),
            talk,
            command,
            confirmation,
            in_force,
            asked: Mutex::new(None),
            asked_by: OnceLock::new(),
            arguments,
            stage: AtomicU8::new(Stage::Arguments as u8),
            #[cfg(feature = "metrics")]
            began: OnceLock::new(),
        }
    }

    /// What the platform told in this call of somebody whom it is about.
    #[cfg(feature = "_admin")]
    pub(crate) fn roles_of_target(&self, user: UserId) -> Option<Roles> {
        self.seen.lock().roles_of_target(user).cloned()
    }

    /// Keeps who asked for this call, which somebody else confirms.
    pub(super) fn is_asked_by(&self, person: PersonId) {
        // A call is confirmed once.
        let _ = self.asked_by.set(person);
    }

    /// Who asked for this call, where somebody else confirmed it.
    pub(super) fn asked_by(&self) -> Option<PersonId> {
        self.asked_by.get().copied()
    }

    /// The words that the caller typed after the command's name.
    pub(crate) fn words(&self) -> Words<'_> {
        Words::starting_at(self.routed(), self.arguments.offset)
    }

    /// The same, to be kept.
    pub(super) fn argument_text(&self) -> ArgumentText {
        self.arguments.clone()
    }

    /// The text that the caller typed after the command's name.
    pub(crate) fn arguments(&self) -> &str {
        self.routed().get(self.arguments.offset..).unwrap_or_default()
    }

    /// The same as records show it: without the values of redacted arguments.
    ///
    /// `denial` is why the call was refused, if it was: what was not understood is not shown either, nor
    /// what may be the words of a subcommand whose name was misspelt.
    pub(crate) fn shown_arguments(&self, denial: Option<&Denial>) -> Cow<'_, str> {
        if self.command.has_secrets_below && !self.words().is_empty() {
            return Cow::Borrowed(REDACTED);
        }
        shown(self.words(), self.command.spec.params, denial)
    }

    fn routed(&self) -> &str {
        match &self.arguments.text {
            RoutedText::Within(range) => {
                self.talk.incoming.content.get(range.clone()).unwrap_or_default()
            }
            RoutedText::Own(text) => text,
        }
    }

    pub(crate) fn enter(&self, stage: Stage) {
        #[cfg(feature = "metrics")]
        if stage == Stage::Run {
            // A body begins once.
            let _ = self.began.set(self.talk.engine.clock.now().mono);
        }
        self.stage.store(stage as u8, Ordering::Relaxed);
    }

    /// For how long the body has been running, if it has begun.
    #[cfg(feature = "metrics")]
    pub(super) fn runs_for(&self) -> Option<Duration> {
        let began = *self.began.get()?;
        Some(self.talk.engine.clock.now().mono.since(began))
    }

    /// The name of the stage that the call is at.
    pub(super) fn stage(&self) -> &'static str {
        Stage::NAMES[usize::from(self.stage.load(Ordering::Relaxed))]
    }

    pub(crate) fn is_running(&self) -> bool {
        self.stage.load(Ordering::Relaxed) == Stage::Run as u8
    }

    /// Whether the command's own rule names the permission, and the caller still satisfies that rule.
    pub(crate) fn holds(&self, permission: &PermissionDef) -> Result<(), Denial> {
        if !self.command.need.always_checks(permission) || !self.is_running() {
            return Err(Denial::Unproven);
        }
        self.is_still_granted()
    }

    /// Whether the caller still satisfies the command's rule.
    ///
    /// What is in force is compared first: only where it moved since the call came is anything decided
    /// again.
    pub(crate) fn is_still_granted(&self) -> Result<(), Denial> {
        let current = self.talk.engine.current.load();
        if Arc::ptr_eq(&current, &self.in_force) {
            return Ok(());
        }
        self.is_granted_by(&current)
    }

    /// Whether the caller satisfies the command's rule by what is in force now, though it was another
    /// when the call came.
    pub(crate) fn is_granted_by(&self, current: &InForce) -> Result<(), Denial> {
        let incoming = &self.talk.incoming;
        if !current.rules.tables.trusts(&incoming.place) {
            return Err(Denial::Revoked);
        }
        self.permitted_now(current).map_err(|_| Denial::Revoked)
    }

    /// Whether the call is of a command for some and not for all, by what was in force when it came.
    pub(crate) fn is_privileged(&self) -> bool {
        permission::is_privileged(&self.in_force, &self.command, &self.talk.incoming.place)
    }

    /// What the caller may do by these rules and what the platform said of them; none where it was not
    /// asked.
    pub(crate) fn authority(&self, in_force: &InForce) -> Option<Authority> {
        let was_asked = self.asked.lock().is_some();
        was_asked.then(|| self.standing(|who| who.authority(in_force)))
    }

    /// Whether a role of the call's guild is below the caller and within what they hold, by these rules
    /// and what the platform said of them.
    pub(crate) fn covers(&self, in_force: &InForce, role: RoleId) -> bool {
        let Some(guild) = self.talk.incoming.place.guild() else { return false };
        let means = in_force.rules.guild_role(guild, role);
        self.authority(in_force).is_some_and(|caller| caller.covers(&means))
    }

    /// Whether the caller may run the command by these rules and what is known of them by now.
    pub(crate) fn permitted(&self, in_force: &InForce) -> Result<Permitted, Denial> {
        self.standing(|who| permission::check(in_force, self.command.requirement(), who))
    }

    /// The same where the platform was asked all that it is asked.
    pub(crate) fn permitted_now(&self, in_force: &InForce) -> Result<(), Denial> {
        self.standing(|who| permission::check_now(in_force, self.command.requirement(), who))
    }

    fn standing<T>(&self, judge: impl FnOnce(Standing<'_>) -> T) -> T {
        let incoming = &self.talk.incoming;
        let asked = self.asked.lock();
        let (roles, is_channel_admin) = match &*asked {
            Some(asked) => (&asked.roles, asked.is_channel_admin),
            None => (&incoming.roles, false),
        };
        let (place, person) = (&incoming.place, &incoming.person);
        judge(Standing { place, person, roles, is_channel_admin })
    }
}
