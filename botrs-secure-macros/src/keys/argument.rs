//! What is said of arguments, structs of them and choices.

use super::Form::{Flag, List, Value};
use super::{ItemKey, Table, key};

#[derive(Clone, Copy)]
pub(crate) enum ArgKey {
    Default,
    Min,
    Max,
    OneOf,
    Name,
    Redact,
}

#[derive(Clone, Copy)]
pub(crate) enum ChoiceKey {
    Name,
    Zh,
    Aliases,
}

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
