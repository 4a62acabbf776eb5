//! Posting a message, and waiting for what becomes of it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::{Bot, Platform, Post, Recorded};
use botrs_secure::{Decision, Incoming};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use super::cast::Person;
use super::transcript::Transcript;

/// How a scene went: what was not as scripted otherwise.
pub(crate) type Checked = Result<(), String>;

/// Long, because it only ends what hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// What became of a message, as the bot tells it.
#[derive(Debug, Clone)]
pub(crate) enum End {
    /// No command: it went to the handler.
    Ordinary,
    Decided {
        command: Option<&'static str>,
        rule: &'static str,
        /// The id under which the audit has it.
        id: String,
    },
}

pub(crate) type Ends = UnboundedSender<(String, End)>;

/// Tells the stage of each decision.
pub(crate) fn observer(ends: Ends) -> impl Fn(&Decision<'_>) + Send + Sync + 'static {
    move |decision| {
        let end = End::Decided {
            command: decision.command(),
            rule: decision.outcome().rule(),
            id: format!("{:016x}", decision.correlation()),
        };
        // Nobody waits once the evening is over.
        let _ = ends.send((decision.message().to_string(), end));
    }
}

/// Wishes a good night, and tells the stage of messages that are no commands.
pub(crate) struct Night(pub(crate) Ends);

#[async_trait]
impl Handler for Night {
    async fn message(&self, ctx: Context<'_>, message: &Incoming) {
        if message.content().contains("晚安") {
            ctx.reply(reply!("晚安，明晚见 🌙")).await.ok();
        }
        let _ = self.0.send((message.id().to_string(), End::Ordinary));
    }
}

/// What was heard of one message.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) message: String,
    pub(crate) end: End,
    /// What the bot answered, as it went over the wire.
    pub(crate) replies: Vec<String>,
    /// Every request since the message before, replies included.
    pub(crate) calls: Vec<Recorded>,
    /// What was logged meanwhile.
    pub(crate) log: Vec<String>,
}

impl Heard {
    pub(crate) fn rule(&self) -> &'static str {
        match self.end {
            End::Ordinary => "ordinary",
            End::Decided { rule, .. } => rule,
        }
    }

    /// The id under which the audit has it; empty for ordinary messages.
    pub(crate) fn id(&self) -> &str {
        match &self.end {
            End::Ordinary => "",
            End::Decided { id, .. } => id,
        }
    }

    /// The one reply.
    pub(crate) fn reply(&self) -> Result<&str, String> {
        match &*self.replies {
            [reply] => Ok(reply),
            replies => Err(format!("1 reply ≠ {}", replies.len())),
        }
    }

    /// The calls that changed something for somebody.
    pub(crate) fn effects(&self) -> impl Iterator<Item = &Recorded> {
        self.calls.iter().filter(|call| call.method != "GET" && replied_to(call).is_none())
    }
}

/// Where the scenes play.
pub(crate) struct Stage {
    pub(crate) platform: Platform,
    pub(crate) bot: Bot,
    pub(crate) clock: Clock,
    pub(crate) log: Log,
    pub(crate) transcript: Transcript,
    ends: UnboundedReceiver<(String, End)>,
    /// Told of messages that nobody has waited for yet.
    told: Vec<(String, End)>,
    /// How many requests were looked at, and those of other messages among them.
    looked_at: usize,
    waiting: Vec<Recorded>,
}

impl Stage {
    pub(crate) fn new(
        platform: Platform,
        bot: Bot,
        clock: Clock,
        log: Log,
        transcript: Transcript,
        ends: UnboundedReceiver<(String, End)>,
    ) -> Self {
        let looked_at = platform.requests().len();
        let (told, waiting) = (Vec::new(), Vec::new());
        Self { platform, bot, clock, log, transcript, ends, told, looked_at, waiting }
    }

    /// Posts what somebody typed, waits for its end and prints both.
    pub(crate) async fn say(&mut self, who: &Person, typed: &str) -> Result<Heard, String> {
        let id = self.post(who, typed);
        self.hear(who, &id).await
    }

    /// Says the first words once the bot has taken them, which it does after its banner.
    pub(crate) async fn open(&mut self, who: &Person, typed: &str) -> Checked {
        let id = self.platform.post(&self.bot, who.post(typed));
        let end = self.end_of(&id).await?;
        self.told.push((id.clone(), end));
        self.transcript.line(who, typed);
        self.hear(who, &id).await.map(drop)
    }

    /// Posts what somebody typed; its id.
    pub(crate) fn post(&self, who: &Person, typed: &str) -> String {
        self.deliver(who, typed, who.post(typed))
    }

    /// Posts `post`, in which somebody typed that; its id.
    pub(crate) fn deliver(&self, who: &Person, typed: &str, post: Post) -> String {
        self.transcript.line(who, typed);
        self.platform.post(&self.bot, post)
    }

    /// Waits for the end of a message and prints it.
    pub(crate) async fn hear(&mut self, who: &Person, id: &str) -> Result<Heard, String> {
        let end = self.end_of(id).await?;
        // An answer is told after it was sent, so the requests of this message are complete.
        let requests = self.platform.requests();
        self.waiting.extend_from_slice(&requests[self.looked_at..]);
        self.looked_at = requests.len();
        let (calls, others) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|call| replied_to(call).is_none_or(|message| message == id));
        self.waiting = others;
        let calls: Vec<Recorded> = calls;
        let replies = calls.iter().filter(|call| replied_to(call).is_some());
        // A button under a reply, which this bot may not send, says nothing of its own.
        let replies = replies.filter_map(|call| text(&call.json()["content"])).collect();
        let log = self.log.take();
        let heard = Heard { message: id.to_owned(), end, replies, calls, log };
        self.transcript.heard(who, &heard);
        Ok(heard)
    }

    async fn end_of(&mut self, id: &str) -> Result<End, String> {
        loop {
            if let Some(at) = self.told.iter().position(|(message, _)| message == id) {
                return Ok(self.told.remove(at).1);
            }
            let told = tokio::time::timeout(PATIENCE, self.ends.recv()).await.ok().flatten();
            self.told.push(told.ok_or("no decision")?);
        }
    }
}

/// The message that a request answers.
fn replied_to(call: &Recorded) -> Option<String> {
    call.json()["msg_id"].as_str().map(str::to_owned)
}

fn text(value: &serde_json::Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// As scripted, or what came instead.
pub(crate) fn expect<T: PartialEq + std::fmt::Debug>(wanted: T, got: T) -> Checked {
    if wanted == got { Ok(()) } else { Err(format!("{wanted:?} ≠ {got:?}")) }
}

/// True, or what was not.
pub(crate) fn ensure(is: bool, what: &str) -> Checked {
    if is { Ok(()) } else { Err(format!("not so: {what}")) }
}

/// What the library logs, kept for the transcript.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// The lines since the last time.
    pub(crate) fn take(&self) -> Vec<String> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        String::from_utf8_lossy(&bytes).lines().map(|line| line.trim().to_owned()).collect()
    }

    pub(crate) fn add(&self, text: &str) {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'\n');
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
