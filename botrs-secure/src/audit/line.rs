//! One event as one line of JSON.

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::fmt::Display;
use std::hash::{BuildHasher, Hasher};
use std::io::Write as _;
use std::sync::OnceLock;

use super::chain::Chain;
use super::event::{Event, Kind};
use super::names::{self, Epoch};
use super::pseudonym::{Pseudonym, Pseudonyms};
use super::scrub::scrub;
use super::time::rfc3339;
use crate::hex;
use crate::json::write_json;
use crate::peer::Peer;
use crate::place::{PersonId, Realm};
use crate::secret::SecretKey;

/// Writes events as lines; pseudonyms are made here, so the caller does not pay for them.
pub(super) struct Lines {
    pseudonyms: Pseudonyms,
    /// Of a log that is a file.
    epoch: Option<Epoch>,
    /// What is the same in each line, before its seal.
    tail: String,
    pub(super) chain: Chain,
}

impl Lines {
    pub(super) fn new(names: &SecretKey, chain: Chain) -> Self {
        Self { pseudonyms: Pseudonyms::new(names), epoch: None, tail: tail(names), chain }
    }

    /// Goes on with the pseudonyms of each epoch that begins.
    pub(super) fn follow(self, epoch: Epoch) -> Self {
        Self { epoch: Some(epoch), ..self }
    }

    /// Goes on with those of the epoch by now; to be called before a batch.
    pub(super) fn look(&mut self) {
        if let Some(names) = self.epoch.as_mut().and_then(Epoch::next) {
            self.pseudonyms = Pseudonyms::new(&names);
            self.tail = tail(&names);
        }
    }

    /// Appends the line of an event.
    pub(super) fn write(&mut self, out: &mut Vec<u8>, event: &Event) {
        let start = out.len();
        let place = event.place.as_ref();
        let target = event.target.map(PersonId::User);
        let realm = place.map(Realm::of);
        let mut pseudonym = |person| self.pseudonyms.person(event.bot, realm, person);
        let details = event.details.as_deref().map(|details| {
            scrub(details, &[event.person, target], |person| pseudonym(person).as_str().to_owned())
        });
        let (user, target) = (event.person.map(&mut pseudonym), target.map(&mut pseudonym));

        out.extend_from_slice(b"{\"timestamp\":\"");
        out.extend_from_slice(&rfc3339(event.wall_ms));
        out.push(b'"');
        text(out, "event_type", Some(&event_type(event)));
        text(out, "user_id", user.as_ref().map(Pseudonym::as_str));
        text(out, "action", Some(event.action));
        text(out, "details", details.as_deref());
        text(out, "ip_address", event.peer.and_then(Peer::shown).as_deref());
        bare(out, "success", if event.success { "true" } else { "false" });
        text(out, "rule", Some(event.rule));
        text(out, "scene", place.map(|place| place.scene().as_str()));
        self.place(out, event);
        text(out, "target", target.as_ref().map(Pseudonym::as_str));
        out.extend_from_slice(b",\"correlation\":\"");
        out.extend(hex::encode(&event.correlation.to_be_bytes()));
        out.push(b'"');
        let mut digits = itoa::Buffer::new();
        bare(out, "duration_us", digits.format(event.took.as_micros()));
        text(out, "bot", event.bot.map(|bot| digits.format(bot.get())));
        if let Kind::Lost(count) | Kind::Repeated { count, .. } = event.kind {
            bare(out, "count", digits.format(count));
        }
        if let Kind::Repeated { since_ms, .. } = event.kind {
            text(out, "since", str::from_utf8(&rfc3339(since_ms)).ok());
        }
        out.extend_from_slice(self.tail.as_bytes());
        self.chain.seal(out, start);
    }

    fn place(&mut self, out: &mut Vec<u8>, event: &Event) {
        let Some(place) = &event.place else { return text(out, "place", None) };
        match self.pseudonyms.place(event.bot, place) {
            Some(name) => text(out, "place", Some(name.as_str())),
            None => harmless(out, "place", place),
        }
    }
}

/// What is the same in each line of an epoch.
fn tail(names: &SecretKey) -> String {
    let (epoch, instance, version) = (names::id(names), instance(), env!("CARGO_PKG_VERSION"));
    format!(
        ",\"names\":\"{epoch}\",\"instance\":\"{instance:016x}\",\"version\":\"{version}\",\"v\":1"
    )
}

fn event_type(event: &Event) -> Cow<'static, str> {
    Cow::Borrowed(match event.kind {
        Kind::Decision | Kind::Repeated { .. } if event.peer.is_some() => "webhook",
        Kind::Decision | Kind::Repeated { .. } => "decision",
        Kind::Effect => "effect",
        Kind::Lifecycle => "lifecycle",
        Kind::Alert => "alert",
        Kind::Lost(_) => "lost",
        Kind::Author(name) => return Cow::Owned(format!("author.{name}")),
    })
}

/// A number that tells the processes of one log apart.
fn instance() -> u64 {
    static INSTANCE: OnceLock<u64> = OnceLock::new();
    // The standard library keys its hashes at random in each process.
    *INSTANCE.get_or_init(|| RandomState::new().build_hasher().finish())
}

fn name(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(b",\"");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

/// A member whose value is a number or a truth value, which JSON spells as Rust does.
fn bare(out: &mut Vec<u8>, of: &str, value: &str) {
    name(out, of);
    out.extend_from_slice(value.as_bytes());
}

/// A member whose value is a text of ids, which need no escaping.
fn harmless(out: &mut Vec<u8>, of: &str, value: impl Display) {
    name(out, of);
    // A Vec takes every byte, so writing to it cannot fail, here and below.
    let _ = write!(out, "\"{value}\"");
}

/// A member whose value is any text, or null.
fn text(out: &mut Vec<u8>, of: &str, value: Option<&str>) {
    name(out, of);
    let Some(value) = value else { return out.extend_from_slice(b"null") };
    // Most are names of ours, and quicker to see to be plain than to be escaped.
    if value.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\') {
        out.push(b'"');
        out.extend_from_slice(value.as_bytes());
        return out.push(b'"');
    }
    let _ = write_json(out, value);
}

#[cfg(test)]
mod tests;
