//! Cooldowns that outlast the process: whoever has to wait for long waits after a restart, too.

use super::grants::{bot_called, reopened};
use super::{Bot, MEMBER, VICTIM, member};
use crate::prelude::*;
use crate::store::tests::Folder;
use crate::testing::Caller;
use crate::{Denial, Store};

#[command(public, cooldown = "1h")]
async fn rare(_ctx: Context<'_, rare>) -> Result<()> {
    Ok(())
}

#[command(public, cooldown = none, limit(member = "3/10m"))]
async fn thrice(_ctx: Context<'_, thrice>) -> Result<()> {
    Ok(())
}

#[command(public, cooldown = "59s")]
async fn often(_ctx: Context<'_, often>) -> Result<()> {
    Ok(())
}

const ONE: &str = "102000001";
const TWO: &str = "102000002";

fn bot(store: Store) -> Bot {
    of(store, ONE)
}

fn of(store: Store, app: &str) -> Bot {
    bot_called(store, app, |bot| bot.commands(commands![rare, thrice, often]))
}

fn victim() -> Caller {
    Caller::guild(VICTIM, &[])
}

async fn wait(bot: &Bot, caller: &Caller, text: &str) -> Option<Duration> {
    match bot.send(caller, text).await.unwrap().denial {
        None => None,
        Some(Denial::Cooldown { wait }) => Some(wait),
        Some(other) => panic!("{text}: {other:?}"),
    }
}

#[tokio::test]
async fn a_long_cooldown_goes_on_after_a_restart_and_ends_when_it_would_have() {
    let folder = Folder::new();
    let path = folder.join("store");
    let first = bot(Store::open(&path).unwrap());
    assert_eq!(wait(&first, &member(), "/rare").await, None);
    // In the place of the member's own entry, and beside it.
    assert_eq!(wait(&first, &member(), "/thrice").await, None);
    assert_eq!(wait(&first, &member(), "/thrice").await, None);
    assert_eq!(wait(&first, &victim(), "/once").await, None);
    assert_eq!(wait(&first, &member(), "/often").await, None);
    drop(first);

    let store = reopened(&path).await;
    assert_eq!(store.cooldowns(ONE, 0), 3, "a short one is not kept");
    let second = bot(store);
    let left = wait(&second, &member(), "/rare").await.expect("it goes on");
    assert!(left <= Duration::from_secs(3_600) && left > Duration::from_secs(3_500), "{left:?}");
    assert_eq!(wait(&second, &victim(), "/rare").await, None, "of another's nothing");
    assert!(wait(&second, &member(), "/once").await.is_some(), "everybody shares it");
    // Two of three were used up.
    assert_eq!(wait(&second, &member(), "/thrice").await, None);
    let left = wait(&second, &member(), "/thrice").await.expect("used up");
    assert!(left <= Duration::from_secs(200), "{left:?}");
    second.minutes(60);
    assert_eq!(wait(&second, &member(), "/rare").await, None);
    assert_eq!(wait(&second, &member(), "/once").await, None);
}

#[tokio::test]
async fn a_clock_that_was_ahead_makes_nobody_wait_longer_than_the_whole_cooldown() {
    let folder = Folder::new();
    let path = folder.join("store");
    let first = bot(Store::open(&path).unwrap());
    first.minutes(60 * 24 * 365);
    assert_eq!(wait(&first, &member(), "/rare").await, None);
    for _ in 0..3 {
        assert_eq!(wait(&first, &member(), "/thrice").await, None);
    }
    drop(first);
    let second = bot(reopened(&path).await);
    let left = wait(&second, &member(), "/rare").await.expect("it goes on");
    assert!(left <= Duration::from_secs(3_600), "{left:?}");
    let left = wait(&second, &member(), "/thrice").await.expect("it goes on");
    assert!(left <= Duration::from_secs(200), "{left:?}");
    second.minutes(60);
    assert_eq!(wait(&second, &member(), "/rare").await, None);
}

#[tokio::test]
async fn a_clock_that_was_behind_makes_nobody_wait_at_all() {
    let folder = Folder::new();
    let path = folder.join("store");
    let first = bot(Store::open(&path).unwrap());
    assert_eq!(wait(&first, &member(), "/rare").await, None);
    drop(first);
    let store = reopened(&path).await;
    let now = crate::clock::Clock::default().now().wall;
    assert_eq!(store.cooldowns(ONE, now), 1);
    assert_eq!(store.cooldowns(ONE, now + 3_600_001), 0);
}

#[tokio::test]
async fn two_bots_with_one_store_have_cooldowns_of_their_own() {
    let folder = Folder::new();
    let path = folder.join("store");
    {
        let store = Store::open(&path).unwrap();
        let (one, two) = (bot(store.clone()), of(store, TWO));
        assert_eq!(wait(&one, &member(), "/rare").await, None);
        assert_eq!(wait(&two, &victim(), "/rare").await, None);
    }
    let store = reopened(&path).await;
    assert_eq!((store.cooldowns(ONE, 0), store.cooldowns(TWO, 0)), (1, 1));
    let (one, two) = (bot(store.clone()), of(store, TWO));
    assert!(wait(&one, &member(), "/rare").await.is_some());
    assert_eq!(wait(&one, &victim(), "/rare").await, None);
    assert!(wait(&two, &victim(), "/rare").await.is_some());
    assert_eq!(wait(&two, &Caller::guild(MEMBER, &[]), "/rare").await, None);
}
