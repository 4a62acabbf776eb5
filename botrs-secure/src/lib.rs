//! QQ bots made secure by annotation.
//!
//! A command is an ordinary `async fn`. One attribute says who may run it, how often and on what input;
//! a call reaches the function only after thirteen stages have let it pass, and whatever is decided
//! and done is recorded. What a command does to others goes through powers, which compile only where
//! the attribute checks their permission, and which take proofs ([`Target`], [`Message`]) instead of ids.
//!
//! ```
//! use botrs_secure::prelude::*;
//!
//! /// Mute a member.
//! #[command(aliases("禁言"), perm = MuteMembers, cooldown = "30s", scene = guild)]
//! async fn mute(
//!     ctx: Context<'_, mute>,
//!     target: Target,
//!     #[arg(max = "7d")] period: Duration,
//!     #[rest] reason: Option<Text>,
//! ) -> Result<Reply> {
//!     ctx.members().mute(&target, period).await?;
//!     Ok(reply!("已禁言 {target} {period}，理由：{reason}"))
//! }
//!
//! # fn bot() -> Result<SecureBot> {
//! let bot = SecureBot::builder(Credentials::from_env()?)
//!     .commands(commands![mute])
//!     .policy(Policy::new().trust_guild(GuildId::new(1234567890)))
//!     .audit(AuditLog::open("audit.jsonl")?)
//!     .build()?;
//! # Ok(bot)
//! # }
//! ```
//!
//! | to read about | see |
//! |---|---|
//! | the keys of the attribute | [`macro@command`] |
//! | what a command can take | [its parameters](macro@command#parameters-of-a-command), [`derive@Args`], [`derive@Choice`], [`FromArg`], [`Target`], [`Message`], [`Channel`], [`State`] |
//! | the rules of values | [`derive@Validate`], [`macro@validate`] |
//! | what a message may hold | [`ContentPolicy`], [what is found and missed](mod@content_checks) |
//! | replies and lists of commands | [`reply!`], [`commands!`] |
//! | who is trusted and who may do what | [`Policy`], its [file](mod@policy_file), [all rules](mod@authority), [`Role`], [`derive@Permission`] |
//! | what a command can do to others | [`mod@powers`] |
//! | who may do what while the bot runs | `Builder::admin_commands` and `Store`, with the feature `redb` |
//! | why something was refused | [`Denial`], [`Outcome`] |
//! | where credentials and other secrets come from | [`Credentials`], [`SecureConfig`], [their files](mod@secret_files), [the command `secret`](mod@secret_command), [tokens and a changed secret](mod@tokens) |
//! | what is recorded | [`AuditLog`] |
//! | what is logged, and what must not be | [`is_safe_to_log`] |
//! | how a bot is watched while it runs | [spans, metrics and health](mod@watching) |
//! | what is wrong of a bot's directory | [the command `doctor`](mod@doctor) |
//! | who is connected to and how | [`mod@connections`] |
//! | how data and passwords are stored | [`mod@data_at_rest`], with the features `vault` and `password` |
//! | what all commands need, to be reviewed | [`Manifest`] |
//! | messages that are no commands | [`Handler`] |
//! | buttons, and all other events | [presses, codes and the table of events](mod@buttons_and_events) |
//! | what stands here for what poise has | [`mod@from_poise`] |
//! | tests of a bot | `testing`, with the feature of that name |
#![deny(missing_docs)]

// The macros name this crate, and it has commands of its own.
extern crate self as botrs_secure;

mod adapter;
mod audit;
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/audit.md")]
pub mod audit_records {}
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/authority.md")]
pub mod authority {}
mod bot;
mod builtin;
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/buttons.md")]
pub mod buttons_and_events {}
#[cfg(feature = "_admin")]
mod changes;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "fetch")]
mod client;
mod clock;
mod command;
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/connections.md")]
pub mod connections {}
mod contain;
mod content;
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/content.md")]
pub mod content_checks {}
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/data.md")]
pub mod data_at_rest {}
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/deploying.md")]
pub mod deploying {}
mod digits;
mod engine;
mod error;
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/doctor.md")]
pub mod doctor {}
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/from-poise.md")]
pub mod from_poise {}
mod gate;
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/guide.md")]
pub mod guide {}
mod handler;
mod help;
mod hex;
mod id;
mod json;
mod limit;
mod locale;
mod macros;
pub mod manifest;
#[cfg(feature = "metrics")]
mod monitor;
mod peer;
mod place;
mod policy;
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/policy.md")]
pub mod policy_file {}
#[doc = include_str!("../docs/reference/powers.md")]
pub mod powers {
    pub use crate::adapter::ChannelPermissions;
    pub use crate::command::{
        ChannelSettings, Channels, Guild, History, Members, Messages, RoleSettings, Roles,
    };
}
pub mod prelude;
mod private_file;
mod reply;
mod secret;
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/secret-command.md")]
pub mod secret_command {}
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/secret-files.md")]
pub mod secret_files {}
#[cfg(feature = "redb")]
mod store;
mod sync;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/tokens.md")]
pub mod tokens {}
pub mod validate;
#[cfg(any(doc, doctest))]
#[doc = include_str!("../docs/reference/watching.md")]
pub mod watching {}
#[cfg(all(feature = "webhook", any(doc, doctest)))]
#[doc = include_str!("../docs/reference/webhook.md")]
pub mod webhook {}

pub use async_trait::async_trait;
#[doc = include_str!("../docs/reference/args.md")]
pub use botrs_secure_macros::Args;
#[doc = include_str!("../docs/reference/choice.md")]
pub use botrs_secure_macros::Choice;
#[doc = include_str!("../docs/reference/permission.md")]
pub use botrs_secure_macros::Permission;
#[doc = include_str!("../docs/reference/redact.md")]
pub use botrs_secure_macros::Redact;
/// Writes the trait [`Validate`](trait@Validate) by the rules of fields.
///
#[doc = include_str!("../docs/reference/rules.md")]
pub use botrs_secure_macros::Validate;
#[doc = include_str!("../docs/reference/command.md")]
///
#[doc = include_str!("../docs/reference/parameters.md")]
pub use botrs_secure_macros::command;
#[doc = include_str!("../docs/reference/validate.md")]
pub use botrs_secure_macros::validate;

#[cfg(feature = "webhook")]
pub use adapter::Webhook;
pub use adapter::{
    ChannelPermissions, Event, GroupRole, Incoming, PlatformError, PlatformErrorKind, Roles,
    StartError, StartErrorKind, is_safe_to_log,
};
pub use audit::{AuditError, AuditLog, AuditLogBuilder, AuditSink, AuditSync, TracingSink};
pub use bot::{BuildError, Builder, Handle, SecureBot};
#[cfg(feature = "fetch")]
pub use client::secure_client;
pub use command::{
    Access, ArgError, Audit, Author, Channel, ChannelSettings, Checks, Command, CommandSpec,
    Context, FromArg, GuildRole, History, Kind, Members, Message, Messages, NoPowers, Param,
    RoleSettings, State, Target, Unchecked, UncheckedApi,
};
#[cfg(feature = "fetch")]
pub use content::{Attachments, FetchError};
pub use content::{
    BlockedWord, BlockedWords, BlockedWordsError, ContentAction, ContentPolicy, Finding,
    InvalidHost, LinkFault, Links, Reason, SafeUrl, Text, Verdict, extract_safe_urls,
};
pub use error::{Error, Result};
pub use gate::{Alert, AlertKind, Decision, Denial, Outcome, Stop};
pub use handler::Handler;
pub use id::{BotId, ChannelId, GuildId, InvalidId, MessageId, OpenId, RoleId, UserId};
#[cfg(feature = "redis")]
pub use limit::redis::{Redis, RedisError};
pub use limit::{Intrusion, Quota};
pub use locale::Locale;
pub use manifest::Manifest;
pub use place::{PersonId, Place, Principal, Realm, Scene, Scenes};
pub use policy::{
    Administrator, BanMembers, DeleteMessages, KickMembers, ManageChannels, ManageGuild,
    ManageRoles, MuteMembers, Permission, PermissionDef, PermissionSet, Policy, PolicyError,
    Restriction, Role, SendMessages,
};
pub use reply::{Mention, Reply, Show};
pub use secret::{
    ConfigError, Credentials, CredentialsError, SecretFileError, SecureConfig, TomlError,
};
#[cfg(feature = "vault")]
pub use secret::{Opened, Sealed, Vault, VaultError, VaultKey, VaultKeyError};
#[cfg(feature = "password")]
pub use secret::{Password, PasswordError, Verified};
#[cfg(feature = "sealed")]
pub use secret::{SealedError, Unlock, UnlockError};
#[cfg(feature = "redb")]
pub use store::{Store, StoreError};
pub use validate::{Validate, ValidationError, Violation};

/// What the macros write into programs. No part of the interface.
#[doc(hidden)]
pub mod expansion {
    pub use std::time::Duration;

    pub use botrs_secure_macros::commands;
    #[cfg(not(rust_analyzer))]
    pub use botrs_secure_macros::reply;
    pub use regex::Regex;
    pub use serde;

    pub use crate::command::*;
    pub use crate::gate::Denial;
    pub use crate::limit::Quota;
    pub use crate::place::{Scene, Scenes};
    pub use crate::policy::{Permission, PermissionDef};
    pub use crate::reply::number::{Count, Counted, Integer, Number, Scientific, Whole};
    pub use crate::reply::show::Shown;
    pub use crate::reply::{Reply, SegmentKind, Show};
    #[cfg(rust_analyzer)]
    pub use crate::reply_in_an_editor as reply;
    pub use crate::validate::on as rule;
    pub use crate::validate::{Collector, Invalid, Present, Validate, ValidationError};
}
