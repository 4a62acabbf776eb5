//! What `#[command(..)]` says, and spellings of other frameworks.

use super::Form::{Flag, FlagOrList, List, Value, ValueOrList};
use super::{Table, key, repeated};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum CommandKey {
    Name,
    Aliases,
    Perm,
    OwnersOnly,
    Public,
    Cooldown,
    Limit,
    Bucket,
    Cost,
    Scene,
    GuildOnly,
    DmOnly,
    Fresh,
    Check,
    Confirm,
    Timeout,
    Concurrency,
    OnError,
    Audit,
    Category,
    HideInHelp,
    UncheckedApi,
    Marker,
    Subcommands,
    Crate,
}

impl CommandKey {
    /// Whether the key says who may run the command.
    pub(crate) fn says_who(self) -> bool {
        matches!(self, Self::Perm | Self::OwnersOnly | Self::Public)
    }

    /// Whether the key says where the command may be run.
    pub(crate) fn says_where(self) -> bool {
        matches!(self, Self::Scene | Self::GuildOnly | Self::DmOnly)
    }
}

/// What stands in `confirm(..)`.
#[derive(Clone, Copy)]
pub(crate) enum ConfirmKey {
    By,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScopeKey {
    User,
    Member,
    Channel,
    Guild,
    Global,
}

/// What stands in `limit(..)`.
#[derive(Clone, Copy)]
pub(crate) enum LimitKey {
    Scope(ScopeKey),
    Burst,
}

pub(crate) const COMMAND: Table<CommandKey> = Table {
    place: "command",
    noun: "key",
    keys: &[
        key(CommandKey::Name, "name", Value, r#"name = "ban""#),
        key(CommandKey::Aliases, "aliases", List, r#"aliases("b", "踢")"#),
        key(CommandKey::Perm, "perm", Value, "perm = BanMembers"),
        key(CommandKey::OwnersOnly, "owners_only", Flag, "owners_only"),
        key(CommandKey::Public, "public", Flag, "public"),
        key(CommandKey::Cooldown, "cooldown", ValueOrList, r#"cooldown = "30s""#),
        key(CommandKey::Limit, "limit", ValueOrList, r#"limit = "10/min""#),
        key(CommandKey::Bucket, "bucket", Value, r#"bucket = "moderation""#),
        key(CommandKey::Cost, "cost", Value, "cost = 2"),
        key(CommandKey::Scene, "scene", ValueOrList, "scene = guild"),
        key(CommandKey::GuildOnly, "guild_only", Flag, "guild_only"),
        key(CommandKey::DmOnly, "dm_only", Flag, "dm_only"),
        key(CommandKey::Fresh, "fresh", Flag, "fresh"),
        repeated(key(CommandKey::Check, "check", Value, "check = is_open(channel)")),
        key(CommandKey::Confirm, "confirm", FlagOrList, "confirm(by = other)"),
        key(CommandKey::Timeout, "timeout", Value, r#"timeout = "10s""#),
        key(CommandKey::Concurrency, "concurrency", Value, "concurrency = 4"),
        key(CommandKey::OnError, "on_error", Value, "on_error = explain"),
        key(CommandKey::Audit, "audit", Flag, "audit"),
        key(CommandKey::Category, "category", Value, r#"category = "管理""#),
        key(CommandKey::HideInHelp, "hide_in_help", Flag, "hide_in_help"),
        key(
            CommandKey::UncheckedApi,
            "unchecked_api",
            Value,
            r#"unchecked_api = "no power pins messages""#,
        ),
        key(CommandKey::Marker, "marker", Value, "marker = Ban"),
        key(CommandKey::Subcommands, "subcommands", List, "subcommands(add, remove)"),
        key(CommandKey::Crate, "crate", Value, "crate = ::bots"),
    ],
    guesses: &[
        ("permission", "perm = BanMembers"),
        ("permissions", "perm = all(KickMembers, BanMembers)"),
        ("required_permissions", "perm = all(KickMembers, BanMembers)"),
        ("rename", r#"name = "ban""#),
        ("alias", r#"aliases("b", "踢")"#),
        ("description", "a doc comment on the function"),
        ("help", "a doc comment on the function"),
        ("user_cooldown", r#"cooldown(user = "30s")"#),
        ("member_cooldown", r#"cooldown(member = "30s")"#),
        ("channel_cooldown", r#"cooldown(channel = "30s")"#),
        ("guild_cooldown", r#"cooldown(guild = "30s")"#),
        ("global_cooldown", r#"cooldown(global = "30s")"#),
        ("rate_limit", r#"limit = "10/min""#),
        ("ratelimit", r#"limit = "10/min""#),
        ("burst", r#"limit(member = "10/min", burst = 3)"#),
        ("error_handler", "on_error = explain"),
        ("hidden", "hide_in_help"),
        ("log", "audit"),
        ("prefix_command", "nothing: every command is called by its prefix"),
        ("slash_command", "nothing: every command is called by its prefix"),
        ("context_menu_command", "a parameter `Target` or `Message`: there are no menus"),
        ("name_localized", r#"aliases("踢")"#),
        ("description_localized", "both languages in the doc comment: `/// 踢人 / Kicks.`"),
        ("custom_data", "a `State<T>` as parameter"),
        ("identifying_name", "nothing: a command is named by its path"),
        ("install_context", "scene(guild, group)"),
        ("interaction_context", "scene(guild, group)"),
        ("default_member_permissions", "perm = all(KickMembers, BanMembers)"),
        ("required_bot_permissions", "nothing: what the bot needs follows from the proofs"),
        ("nsfw_only", "nothing: channels have no such mark; `check = path` can ask a list"),
        ("subcommand_required", "nothing: the parent's body says what to call"),
        ("track_edits", "nothing: no edit is told to bots"),
        ("invoke_on_edit", "nothing: no edit is told to bots"),
        ("track_deletion", "nothing: replies stay"),
        ("reuse_response", "nothing: replies are not edited"),
        ("manual_cooldowns", "cooldown = none"),
        ("broadcast_typing", "nothing: no typing is shown"),
        ("discard_spare_arguments", "a last parameter `#[rest] _more: Option<Text>`"),
        (
            "ephemeral",
            "nothing: every reply is seen by all; `dm_only` keeps a command out of groups",
        ),
    ],
};

pub(crate) const CONFIRM: Table<ConfirmKey> = Table {
    place: "confirm",
    noun: "key",
    keys: &[key(ConfirmKey::By, "by", Value, "by = other")],
    guesses: &[],
};

pub(crate) const COOLDOWN: Table<ScopeKey> = Table {
    place: "cooldown",
    noun: "scope",
    keys: &[
        key(ScopeKey::User, "user", Value, r#"user = "30s""#),
        key(ScopeKey::Member, "member", Value, r#"member = "30s""#),
        key(ScopeKey::Channel, "channel", Value, r#"channel = "30s""#),
        key(ScopeKey::Guild, "guild", Value, r#"guild = "30s""#),
        key(ScopeKey::Global, "global", Value, r#"global = "30s""#),
    ],
    guesses: &[],
};

pub(crate) const LIMIT: Table<LimitKey> = Table {
    place: "limit",
    noun: "key",
    keys: &[
        key(LimitKey::Scope(ScopeKey::User), "user", Value, r#"user = "10/min""#),
        key(LimitKey::Scope(ScopeKey::Member), "member", Value, r#"member = "10/min""#),
        key(LimitKey::Scope(ScopeKey::Channel), "channel", Value, r#"channel = "60/min""#),
        key(LimitKey::Scope(ScopeKey::Guild), "guild", Value, r#"guild = "60/min""#),
        key(LimitKey::Scope(ScopeKey::Global), "global", Value, r#"global = "60/min""#),
        key(LimitKey::Burst, "burst", Value, "burst = 3"),
    ],
    guesses: &[],
};
