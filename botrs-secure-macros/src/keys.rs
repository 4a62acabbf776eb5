//! The language: every key, how it is written and where it is valid.
//!
//! A new key is one row here and one arm where its table is read.

use crate::suggest;

/// How a key is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `key`
    Flag,
    /// `key = value`
    Value,
    /// `key(..)`
    List,
    /// `key = value` or `key(..)`
    ValueOrList,
    /// `key` or `key(..)`
    FlagOrList,
}

/// One row: a key of a table, known to the code as `id`.
pub(crate) struct Key<K> {
    pub(crate) id: K,
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    /// How it looks, for messages.
    pub(crate) example: &'static str,
    /// Whether it may be said several times.
    pub(crate) repeats: bool,
}

/// The keys that are valid in one place.
pub(crate) struct Table<K: 'static> {
    /// The place, as messages call it.
    pub(crate) place: &'static str,
    /// What a key is called there.
    pub(crate) noun: &'static str,
    pub(crate) keys: &'static [Key<K>],
    /// Spellings of other frameworks, and what is written here.
    pub(crate) guesses: &'static [(&'static str, &'static str)],
}

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

#[derive(Clone, Copy)]
pub(crate) enum ArgKey {
    Default,
    Min,
    Max,
    OneOf,
    Name,
    Redact,
}

/// On a whole item, where nothing else is said.
#[derive(Clone, Copy)]
pub(crate) enum ItemKey {
    Crate,
}

#[derive(Clone, Copy)]
pub(crate) enum ChoiceKey {
    Name,
    Zh,
    Aliases,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RuleKey {
    Length,
    Range,
    Pattern,
    OneOf,
    Url,
    SafeText,
    NoMentions,
    Custom,
    With,
    Nested,
    Each,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LengthKey {
    Min,
    Max,
    Equal,
    Chars,
    Bytes,
    Graphemes,
}

#[derive(Clone, Copy)]
pub(crate) enum BoundKey {
    Min,
    Max,
}

#[derive(Clone, Copy)]
pub(crate) enum UrlKey {
    Allow,
}

#[derive(Clone, Copy)]
pub(crate) enum PermissionKey {
    Name,
    Crate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RedactKey {
    All,
    Serialize,
    Crate,
}

use Form::{Flag, FlagOrList, List, Value, ValueOrList};

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
        key(CommandKey::Confirm, "confirm", Flag, "confirm"),
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

/// What others write as an attribute on a parameter, and what is written here.
pub(crate) const ATTRIBUTES_OF_OTHERS: &[(&str, &str)] = &[
    ("description", "a doc comment"),
    ("description_localized", "both languages in the doc comment: `/// 时长 / For how long.`"),
    ("name_localized", r#"`#[arg(name = "时长")]`"#),
    ("rename", r#"`#[arg(name = "时长")]`"#),
    ("name", r#"`#[arg(name = "时长")]`"#),
    ("default", r#"`#[arg(default = "10m")]`"#),
    ("min", "`#[arg(min = 1)]`"),
    ("max", "`#[arg(max = 9)]`"),
    ("min_length", "`#[validate(length(min = 1))]`"),
    ("max_length", "`#[validate(length(max = 200))]`"),
    ("choices", r#"`#[arg(one_of("a", "b"))]`, or derive `Choice`"#),
    ("redact", "`#[arg(redact)]`"),
    ("string", "nothing, and implement `FromArg` for the type"),
    ("lazy", "nothing: the caller names what stands behind, as in `reason=..`"),
    ("autocomplete", "nothing: help lists the choices of a `Choice`"),
    ("channel_types", "a `check` of the channel"),
    ("file_types", "nothing: a command does not take files"),
];

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

pub(crate) const ARG: Table<ArgKey> = Table {
    place: "arg",
    noun: "key",
    keys: &[
        key(ArgKey::Default, "default", Value, r#"default = "10m""#),
        key(ArgKey::Min, "min", Value, "min = 1"),
        key(ArgKey::Max, "max", Value, r#"max = "7d""#),
        key(ArgKey::OneOf, "one_of", List, r#"one_of("a", "b")"#),
        key(ArgKey::Name, "name", Value, r#"name = "时长""#),
        key(ArgKey::Redact, "redact", Flag, "redact"),
    ],
    guesses: &[
        ("rest", "`#[rest]` beside it"),
        ("flag", "`#[flag]` beside it"),
        ("help", "a doc comment on the parameter"),
        ("rename", r#"name = "时长""#),
        ("secret", "redact"),
    ],
};

pub(crate) const ARGS_ITEM: Table<ItemKey> = Table {
    place: "args",
    noun: "key",
    keys: &[key(ItemKey::Crate, "crate", Value, "crate = ::bots")],
    guesses: &[],
};

pub(crate) const CHOICE_ITEM: Table<ItemKey> = Table {
    place: "choice",
    noun: "key",
    keys: &[key(ItemKey::Crate, "crate", Value, "crate = ::bots")],
    guesses: &[
        ("name", "`name` on a variant"),
        ("zh", "`zh` on a variant"),
        ("aliases", "`aliases` on a variant"),
    ],
};

pub(crate) const CHOICE: Table<ChoiceKey> = Table {
    place: "choice",
    noun: "key",
    keys: &[
        key(ChoiceKey::Name, "name", Value, r#"name = "small""#),
        key(ChoiceKey::Zh, "zh", Value, r#"zh = "小""#),
        key(ChoiceKey::Aliases, "aliases", List, r#"aliases("s", "tiny")"#),
    ],
    guesses: &[
        ("alias", r#"aliases("s", "tiny")"#),
        ("rename", r#"name = "small""#),
        ("cn", r#"zh = "小""#),
    ],
};

/// On a whole function, struct or enum.
pub(crate) const VALIDATE_ITEM: Table<ItemKey> = Table {
    place: "validate",
    noun: "key",
    keys: &[key(ItemKey::Crate, "crate", Value, "crate = ::botrs_secure")],
    guesses: &[
        ("length", "rules on parameters or fields"),
        ("range", "rules on parameters or fields"),
        ("schema", "`custom = path` on a field"),
        ("custom", "`custom = path` on a field or a parameter"),
        ("context", "nothing: a `custom` rule sees siblings by `with(other)`"),
    ],
};

pub(crate) const VALIDATE: Table<RuleKey> = Table {
    place: "validate",
    noun: "rule",
    keys: &[
        key(RuleKey::Length, "length", List, "length(max = 200)"),
        key(RuleKey::Range, "range", List, "range(min = 1, max = 9)"),
        key(RuleKey::Pattern, "pattern", Value, r#"pattern = "[a-z]+""#),
        key(RuleKey::OneOf, "one_of", List, r#"one_of("a", "b")"#),
        key(RuleKey::Url, "url", FlagOrList, r#"url(allow("github.com"))"#),
        key(RuleKey::SafeText, "safe_text", Flag, "safe_text"),
        key(RuleKey::NoMentions, "no_mentions", Flag, "no_mentions"),
        key(RuleKey::Custom, "custom", Value, "custom = is_good"),
        key(RuleKey::With, "with", List, "with(other)"),
        key(RuleKey::Nested, "nested", Flag, "nested"),
        key(RuleKey::Each, "each", List, "each(length(max = 200))"),
    ],
    guesses: &[
        ("regex", r#"pattern = "[a-z]+""#),
        ("matches", r#"pattern = "[a-z]+""#),
        ("contains", r#"pattern = "(?s).*word.*""#),
        ("does_not_contain", "custom = has_no_word"),
        ("prefix", r#"pattern = "word.*""#),
        ("suffix", r#"pattern = ".*word""#),
        ("ascii", r#"pattern = "[[:ascii:]]*""#),
        ("alphanumeric", r#"pattern = "[[:alnum:]]*""#),
        ("email", r#"pattern = "[^@ ]+@[^@ ]+""#),
        ("phone_number", r#"pattern = "\\+?[0-9]{5,15}""#),
        ("non_control_character", "safe_text"),
        ("no_control_characters", "safe_text"),
        ("byte_length", "length(bytes, max = 200)"),
        ("char_count", "length(max = 200)"),
        ("len", "length(max = 200)"),
        ("len_char_min", "length(min = 1)"),
        ("len_char_max", "length(max = 200)"),
        ("not_empty", "length(min = 1)"),
        ("min", "range(min = 1)"),
        ("max", "range(max = 9)"),
        ("minimum", "range(min = 1)"),
        ("maximum", "range(max = 9)"),
        ("less_or_equal", "range(max = 9)"),
        ("greater_or_equal", "range(min = 1)"),
        ("enumerate", r#"one_of("a", "b")"#),
        ("links", "url"),
        ("inner", "each(length(max = 200))"),
        ("items", "each(length(max = 200))"),
        ("dive", "nested"),
        ("must_match", "custom = is_same, with(other)"),
        ("matches_field", "custom = is_same, with(other)"),
        ("predicate", "custom = is_good"),
        ("function", "custom = is_good"),
        ("required", "the type without its `Option`"),
        ("skip", "no rule at all: nothing is checked that none is written for"),
    ],
};

pub(crate) const LENGTH: Table<LengthKey> = Table {
    place: "length",
    noun: "key",
    keys: &[
        key(LengthKey::Min, "min", Value, "min = 1"),
        key(LengthKey::Max, "max", Value, "max = 200"),
        key(LengthKey::Equal, "equal", Value, "equal = 6"),
        key(LengthKey::Chars, "chars", Flag, "chars"),
        key(LengthKey::Bytes, "bytes", Flag, "bytes"),
        key(LengthKey::Graphemes, "graphemes", Flag, "graphemes"),
    ],
    guesses: &[
        ("eq", "equal = 6"),
        ("exact", "equal = 6"),
        ("minimum", "min = 1"),
        ("maximum", "max = 200"),
    ],
};

pub(crate) const RANGE: Table<BoundKey> = Table {
    place: "range",
    noun: "key",
    keys: &[
        key(BoundKey::Min, "min", Value, "min = 1"),
        key(BoundKey::Max, "max", Value, r#"max = "7d""#),
    ],
    guesses: &[
        ("exclusive_min", "`min`, which is included"),
        ("exclusive_max", "`max`, which is included"),
        ("equal", "`one_of(1)` beside it"),
    ],
};

pub(crate) const URL: Table<UrlKey> = Table {
    place: "url",
    noun: "key",
    keys: &[key(UrlKey::Allow, "allow", List, r#"allow("github.com")"#)],
    guesses: &[
        ("hosts", r#"allow("github.com")"#),
        ("domains", r#"allow("github.com")"#),
        ("schemes", "nothing: only `https` is let pass"),
    ],
};

pub(crate) const PERMISSION: Table<PermissionKey> = Table {
    place: "permission",
    noun: "key",
    keys: &[
        key(PermissionKey::Name, "name", Value, r#"name = "trade.stocks""#),
        key(PermissionKey::Crate, "crate", Value, "crate = ::bots"),
    ],
    guesses: &[("rename", r#"name = "trade.stocks""#)],
};

pub(crate) const REDACT: Table<RedactKey> = Table {
    place: "redact",
    noun: "key",
    keys: &[
        key(RedactKey::All, "all", Flag, "all"),
        key(RedactKey::Serialize, "serialize", Flag, "serialize"),
        key(RedactKey::Crate, "crate", Value, "crate = ::bots"),
    ],
    guesses: &[("Serialize", "serialize")],
};

const fn key<K: Copy>(id: K, name: &'static str, form: Form, example: &'static str) -> Key<K> {
    Key { id, name, form, example, repeats: false }
}

const fn repeated<K: Copy>(key: Key<K>) -> Key<K> {
    Key { repeats: true, ..key }
}

impl<K> Table<K> {
    /// The row of a key.
    pub(crate) fn get(&self, name: &str) -> Option<&'static Key<K>> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The row that an unknown key was probably meant for.
    pub(crate) fn nearest(&self, name: &str) -> Option<&'static Key<K>> {
        let guess = self.guesses.iter().find(|(theirs, _)| *theirs == name);
        match guess {
            Some((_, ours)) => self.keys.iter().find(|key| is_written(ours, key.name)),
            None => self.get(suggest::nearest(name, self.names())?),
        }
    }

    /// What to say of a key that is not in the table.
    pub(crate) fn unknown(&self, name: &str) -> String {
        let Self { place, noun, .. } = self;
        let guess = self.guesses.iter().find(|(theirs, _)| *theirs == name);
        let hint = match (guess, self.nearest(name)) {
            (Some((_, ours)), Some(_)) => format!("write `{ours}`; "),
            (Some((_, ours)), None) => format!("write {ours}; "),
            (None, Some(near)) => format!("did you mean `{}`? ", near.name),
            (None, None) => String::new(),
        };
        let names: Vec<&str> = self.names().collect();
        format!("unknown `{place}` {noun} `{name}`; {hint}valid {noun}s: {}", names.join(", "))
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name)
    }
}

/// Whether an example starts with that key.
fn is_written(example: &str, name: &str) -> bool {
    let after = example.strip_prefix(name);
    after.is_some_and(|after| after.is_empty() || after.starts_with([' ', '(']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_named_with_the_nearest_and_all_valid_ones() {
        let names: Vec<&str> = COMMAND.names().collect();
        let valid = names.join(", ");
        for (name, message) in [
            ("cooldwn", "unknown `command` key `cooldwn`; did you mean `cooldown`? "),
            ("foo", "unknown `command` key `foo`; "),
            ("permission", "unknown `command` key `permission`; write `perm = BanMembers`; "),
            ("help", "unknown `command` key `help`; write a doc comment on the function; "),
        ] {
            assert_eq!(COMMAND.unknown(name), format!("{message}valid keys: {valid}"));
        }
        assert_eq!(
            COOLDOWN.unknown("usr"),
            "unknown `cooldown` scope `usr`; did you mean `user`? valid scopes: user, member, \
             channel, guild, global"
        );
    }

    #[test]
    fn every_example_is_written_in_its_form() {
        fn check<K>(table: &Table<K>) {
            for key in table.keys {
                assert!(is_written(key.example, key.name), "{}", key.example);
                let value = key.example.contains(" = ");
                match key.form {
                    Flag => assert_eq!(key.example, key.name),
                    Value | ValueOrList => assert!(value, "{}", key.example),
                    List | FlagOrList => assert!(key.example.ends_with(')'), "{}", key.example),
                }
            }
        }
        check(&COMMAND);
        check(&COOLDOWN);
        check(&LIMIT);
        check(&ARG);
        check(&ARGS_ITEM);
        check(&CHOICE_ITEM);
        check(&CHOICE);
        check(&VALIDATE);
        check(&VALIDATE_ITEM);
        check(&LENGTH);
        check(&RANGE);
        check(&URL);
        check(&PERMISSION);
        check(&REDACT);
    }
}
