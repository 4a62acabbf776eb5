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
    Scene,
    GuildOnly,
    DmOnly,
    Check,
    Confirm,
    Timeout,
    Concurrency,
    Marker,
}

impl CommandKey {
    /// Whether the key says who may run the command.
    pub(crate) fn says_who(self) -> bool {
        matches!(self, Self::Perm | Self::OwnersOnly | Self::Public)
    }
}

#[derive(Clone, Copy)]
pub(crate) enum ScopeKey {
    User,
    Member,
    Channel,
    Guild,
    Global,
}

#[derive(Clone, Copy)]
pub(crate) enum ArgKey {
    Default,
    Min,
    Max,
}

#[derive(Clone, Copy)]
pub(crate) enum RuleKey {
    Length,
}

#[derive(Clone, Copy)]
pub(crate) enum BoundKey {
    Min,
    Max,
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

use Form::{Flag, List, Value, ValueOrList};

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
        key(CommandKey::Scene, "scene", ValueOrList, "scene = guild"),
        key(CommandKey::GuildOnly, "guild_only", Flag, "guild_only"),
        key(CommandKey::DmOnly, "dm_only", Flag, "dm_only"),
        repeated(key(CommandKey::Check, "check", Value, "check = is_open(channel)")),
        key(CommandKey::Confirm, "confirm", Flag, "confirm"),
        key(CommandKey::Timeout, "timeout", Value, r#"timeout = "10s""#),
        key(CommandKey::Concurrency, "concurrency", Value, "concurrency = 4"),
        key(CommandKey::Marker, "marker", Value, "marker = Ban"),
    ],
    guesses: &[
        ("permission", "perm = BanMembers"),
        ("permissions", "perm = all(KickMembers, BanMembers)"),
        ("required_permissions", "perm = all(KickMembers, BanMembers)"),
        ("rename", r#"name = "ban""#),
        ("description", "a doc comment on the function"),
        ("help", "a doc comment on the function"),
        ("user_cooldown", r#"cooldown(user = "30s")"#),
        ("member_cooldown", r#"cooldown(member = "30s")"#),
        ("channel_cooldown", r#"cooldown(channel = "30s")"#),
        ("guild_cooldown", r#"cooldown(guild = "30s")"#),
        ("global_cooldown", r#"cooldown(global = "30s")"#),
    ],
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

pub(crate) const ARG: Table<ArgKey> = Table {
    place: "arg",
    noun: "key",
    keys: &[
        key(ArgKey::Default, "default", Value, r#"default = "10m""#),
        key(ArgKey::Min, "min", Value, "min = 1"),
        key(ArgKey::Max, "max", Value, r#"max = "7d""#),
    ],
    guesses: &[("rest", "`#[rest]` beside it"), ("help", "a doc comment on the parameter")],
};

pub(crate) const VALIDATE: Table<RuleKey> = Table {
    place: "validate",
    noun: "rule",
    keys: &[key(RuleKey::Length, "length", List, "length(max = 200)")],
    guesses: &[("range", "`#[arg(min = 1, max = 9)]` for the bounds of a number")],
};

pub(crate) const LENGTH: Table<BoundKey> = Table {
    place: "length",
    noun: "key",
    keys: &[
        key(BoundKey::Min, "min", Value, "min = 1"),
        key(BoundKey::Max, "max", Value, "max = 200"),
    ],
    guesses: &[],
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

    const VALID: &str = "valid keys: name, aliases, perm, owners_only, public, cooldown, scene, \
                         guild_only, dm_only, check, confirm, timeout, concurrency, marker";

    #[test]
    fn unknown_keys_are_named_with_the_nearest_and_all_valid_ones() {
        for (name, message) in [
            ("cooldwn", "unknown `command` key `cooldwn`; did you mean `cooldown`? "),
            ("foo", "unknown `command` key `foo`; "),
            ("permission", "unknown `command` key `permission`; write `perm = BanMembers`; "),
            ("help", "unknown `command` key `help`; write a doc comment on the function; "),
        ] {
            assert_eq!(COMMAND.unknown(name), format!("{message}{VALID}"));
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
                    List => assert!(key.example.ends_with(')'), "{}", key.example),
                }
            }
        }
        check(&COMMAND);
        check(&COOLDOWN);
        check(&ARG);
        check(&VALIDATE);
        check(&LENGTH);
        check(&PERMISSION);
        check(&REDACT);
    }
}
