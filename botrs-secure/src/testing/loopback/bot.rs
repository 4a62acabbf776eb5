//! A bot, as the platform sees it.

use std::time::Duration;

use serde_json::Value;

use super::platform::Platform;
use super::session::Out;
use super::world::{BotRecord, World};

/// The first of the bots' user ids.
const FIRST_USER: u64 = 9_000_000_000_000_000_000;

/// A registered bot. Clones are the same bot.
#[derive(Debug, Clone)]
pub struct Bot {
    platform: Platform,
    app_id: String,
}

/// What a bot did at the gateway so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Traffic {
    /// Tokens that it was given. It asks twice for each: how long one lasts, and for the token.
    pub tokens: u64,
    /// Sessions that it began.
    pub identifies: u64,
    /// Sessions that it resumed.
    pub resumes: u64,
    /// Heartbeats that it sent.
    pub heartbeats: u64,
    /// Its connections that are open now.
    pub open: u64,
}

impl Platform {
    /// Registers a bot with this AppID, with one shard, unless it is known already.
    #[must_use]
    pub fn bot(&self, app_id: &str) -> Bot {
        self.change(|world| {
            let user = FIRST_USER + world.bots.len() as u64;
            world.bots.entry(app_id.to_string()).or_insert_with(|| BotRecord {
                name: app_id.to_string(),
                secret: format!("loopback-secret-{app_id}"),
                user,
                generation: 1,
                tokens_last: Duration::from_secs(7200),
                shards: 1,
                starts_left: 1000,
                reset_after: Duration::from_secs(24 * 3600),
                gateway: None,
                refusal: None,
                answers_heartbeats: true,
                keyboards: false,
                traffic: Traffic::default(),
            });
        });
        Bot { platform: self.clone(), app_id: app_id.to_string() }
    }
}

impl Bot {
    /// Its AppID.
    #[must_use]
    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    /// Gives it this name in place of its AppID.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        self.set(|bot| bot.name = name.to_string());
        self
    }

    /// Its AppSecret.
    #[must_use]
    pub fn secret(&self) -> String {
        self.read(|bot| bot.secret.clone())
    }

    /// What the platform knows.
    #[cfg(feature = "webhook")]
    pub(super) fn read_world<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        self.platform.read(look)
    }

    /// Its id as a user of guilds.
    #[must_use]
    pub fn user_id(&self) -> u64 {
        self.read(|bot| bot.user)
    }

    /// Its id in groups: 32 hexadecimal digits.
    #[must_use]
    pub fn openid(&self) -> String {
        format!("{:032X}", self.user_id())
    }

    /// How many shards the platform tells it to use from now on.
    #[must_use]
    pub fn shards(self, shards: u32) -> Self {
        self.set(|bot| bot.shards = shards);
        self
    }

    /// How many sessions it may still begin, and when that is reset.
    pub fn session_limit(&self, left: u32, reset_after: Duration) {
        self.set(|bot| (bot.starts_left, bot.reset_after) = (left, reset_after));
    }

    /// Names another gateway to it.
    pub fn gateway(&self, url: &str) {
        self.set(|bot| bot.gateway = Some(url.to_string()));
    }

    /// Closes each session that it begins with this code, until told `None`.
    pub fn refuse_sessions(&self, code: Option<u16>) {
        self.set(|bot| bot.refusal = code);
    }

    /// Whether its heartbeats are answered from now on.
    pub fn answer_heartbeats(&self, answer: bool) {
        self.set(|bot| bot.answers_heartbeats = answer);
    }

    /// Whether it may send buttons from now on; at first it may not.
    pub fn allow_keyboards(&self, allow: bool) {
        self.set(|bot| bot.keyboards = allow);
    }

    /// Its tokens are not accepted any more, neither by the API nor by the gateway.
    pub fn revoke_tokens(&self) {
        self.set(|bot| bot.generation += 1);
    }

    /// How long its tokens last, as the platform says from now on; it takes them for longer.
    pub fn tokens_last(&self, lasts: Duration) {
        self.set(|bot| bot.tokens_last = lasts);
    }

    /// Gives it another AppSecret, as its developer can; its tokens are still accepted.
    pub fn change_secret(&self, secret: &str) {
        self.set(|bot| bot.secret = secret.to_string());
    }

    /// Closes its connections with this code; events that are posted now wait for a resume.
    pub fn close(&self, code: u16) {
        self.to_sessions(|| Out::Close(code));
    }

    /// Cuts its connections without a word, as a failing network does.
    pub fn cut(&self) {
        self.to_sessions(|| Out::Cut);
    }

    /// Asks it to connect again (opcode 7).
    pub fn reconnect(&self) {
        self.to_sessions(|| Out::Frame(r#"{"op":7}"#.into()));
    }

    /// Tells it that its sessions are void (opcode 9), and forgets them.
    pub fn invalid_session(&self) {
        self.to_sessions(|| Out::Frame(r#"{"op":9,"d":false}"#.into()));
        self.platform
            .change(|world| world.sessions.retain(|_, session| session.app != self.app_id));
    }

    /// Delivers an event as it is to the first shard, if the bot subscribed to such.
    pub fn dispatch(&self, kind: &str, data: Value) {
        self.platform.change(|world| world.dispatch(&self.app_id, 0, kind, &data));
    }

    /// What it did at the gateway so far.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.read(|bot| bot.traffic)
    }

    /// Waits until all its shards are connected.
    ///
    /// # Panics
    ///
    /// If they are not within 30 seconds.
    pub async fn connected(&self) {
        let all = |world: &World| {
            let connected = world.sessions_of(&self.app_id).filter(|session| session.is_open());
            (connected.count() == world.bots[&self.app_id].shards as usize).then_some(())
        };
        let waited = self.platform.until(Duration::from_secs(30), all).await;
        assert!(waited.is_some(), "bot {} did not connect: {:?}", self.app_id, self.traffic());
    }

    /// Waits until its traffic fits; whether it did in time.
    pub async fn wait_until(&self, within: Duration, fits: impl Fn(&Traffic) -> bool) -> bool {
        let look = |world: &World| fits(&world.bots[&self.app_id].traffic).then_some(());
        self.platform.until(within, look).await.is_some()
    }

    pub(super) fn name(&self) -> String {
        self.read(|bot| bot.name.clone())
    }

    /// Its id, for whoever holds the world already.
    pub(super) fn user_id_in(&self, world: &World) -> u64 {
        world.bots[&self.app_id].user
    }

    fn read<T>(&self, look: impl FnOnce(&BotRecord) -> T) -> T {
        self.platform.read(|world| look(&world.bots[&self.app_id]))
    }

    fn set(&self, change: impl FnOnce(&mut BotRecord)) {
        // Registered when the handle was made, and never removed.
        self.platform.change(|world| world.bots.get_mut(&self.app_id).map(change));
    }

    /// Sends to each open session the last thing that it hears.
    fn to_sessions(&self, out: impl Fn() -> Out) {
        self.platform.change(|world| {
            for session in world.sessions.values_mut().filter(|s| s.app == self.app_id) {
                session.hang_up(out());
            }
        });
    }
}
