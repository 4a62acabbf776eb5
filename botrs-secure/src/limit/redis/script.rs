//! The scripts: one a verb, each one round trip.
//!
//! What they share is put before each of them, so that a server has every verb whole.

use std::sync::{Arc, LazyLock};

use redis::{Script, Value};

macro_rules! scripts {
    ($($(#[$doc:meta])* $name:ident = $($part:literal),+;)+) => {$(
        $(#[$doc])*
        pub(super) static $name: LazyLock<Script> =
            LazyLock::new(|| Script::new(concat!($(include_str!(concat!("lua/", $part, ".lua"))),+)));
    )+};
}

scripts! {
    OPEN = "time", "open";
    ADMIT = "time", "verb", "quota", "admit";
    TAKE = "time", "verb", "quota", "take";
    FAIL = "time", "verb", "fail";
    BLOCK = "time", "verb", "block";
    BLOCKED = "time", "verb", "blocked";
    UNBLOCK = "time", "verb", "unblock";
    GRANTS = "time", "verb", "grants";
    GRANTS_VERSION = "time", "verb", "grants_version";
    CHANGE_GRANTS = "time", "verb", "change_grants";
}

/// What every verb answers: a word and two numbers, and one of them some bytes.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) word: Word,
    pub(super) first: u64,
    pub(super) second: u64,
    pub(super) bytes: Vec<u8>,
    /// Of which generation it speaks.
    pub(super) generation: Arc<str>,
}

/// What a script says of the call as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Ok,
    Lost,
    Blocked,
    Flood,
    Stale,
    Again,
    Wait,
}

impl Reply {
    /// `None` for what none of the scripts answers.
    pub(super) fn parse(value: Value, generation: &Arc<str>) -> Option<Self> {
        let Value::Array(items) = value else { return None };
        let mut items = items.into_iter();
        let word = match items.next()? {
            Value::BulkString(word) => Word::parse(&word)?,
            _ => return None,
        };
        let mut number = || match items.next()? {
            Value::Int(number) => u64::try_from(number).ok(),
            _ => None,
        };
        let (first, second) = (number()?, number()?);
        let bytes = match items.next() {
            None => Vec::new(),
            Some(Value::BulkString(bytes)) => bytes,
            Some(_) => return None,
        };
        Some(Self { word, first, second, bytes, generation: Arc::clone(generation) })
    }
}

impl Word {
    fn parse(word: &[u8]) -> Option<Self> {
        Some(match word {
            b"ok" => Self::Ok,
            b"lost" => Self::Lost,
            b"blocked" => Self::Blocked,
            b"flood" => Self::Flood,
            b"stale" => Self::Stale,
            b"again" => Self::Again,
            b"wait" => Self::Wait,
            _ => return None,
        })
    }
}
