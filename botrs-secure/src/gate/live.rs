//! One command on its way: from the permission stage to the end of its body.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::adapter::Roles;
use crate::command::{REDACTED, Registered, shown};
use crate::content::words::Words;
use crate::gate::denial::Denial;
use crate::gate::talk::Talk;
use crate::policy::{Grant, PermissionDef, Policy};

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

/// One command on its way.
pub(crate) struct Live {
    pub(crate) talk: Talk,
    pub(crate) command: Arc<Registered>,
    pub(crate) confirmation: Option<u32>,
    /// The policy that admitted the call.
    pub(crate) policy: Arc<Policy>,
    /// The roles by which the call is admitted, fresher ones after the authority stage.
    pub(crate) roles: parking_lot::Mutex<Option<Roles>>,
    arguments: ArgumentText,
    stage: AtomicU8,
}

impl Live {
    pub(crate) fn new(
        talk: Talk,
        command: Arc<Registered>,
        arguments: ArgumentText,
        confirmation: Option<u32>,
        policy: Arc<Policy>,
    ) -> Self {
        Self {
            talk,
            command,
            confirmation,
            policy,
            roles: parking_lot::Mutex::new(None),
            arguments,
            stage: AtomicU8::new(Stage::Arguments as u8),
        }
    }

    /// The words that the caller typed after the command's name.
    pub(crate) fn words(&self) -> Words<'_> {
        Words::starting_at(self.routed(), self.arguments.offset)
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
        self.stage.store(stage as u8, Ordering::Relaxed);
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
    /// The policy is compared first: only where it moved since the call came is anything decided again.
    pub(crate) fn is_still_granted(&self) -> Result<(), Denial> {
        let current = self.talk.engine.policy.load();
        if Arc::ptr_eq(&current, &self.policy) {
            return Ok(());
        }
        let incoming = &self.talk.incoming;
        let fresh = self.roles.lock();
        let roles = fresh.as_ref().unwrap_or(&incoming.roles);
        let authority = current.authority(&incoming.place, &incoming.person, roles);
        if !current.trusts(&incoming.place) {
            return Err(Denial::Revoked);
        }
        match authority.grants(&self.command.need) {
            Grant::Granted => Ok(()),
            Grant::Denied | Grant::Unknown => Err(Denial::Revoked),
        }
    }
}
