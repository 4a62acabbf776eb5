//! Why something was refused: data first, words afterwards.

mod text;

use std::time::Duration;

use crate::command::ArgError;
use crate::content::Reason;
use crate::locale::Locale;
use crate::policy::PermissionSet;
use crate::validate::ValidationError;

/// Why a message or a command was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Denial {
    /// Written by a bot, or by this one.
    FromBot,
    /// Written where the policy does not listen.
    UntrustedPlace,
    /// The event lacks something or carries something impossible.
    Malformed {
        /// What is wrong.
        field: &'static str,
    },
    /// The caller is blocked.
    Blocked {
        /// For how long still.
        remaining: Duration,
    },
    /// The caller tries too many commands.
    Flood {
        /// How long to wait.
        wait: Duration,
    },
    /// This message was run already.
    Replay,
    /// The message is too old, or says no age, and the command is privileged.
    Stale,
    /// Nothing more can be remembered, so nothing can be told from its repetition.
    ReplayFull,
    /// The store cannot keep that the message ran, so nothing privileged is done.
    ReplayUnkept,
    /// The command is not for this scene.
    WrongScene,
    /// The policy disables the command here.
    Disabled,
    /// The caller lacks a permission.
    MissingPermission {
        /// What the command needs.
        needed: PermissionSet,
    },
    /// What the caller may do is not known.
    UnknownPermission,
    /// The command is the owners'.
    NotOwner,
    /// An argument does not parse.
    Argument {
        /// Its name.
        name: &'static str,
        /// The character of the message's text at which it begins, from 1.
        at: usize,
        /// What is wrong.
        error: ArgError,
    },
    /// Arguments break rules: all that do, with every rule that they break.
    Invalid(ValidationError),
    /// An argument is missing.
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// There is more than the command takes.
    Surplus {
        /// The character of the message's text at which it begins, from 1.
        at: usize,
        /// The first word of it, cut to 20 characters.
        word: Box<str>,
    },
    /// An argument is given twice.
    Repeated {
        /// Its name.
        name: &'static str,
        /// The character of the message's text at which it is given again, from 1.
        at: usize,
    },
    /// A quote is not closed.
    Unclosed {
        /// The character of the message's text at which it is, from 1.
        at: usize,
    },
    /// The command works on a quoted message and none is quoted.
    NoQuote,
    /// The text is longer than a message may be.
    TooLong {
        /// Its length in characters.
        length: usize,
        /// The longest that is taken.
        max: usize,
    },
    /// The text holds a control character.
    ControlCharacter {
        /// Which.
        character: char,
        /// The character of the text at which it is, from 1.
        at: usize,
    },
    /// The message holds something that the policy refuses.
    Content {
        /// What.
        reason: Reason,
        /// From which character of the message on, counted from 1.
        at: usize,
    },
    /// The check of what the message holds failed itself.
    UncheckedContent,
    /// A check of the author's said no.
    Check {
        /// Its name.
        check: &'static str,
        /// What it said.
        reason: Option<Box<str>>,
    },
    /// The target is the caller.
    TargetsSelf,
    /// The target is the bot.
    TargetsBot,
    /// The target is equal to the caller or above.
    Outranked,
    /// The platform does not know the target as a member of this guild.
    NotAMember,
    /// The rank of the caller or of the target is not known.
    UnknownRank,
    /// The channel or the message belongs elsewhere.
    Elsewhere,
    /// The bot is no administrator of the guild, which the platform asks of it for this.
    BotNotAdministrator,
    /// The role is not below the caller: equal, above, or with a permission that the caller lacks.
    RoleNotBelow,
    /// The role is the platform's own: everybody's, the owner's, or of the administrator of one channel.
    PlatformRole,
    /// The platform was asked too often on behalf of this caller or guild.
    LookupLimit {
        /// How long to wait.
        wait: Duration,
    },
    /// The command has to be confirmed.
    Unconfirmed {
        /// The code that confirms it.
        code: u32,
        /// What is to be confirmed.
        call: Box<str>,
        /// Whether somebody else has to.
        by_other: bool,
    },
    /// The confirmation came sooner than anybody reads what they confirm.
    EarlyConfirmation,
    /// Whoever asked confirms, and somebody else has to.
    OwnConfirmation,
    /// The code confirms nothing: wrong, used or too old.
    WrongConfirmation,
    /// The button confirms what somebody else asked for.
    OthersConfirmation,
    /// The button confirms nothing any more.
    ClosedConfirmation {
        /// Whether it did a moment ago.
        again: bool,
    },
    /// Too many calls run at this moment.
    Overloaded,
    /// A cooldown or a quota.
    Cooldown {
        /// How long to wait.
        wait: Duration,
    },
    /// Too much that cannot be taken back was done in this guild.
    GuildLimit {
        /// How long to wait.
        wait: Duration,
    },
    /// Nothing can be recorded, so nothing privileged is done.
    AuditUnavailable,
    /// The state that machines share does not answer, and the command is privileged.
    StateUnavailable {
        /// Why: `state.away`, `state.read_only`, `state.full`, `state.lost` or `state.protocol`.
        rule: &'static str,
    },
    /// The state that the command takes was not given to the bot.
    NoState {
        /// Its type.
        of: &'static str,
    },
    /// The permission was taken away while the command ran.
    Revoked,
    /// Something was used that this call did not prove.
    Unproven,
}

impl Denial {
    /// A stable name of the rule, for records and tests.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::FromBot => "source.bot",
            Self::UntrustedPlace => "source.place",
            Self::Malformed { .. } => "source.malformed",
            Self::Blocked { .. } => "block",
            Self::Flood { .. } => "flood",
            Self::Replay => "replay",
            Self::Stale => "replay.stale",
            Self::ReplayFull => "replay.full",
            Self::ReplayUnkept => "replay.unkept",
            Self::WrongScene => "permission.scene",
            Self::Disabled => "permission.disabled",
            Self::MissingPermission { .. } => "permission.missing",
            Self::UnknownPermission => "permission.unknown",
            Self::NotOwner => "permission.owner",
            Self::Argument { .. } | Self::Invalid(_) => "arguments.invalid",
            Self::Missing { .. } => "arguments.missing",
            Self::Surplus { .. } => "arguments.surplus",
            Self::Repeated { .. } => "arguments.repeated",
            Self::Unclosed { .. } => "arguments.unclosed",
            Self::NoQuote => "arguments.quote",
            Self::TooLong { .. } => "arguments.length",
            Self::ControlCharacter { .. } => "arguments.control",
            Self::Content { reason, .. } => reason.rule(),
            Self::UncheckedContent => "content.unchecked",
            Self::Check { .. } => "check",
            Self::TargetsSelf => "authority.self",
            Self::TargetsBot => "authority.bot",
            Self::Outranked => "authority.rank",
            Self::NotAMember => "authority.member",
            Self::UnknownRank => "authority.unknown",
            Self::Elsewhere => "authority.elsewhere",
            Self::BotNotAdministrator => "authority.standing",
            Self::RoleNotBelow => "authority.role",
            Self::PlatformRole => "authority.platform_role",
            Self::LookupLimit { .. } => "authority.limit",
            Self::Unconfirmed { .. } => "confirm",
            Self::EarlyConfirmation => "confirm.early",
            Self::OwnConfirmation => "confirm.own",
            Self::WrongConfirmation => "confirm.wrong",
            Self::OthersConfirmation => "confirm.others",
            Self::ClosedConfirmation { .. } => "confirm.closed",
            Self::Overloaded => "capacity",
            Self::Cooldown { .. } => "limit",
            Self::GuildLimit { .. } => "run.guild_limit",
            Self::StateUnavailable { rule } => rule,
            Self::AuditUnavailable => "run.audit",
            Self::NoState { .. } => "run.state",
            Self::Revoked => "run.revoked",
            Self::Unproven => "run.unproven",
        }
    }

    /// The stage that refused: what stands before the dot in the rule.
    pub(crate) fn stage(&self) -> &'static str {
        let rule = self.rule();
        rule.split_once('.').map_or(rule, |(stage, _)| stage)
    }

    /// Whether it is answered with silence: an answer would help only whoever makes the noise.
    pub(crate) const fn is_silent(&self) -> bool {
        matches!(
            self,
            Self::FromBot
                | Self::UntrustedPlace
                | Self::Malformed { .. }
                | Self::Blocked { .. }
                | Self::Flood { .. }
                | Self::Replay
                | Self::Stale
        )
    }

    /// Whether it is about what was typed as arguments.
    pub(crate) fn is_of_arguments(&self) -> bool {
        self.rule().starts_with("arguments.")
    }

    /// Whether it can be had by whoever may not run the command.
    pub(crate) const fn is_of_a_stranger(&self) -> bool {
        matches!(
            self,
            Self::MissingPermission { .. }
                | Self::UnknownPermission
                | Self::NotOwner
                | Self::WrongScene
                | Self::Disabled
                | Self::ReplayFull
                | Self::StateUnavailable { .. }
        )
    }

    /// What the caller gets to read: nothing that helps to get round it.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match locale {
            Locale::Zh => self.zh(),
            Locale::En => self.en(),
        }
    }
}
