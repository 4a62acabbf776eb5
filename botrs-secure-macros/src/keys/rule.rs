//! The rules of values, and what is said inside them.

use super::Form::{Flag, FlagOrList, List, Value};
use super::{ItemKey, Table, key};

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
