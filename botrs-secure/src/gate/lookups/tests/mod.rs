//! Who shares a request, what is kept, and what an event drops.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

use super::*;
use crate::id::RoleId;
use crate::testing::{Failing, Recorder};

const GUILD: GuildId = GuildId::new(8_000);
const USER: UserId = UserId::new(5);
const CHANNEL: ChannelId = ChannelId::new(8_001);

/// Look-ups, the platform and the clock behind them.
struct Desk {
    lookups: Arc<Lookups>,
    platform: Arc<Recorder>,
    clock: Clock,
}

impl Desk {
    fn new() -> Self {
        let (platform, clock) = (Arc::new(Recorder::default()), Clock::manual());
        platform.set_member(GUILD, USER, &[2]);
        platform.set_channel(CHANNEL, GUILD);
        platform.set_channel_permissions(CHANNEL, USER, 7);
        let lookups = Arc::new(Lookups::new(platform.clone(), clock.clone()));
        Self { lookups, platform, clock }
    }

    async fn roles(&self, freshness: Freshness) -> Answer<Vec<u64>> {
        let member = self.lookups.member(GUILD, USER, freshness).await;
        member.map(|member| member.roles.iter().map(|role: &RoleId| role.get()).collect())
    }

    /// Somebody who asks in a task of their own.
    fn caller(&self) -> JoinHandle<Answer<Vec<u64>>> {
        let Self { lookups, platform, clock } = self;
        let desk = Self {
            lookups: Arc::clone(lookups),
            platform: Arc::clone(platform),
            clock: clock.clone(),
        };
        tokio::spawn(async move { desk.roles(Freshness::Now).await })
    }

    /// Holds answers back, each until a permit is added.
    fn hold(&self) -> Arc<Semaphore> {
        let door = Arc::new(Semaphore::new(0));
        self.platform.hold_lookups(Some(Arc::clone(&door)));
        door
    }

    /// Fails where it is never sent, rather than waiting for ever.
    async fn until_sent(&self, requests: usize) {
        let sent = async {
            while self.asked() < requests {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, sent).await.expect("a request is sent");
    }

    fn asked(&self) -> usize {
        self.platform.requests().len()
    }

    fn event(&self, kind: &str, data: Value) {
        self.lookups.touch(&Event { kind: kind.into(), data });
    }

    fn member_event(&self) {
        self.event("GUILD_MEMBER_UPDATE", json!({"guild_id": "8000", "user": {"id": "5"}}));
    }
}

#[tokio::test]
async fn those_who_ask_before_a_request_is_sent_share_it() {
    let desk = Desk::new();
    let callers: Vec<_> = (0..100).map(|_| desk.caller()).collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), Ok(vec![2]));
    }
    assert_eq!(desk.asked(), 1);
}

#[tokio::test]
async fn whoever_asks_after_it_was_sent_takes_the_next() {
    let desk = Desk::new();
    let door = desk.hold();
    let first = desk.caller();
    desk.until_sent(1).await;
    let later: Vec<_> = (0..10).map(|_| desk.caller()).collect();
    tokio::task::yield_now().await;
    desk.platform.set_member(GUILD, USER, &[1]);
    door.add_permits(2);
    first.await.unwrap().unwrap();
    for later in later {
        assert_eq!(later.await.unwrap(), Ok(vec![1]));
    }
    assert_eq!(desk.asked(), 2);
}

#[tokio::test]
async fn whoever_stops_waiting_takes_nothing_from_the_others() {
    let desk = Desk::new();
    let door = desk.hold();
    let (leader, other) = (desk.caller(), desk.caller());
    desk.until_sent(1).await;
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    door.add_permits(1);
    assert_eq!(other.await.unwrap(), Ok(vec![2]));
    assert_eq!(desk.asked(), 1);
}

#[tokio::test]
async fn an_error_is_for_those_who_waited_and_is_not_kept() {
    let desk = Desk::new();
    desk.platform.fail_lookups(Some(Failing::With(PlatformErrorKind::Unreachable)));
    assert_eq!(desk.roles(Freshness::Recent).await, Err(PlatformErrorKind::Unreachable));
    desk.platform.fail_lookups(None);
    assert_eq!(desk.roles(Freshness::Recent).await, Ok(vec![2]));
    assert_eq!(desk.asked(), 2);
}

#[tokio::test]
async fn a_request_that_panics_is_an_error_for_those_who_waited_and_for_no_one_else() {
    let desk = Desk::new();
    let door = desk.hold();
    let waiting = desk.caller();
    desk.until_sent(1).await;
    door.close();
    assert_eq!(waiting.await.unwrap(), Err(PlatformErrorKind::Unknown));
    desk.platform.hold_lookups(None);
    assert_eq!(desk.roles(Freshness::Recent).await, Ok(vec![2]));
    assert_eq!(desk.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_ever() {
    let desk = Desk::new();
    desk.platform.fail_lookups(Some(Failing::Never));
    let begun = tokio::time::Instant::now();
    assert_eq!(desk.roles(Freshness::Recent).await, Err(PlatformErrorKind::TimedOut));
    assert_eq!(begun.elapsed().as_secs(), PATIENCE.as_secs());
    desk.platform.fail_lookups(None);
    assert_eq!(desk.roles(Freshness::Recent).await, Ok(vec![2]));
}

#[tokio::test]
async fn an_answer_is_kept_for_three_seconds_for_whoever_takes_it() {
    let desk = Desk::new();
    desk.roles(Freshness::Recent).await.unwrap();
    desk.platform.set_member(GUILD, USER, &[1]);
    desk.clock.advance(Duration::from_millis(2_999));
    assert_eq!(desk.roles(Freshness::Recent).await, Ok(vec![2]));
    assert_eq!(desk.asked(), 1);
    desk.clock.advance(Duration::from_millis(1));
    assert_eq!(desk.roles(Freshness::Recent).await, Ok(vec![1]));
    assert_eq!(desk.asked(), 2);
    desk.platform.set_member(GUILD, USER, &[4]);
    assert_eq!(desk.roles(Freshness::Now).await, Ok(vec![4]));
    assert_eq!(desk.asked(), 3);
}

#[tokio::test]
async fn an_event_drops_what_it_touches_and_nothing_else() {
    let of_guild = json!({"guild_id": "8000"});
    let of_member = json!({"guild_id": "8000", "user": {"id": "5"}});
    let of_other = json!({"guild_id": "8000", "user": {"id": "6"}});
    let elsewhere = json!({"guild_id": "8002", "user": {"id": "5"}});
    let guild = json!({"id": "8000"});
    let channel = json!({"id": "8001", "guild_id": "8000"});
    let odd = json!({"guild_id": "../8000", "user": {"id": "5"}});
    // Which of the four answers are asked for again: roles of the member, of the guild, the channel's
    // guild, the member's permissions in it.
    for (kind, data, again) in [
        ("GUILD_MEMBER_UPDATE", &of_member, "m--p"),
        ("GUILD_MEMBER_ADD", &of_member, "m--p"),
        ("GUILD_MEMBER_REMOVE", &of_member, "m--p"),
        ("GUILD_MEMBER_UPDATE", &of_guild, "mrcp"),
        ("GUILD_MEMBER_UPDATE", &of_other, "----"),
        ("GUILD_MEMBER_UPDATE", &elsewhere, "----"),
        ("GUILD_MEMBER_UPDATE", &odd, "----"),
        ("GUILD_MEMBER_UPDATE", &Value::Null, "----"),
        ("GUILD_ROLE_CREATE", &of_guild, "mrcp"),
        ("GUILD_ROLE_UPDATE", &of_guild, "mrcp"),
        ("GUILD_CREATE", &guild, "mrcp"),
        ("GUILD_UPDATE", &guild, "mrcp"),
        ("GUILD_DELETE", &guild, "mrcp"),
        ("CHANNEL_CREATE", &channel, "--cp"),
        ("CHANNEL_UPDATE", &channel, "--cp"),
        ("CHANNEL_DELETE", &channel, "--cp"),
        ("MESSAGE_REACTION_ADD", &of_member, "----"),
    ] {
        let desk = Desk::new();
        desk.ask_all().await;
        desk.event(kind, data.clone());
        assert_eq!(desk.ask_all().await, again, "{kind} {data}");
    }
    let desk = Desk::new();
    desk.ask_all().await;
    desk.lookups.touch_everything();
    assert_eq!(desk.ask_all().await, "mrcp");
}

impl Desk {
    /// Asks for everything, and says which of it was asked of the platform.
    async fn ask_all(&self) -> String {
        let recent = Freshness::Recent;
        let mut asked = String::new();
        let mut note = |before: usize, sign| {
            asked.push(if self.asked() > before { sign } else { '-' });
        };
        let before = self.asked();
        self.lookups.member(GUILD, USER, recent).await.unwrap();
        note(before, 'm');
        let before = self.asked();
        self.lookups.guild_roles(GUILD, recent).await.unwrap();
        note(before, 'r');
        let before = self.asked();
        self.lookups.channel_guild(GUILD, CHANNEL, recent).await.unwrap();
        note(before, 'c');
        let before = self.asked();
        self.lookups.channel_permissions(GUILD, CHANNEL, USER, recent).await.unwrap();
        note(before, 'p');
        asked
    }
}

#[tokio::test]
async fn an_answer_that_an_event_overtook_is_not_kept() {
    let desk = Desk::new();
    let door = desk.hold();
    let asking = desk.caller();
    desk.until_sent(1).await;
    desk.member_event();
    door.add_permits(1);
    asking.await.unwrap().unwrap();
    desk.platform.hold_lookups(None);
    desk.platform.set_member(GUILD, USER, &[]);
    assert_eq!(desk.roles(Freshness::Recent).await, Ok(vec![]));
    assert_eq!(desk.asked(), 2);
}

#[tokio::test]
async fn what_is_kept_is_bounded() {
    let desk = Desk::new();
    for user in 0..10_000 {
        let user = UserId::new(user);
        desk.platform.set_member(GUILD, user, &[1]);
        desk.lookups.member(GUILD, user, Freshness::Recent).await.unwrap();
    }
    assert!(desk.lookups.members.kept_count() <= 1_024);
    // The latest are kept.
    let asked = desk.asked();
    desk.lookups.member(GUILD, UserId::new(9_999), Freshness::Recent).await.unwrap();
    assert_eq!(desk.asked(), asked);
}

#[test]
fn events_about_a_member_or_their_guild_move_their_epoch() {
    let desk = Desk::new();
    let epoch = || desk.lookups.epoch(GUILD, USER);
    let before = epoch();
    desk.event("CHANNEL_UPDATE", json!({"id": "8001"}));
    desk.event("GUILD_MEMBER_UPDATE", json!({"guild_id": "8000", "user": {"id": "6"}}));
    assert_eq!(epoch(), before);
    desk.member_event();
    assert_ne!(epoch(), before);
    let before = epoch();
    desk.event("GUILD_ROLE_DELETE", json!({"guild_id": "8000"}));
    assert_ne!(epoch(), before);
}

#[test]
fn a_guild_and_its_members_do_not_share_a_counter() {
    // Small ids, which once met the guild's own counter.
    for user in 0..4 {
        let desk = Desk::new();
        let before = desk.lookups.epoch(GUILD, USER);
        let data = json!({"guild_id": "8000", "user": {"id": user.to_string()}});
        desk.event("GUILD_MEMBER_UPDATE", data);
        assert_eq!(desk.lookups.epoch(GUILD, USER), before, "{user}");
    }
}

#[tokio::test]
async fn what_is_too_old_goes_before_the_bound_is_met() {
    let desk = Desk::new();
    for user in 10..20 {
        desk.platform.set_member(GUILD, UserId::new(user), &[1]);
        desk.lookups.member(GUILD, UserId::new(user), Freshness::Recent).await.unwrap();
    }
    assert_eq!(desk.lookups.members.kept_count(), 10);
    desk.clock.advance(Duration::from_secs(3));
    desk.roles(Freshness::Recent).await.unwrap();
    assert_eq!(desk.lookups.members.kept_count(), 1);
}

#[tokio::test]
async fn an_error_reaches_all_who_waited_for_it() {
    let desk = Desk::new();
    desk.platform.fail_lookups(Some(Failing::With(PlatformErrorKind::Unreachable)));
    let callers: Vec<_> = (0..5).map(|_| desk.caller()).collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), Err(PlatformErrorKind::Unreachable));
    }
    assert_eq!(desk.asked(), 1);
}

#[test]
fn a_late_answer_to_an_earlier_question_is_not_kept() {
    let at = Clock::manual().now().mono;
    let put = |number| kept::Put { at, epoch: 0, number };
    let mut kept = kept::Kept::new();
    kept.keep(USER, put(2), "later", at);
    kept.keep(USER, put(1), "earlier", at);
    assert_eq!(kept.get(&USER, 0, at), Some("later"));
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_turn_counts_too() {
    let desk = Desk::new();
    desk.platform.fail_lookups(Some(Failing::Never));
    let first = desk.caller();
    desk.until_sent(1).await;
    let begun = tokio::time::Instant::now();
    assert_eq!(desk.roles(Freshness::Now).await, Err(PlatformErrorKind::TimedOut));
    assert_eq!(begun.elapsed().as_secs(), PATIENCE.as_secs());
    assert_eq!(first.await.unwrap(), Err(PlatformErrorKind::TimedOut));
}
