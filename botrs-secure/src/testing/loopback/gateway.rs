//! The WebSocket gateway.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::bot::Traffic;
use super::platform::Platform;
use super::session::{Out, Session};
use super::world::World;

const TOKEN_REFUSED: u16 = 4004;
const WRONG_SHARD: u16 = 4010;
/// How long a closed connection is still listened to, so that its last frame is not lost.
const LINGER: Duration = Duration::from_secs(1);

pub(super) async fn serve(listener: TcpListener, platform: Platform) {
    while let Ok((stream, _)) = listener.accept().await {
        let platform = platform.clone();
        tokio::spawn(async move {
            let number = platform.change(|world| {
                world.sockets += 1;
                world.number()
            });
            let (out, outbox) = unbounded_channel();
            let mut connection = Connection { platform, number, out, app: None };
            // A client that goes away ends its own connection only.
            let _ = connection.run(stream, outbox).await;
            connection.forget();
        });
    }
}

struct Connection {
    platform: Platform,
    number: u64,
    out: UnboundedSender<Out>,
    /// The bot, once its token was accepted.
    app: Option<String>,
}

impl Connection {
    async fn run(
        &mut self,
        stream: TcpStream,
        outbox: UnboundedReceiver<Out>,
    ) -> Result<(), Error> {
        let stream = tokio_tungstenite::accept_async(stream).await?;
        let (sink, mut source) = stream.split();
        let interval = self.platform.read(|world| world.heartbeat);
        let millis = u64::try_from(interval.as_millis()).unwrap_or(u64::MAX);
        self.send(&json!({"op": 10, "d": {"heartbeat_interval": millis}}));
        let reading = async {
            while let Some(Ok(message)) = source.next().await {
                let text = message.to_text().unwrap_or_default();
                self.receive(&serde_json::from_str(text).unwrap_or_default());
            }
        };
        tokio::pin!(reading);
        tokio::select! {
            () = &mut reading => {}
            closed = write(sink, outbox) => {
                closed?;
                let _ = timeout(LINGER, &mut reading).await;
            }
        }
        Ok(())
    }

    fn receive(&mut self, frame: &Value) {
        let data = &frame["d"];
        let answer = match frame["op"].as_u64() {
            Some(1) => {
                self.count(|traffic| traffic.heartbeats += 1);
                self.is_answered().then(|| json!({"op": 11}))
            }
            Some(2) => self.identify(data),
            Some(6) => self.resume(data),
            _ => None,
        };
        if let Some(answer) = answer {
            self.send(&answer);
        }
    }

    /// Begins a session; the greeting is its first event.
    fn identify(&mut self, data: &Value) -> Option<Value> {
        let token = data["token"].as_str().and_then(|token| token.strip_prefix("QQBot "));
        let app = self.authenticate(token)?;
        let shard = data["shard"][0].as_u64().and_then(|shard| u32::try_from(shard).ok());
        let intents = data["intents"].as_u64().unwrap_or_default();
        let refused = self.platform.change(|world| {
            let id = format!("loopback-session-{}", world.number());
            let bot = world.bots.get_mut(&app)?;
            if bot.refusal.is_some() {
                return bot.refusal;
            }
            let Some(shard) = shard.filter(|&shard| shard < bot.shards) else {
                return Some(WRONG_SHARD);
            };
            if data["shard"][1] != bot.shards {
                return Some(WRONG_SHARD);
            }
            bot.traffic.identifies += 1;
            bot.starts_left = bot.starts_left.saturating_sub(1);
            let user = json!({"id": bot.user.to_string(), "username": bot.name, "bot": true});
            let greeting = json!({
                "version": 1, "session_id": id, "user": user, "shard": [shard, bot.shards],
            });
            world.sessions.retain(|_, session| session.app != app || session.shard != shard);
            let mut session = Session::new(app.clone(), shard, intents);
            session.open(self.number, self.out.clone(), 0);
            session.dispatch("READY", &greeting);
            world.sessions.insert(id, session);
            None
        });
        refused.and_then(|code| self.close(code))
    }

    /// Sends again what the bot missed, then the greeting.
    fn resume(&mut self, data: &Value) -> Option<Value> {
        let app = self.authenticate(data["token"].as_str())?;
        let id = data["session_id"].as_str().unwrap_or_default();
        let resumed = self.platform.change(|world| {
            let session = world.sessions.get_mut(id).filter(|session| session.app == app)?;
            session.open(self.number, self.out.clone(), data["seq"].as_u64().unwrap_or_default());
            session.dispatch("RESUMED", &json!(""));
            Some(())
        });
        if resumed.is_none() {
            return Some(json!({"op": 9, "d": false}));
        }
        self.count(|traffic| traffic.resumes += 1);
        None
    }

    fn authenticate(&mut self, token: Option<&str>) -> Option<String> {
        let app = self.platform.read(|world| world.bot_of(token?));
        let Some(app) = app else {
            self.close(TOKEN_REFUSED);
            return None;
        };
        if self.app.replace(app.clone()).is_none() {
            self.count(|traffic| traffic.open += 1);
        }
        Some(app)
    }

    fn is_answered(&self) -> bool {
        let bot_answers = |app| self.platform.read(|world| world.bots[app].answers_heartbeats);
        self.app.as_deref().is_none_or(bot_answers)
    }

    fn close(&self, code: u16) -> Option<Value> {
        let _ = self.out.send(Out::Close(code));
        None
    }

    fn send(&self, frame: &Value) {
        // The outbox lives as long as the connection.
        let _ = self.out.send(Out::Frame(frame.to_string()));
    }

    fn count(&self, count: impl FnOnce(&mut Traffic)) {
        let Some(app) = &self.app else { return };
        self.platform.change(|world| world.bots.get_mut(app).map(|bot| count(&mut bot.traffic)));
    }

    fn forget(self) {
        self.count(|traffic| traffic.open -= 1);
        self.platform.change(|world: &mut World| {
            world.sockets -= 1;
            world.sessions.values_mut().for_each(|session| session.ended(self.number));
        });
    }
}

/// Writes until the connection is closed on purpose.
async fn write<S>(mut sink: S, mut outbox: UnboundedReceiver<Out>) -> Result<(), Error>
where
    S: SinkExt<Message, Error = Error> + Unpin,
{
    while let Some(out) = outbox.recv().await {
        match out {
            Out::Frame(text) => sink.send(Message::text(text)).await?,
            Out::Cut => return Err(Error::ConnectionClosed),
            Out::Close(code) => {
                let frame = CloseFrame { code: code.into(), reason: "loopback".into() };
                return sink.send(Message::Close(Some(frame))).await;
            }
        }
    }
    Ok(())
}
