//! A session of the gateway: what was sent, so that it can be sent again.

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::world::World;

/// What a connection writes.
pub(super) enum Out {
    Frame(String),
    Close(u16),
    /// Ends the connection without a word.
    Cut,
}

/// The sessions outlive their connections.
pub(super) struct Session {
    pub(super) app: String,
    pub(super) shard: u32,
    intents: u64,
    seq: u64,
    sent: Vec<(u64, String)>,
    /// The open connection, if there is one, and its number.
    out: Option<(u64, UnboundedSender<Out>)>,
}

impl Session {
    pub(super) fn new(app: String, shard: u32, intents: u64) -> Self {
        Self { app, shard, intents, seq: 0, sent: Vec::new(), out: None }
    }

    pub(super) fn is_open(&self) -> bool {
        self.out.is_some()
    }

    /// Whether the bot subscribed to this event: to a message, or to a change of a guild, its channels or
    /// its members. Any other is delivered in any case.
    fn wants(&self, kind: &str) -> bool {
        let bit = match kind {
            "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE" | "GUILD_MEMBER_REMOVE" => 1,
            _ if kind.starts_with("GUILD_") || kind.starts_with("CHANNEL_") => 0,
            "MESSAGE_CREATE" => 9,
            "DIRECT_MESSAGE_CREATE" => 12,
            "GROUP_AT_MESSAGE_CREATE" | "GROUP_MESSAGE_CREATE" | "C2C_MESSAGE_CREATE" => 25,
            "INTERACTION_CREATE" => 26,
            "AT_MESSAGE_CREATE" => 30,
            _ => return true,
        };
        self.intents >> bit & 1 == 1
    }

    /// Ties the session to a connection, and sends what came after `seen`.
    pub(super) fn open(&mut self, connection: u64, out: UnboundedSender<Out>, seen: u64) {
        for (_, frame) in self.sent.iter().filter(|(seq, _)| *seq > seen) {
            let _ = out.send(Out::Frame(frame.clone()));
        }
        self.out = Some((connection, out));
    }

    /// Numbers an event and sends it, now or when the session is resumed; its id.
    pub(super) fn dispatch(&mut self, kind: &str, data: &Value) -> String {
        self.seq += 1;
        let id = format!("{kind}:{}", self.seq);
        let frame = json!({"op": 0, "s": self.seq, "t": kind, "id": &id, "d": data}).to_string();
        if let Some((_, out)) = &self.out {
            // A connection that has just ended leaves it for the resume.
            let _ = out.send(Out::Frame(frame.clone()));
        }
        self.sent.push((self.seq, frame));
        id
    }

    /// Sends the last thing that this connection hears.
    pub(super) fn hang_up(&mut self, last: Out) {
        if let Some((_, out)) = self.out.take() {
            let _ = out.send(last);
        }
    }

    /// The connection with this number has ended.
    pub(super) fn ended(&mut self, connection: u64) {
        if self.out.as_ref().is_some_and(|(number, _)| *number == connection) {
            self.out = None;
        }
    }
}

impl World {
    pub(super) fn sessions_of<'a>(&'a self, app: &'a str) -> impl Iterator<Item = &'a Session> {
        self.sessions.values().filter(move |session| session.app == app)
    }

    /// Delivers an event to a shard; without a session it is lost, as on the real platform. The ids by which
    /// it was told.
    pub(super) fn dispatch(
        &mut self,
        app: &str,
        shard: u32,
        kind: &str,
        data: &Value,
    ) -> Vec<String> {
        let mut ids = Vec::new();
        for session in self.sessions.values_mut() {
            if session.app == app && session.shard == shard && session.wants(kind) {
                ids.push(session.dispatch(kind, data));
            }
        }
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_told_to_whoever_subscribed_to_them() {
        let wants = |intents: u64, kind: &str| Session::new("a".into(), 0, intents).wants(kind);
        for (kind, bit) in [
            ("GUILD_MEMBER_UPDATE", 1),
            ("GUILD_MEMBER_REMOVE", 1),
            ("GUILD_DELETE", 0),
            ("CHANNEL_UPDATE", 0),
            ("AT_MESSAGE_CREATE", 30),
            ("INTERACTION_CREATE", 26),
        ] {
            assert!(wants(1 << bit, kind) && !wants(!(1 << bit), kind), "{kind}");
        }
        assert!(wants(0, "FRIEND_ADD"));
    }
}
