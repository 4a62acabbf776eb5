//! The language: every key, how it is written and where it is valid.
//!
//! A new key is one row in its table and one arm where the table is read.

mod argument;
mod command;
mod derive;
mod rule;

pub(crate) use argument::*;
pub(crate) use command::*;
pub(crate) use derive::*;
pub(crate) use rule::*;

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

/// On a whole item, where nothing else is said.
#[derive(Clone, Copy)]
pub(crate) enum ItemKey {
    Crate,
}

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
    use super::Form::{Flag, FlagOrList, List, Value, ValueOrList};
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
        check(&CONFIRM);
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
