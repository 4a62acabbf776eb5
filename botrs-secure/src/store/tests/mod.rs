//! The store by itself: what it keeps, what it refuses to open, and that a kill costs nothing.

mod backend;
mod charges;
mod clocks;
mod earned;
mod journal;
mod kills;
mod open;
mod replace;

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) use backend::Failing;

use redb::{Durability, ReadableTableMetadata};

use super::*;
use crate::changes::{MOST_GRANTS, MOST_OF_ONE};
use crate::id::{GuildId, UserId};
use crate::place::{PersonId, Realm};
use crate::store::blocks::MOST_BLOCKS;
use crate::store::key::encode;
use crate::store::tables::{BLOCKS, GRANTS, SINCE_ROW};

/// A directory of its own, removed afterwards.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        Self::below(&std::env::temp_dir())
    }

    /// In memory, where the system has a place for that: for what is done very often.
    pub(crate) fn in_memory() -> Self {
        let shared = Path::new("/dev/shm");
        if shared.is_dir() { Self::below(shared) } else { Self::new() }
    }

    fn below(place: &Path) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
        let name = format!("st-{}-{now}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = place.join(name);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Store {
    /// A store in memory, whose disk fails when told to.
    pub(crate) fn failing() -> (Self, Failing) {
        let disk = Failing::default();
        let database = file::begin(disk.clone()).unwrap();
        (Self::of(file::Opened { database, secret: [7; 32] }, Path::new("memory")), disk)
    }

    /// As if it had been made an hour ago.
    pub(crate) fn of_an_hour_ago(self) -> Self {
        let then = Clock::default().now().wall - 60 * 60 * 1_000;
        let set = |writing: &WriteTransaction| {
            drop(writing.open_table(META).unwrap().insert(SINCE_ROW, then).unwrap());
            Ok(())
        };
        self.write(set).unwrap();
        self
    }

    /// How many cooldowns of a bot it has that run at this time.
    pub(crate) fn cooldowns(&self, app: &str, now: u64) -> usize {
        self.charges(app.parse().unwrap(), now).unwrap().len()
    }
}

fn somebody(bot: u64, guild: u64, user: u64) -> Principal {
    Principal {
        bot: BotId::new(bot),
        realm: Realm::Guild(GuildId::new(guild)),
        person: PersonId::User(UserId::new(user)),
    }
}

fn names(store: &Store, of: &Principal) -> Vec<String> {
    let grants = store.grants(of.bot).unwrap().into_iter();
    grants.filter(|(principal, _)| principal == of).map(|(_, name)| name).collect()
}

#[test]
fn grants_and_blocks_are_there_after_the_store_is_opened_again() {
    let folder = Folder::new();
    let path = folder.join("store");
    let (a, b) = (somebody(1, 8_000, 5), somebody(1, 8_000, 6));
    let store = Store::open(&path).unwrap();
    for (who, name) in [(&a, "MuteMembers"), (&a, "Own"), (&b, "Own")] {
        assert!(store.grant(who, name).unwrap());
        assert!(!store.grant(who, name).unwrap(), "it is there");
    }
    assert!(store.revoke(&a, "MuteMembers").unwrap());
    assert!(!store.revoke(&a, "MuteMembers").unwrap(), "it is gone");
    assert_eq!(store.block(&a, 500, 100).unwrap(), 500);
    assert_eq!(store.block(&b, u64::MAX, 100).unwrap(), u64::MAX);
    assert_eq!(store.block(&b, 200, 100).unwrap(), u64::MAX, "the longer one stays");
    drop(store);

    let store = Store::open(&path).unwrap();
    assert_eq!(names(&store, &a), ["Own"]);
    assert_eq!(names(&store, &b), ["Own"]);
    let of_b = Block { principal: b, until: u64::MAX };
    assert_eq!(store.blocks(499).unwrap(), [Block { principal: a, until: 500 }, of_b]);
    assert_eq!(store.blocks(500).unwrap(), [of_b]);
    assert!(!store.unblock(&a, 500).unwrap(), "it is over");
    assert!(store.unblock(&b, 500).unwrap());
    assert!(!store.unblock(&b, 500).unwrap());
    assert!(store.blocks(500).unwrap().is_empty());
}

#[test]
fn each_bot_sees_its_own_grants() {
    let folder = Folder::new();
    let store = Store::open(folder.join("store")).unwrap();
    let (one, two) = (somebody(1, 8_000, 5), somebody(2, 8_000, 5));
    store.grant(&one, "A").unwrap();
    store.grant(&two, "B").unwrap();
    assert_eq!(store.grants(BotId::new(1)).unwrap(), [(one, "A".to_owned())]);
    assert_eq!(store.grants(BotId::new(2)).unwrap(), [(two, "B".to_owned())]);
    assert!(!store.revoke(&one, "B").unwrap());
}

#[test]
fn one_person_has_a_hundred_grants_at_most() {
    let (store, _) = Store::failing();
    let (one, next) = (somebody(1, 8_000, 5), somebody(1, 8_000, 6));
    for n in 0..MOST_OF_ONE {
        assert!(store.grant(&one, &format!("P{n}")).unwrap());
        assert!(store.grant(&next, &format!("P{n}")).unwrap());
    }
    for who in [one, next] {
        let error = store.grant(&who, "P100").unwrap_err();
        assert!(matches!(error.cause(), Cause::TooManyOfOne), "{error}");
        store.revoke(&who, "P0").unwrap();
        assert!(store.grant(&who, "P100").unwrap());
    }
}

/// Fills a table in one step, which the store itself does not.
fn fill(store: &Store, fill: impl FnOnce(&WriteTransaction)) {
    let mut writing = store.0.database.begin_write().unwrap();
    writing.set_durability(Durability::None).unwrap();
    fill(&writing);
    writing.commit().unwrap();
}

#[test]
fn a_full_store_takes_no_more() {
    let (store, _) = Store::failing();
    fill(&store, |writing| {
        let mut grants = writing.open_table(GRANTS).unwrap();
        let mut blocks = writing.open_table(BLOCKS).unwrap();
        for n in 0..MOST_GRANTS as u64 {
            grants.insert((&encode(&somebody(1, 8_000, n)), "P"), ()).unwrap();
        }
        for n in 0..MOST_BLOCKS {
            blocks.insert(&encode(&somebody(1, 8_000, n)), 1_000 + n).unwrap();
        }
    });
    let new = somebody(1, 8_000, MOST_GRANTS as u64);
    let error = store.grant(&new, "P").unwrap_err();
    assert!(matches!(error.cause(), Cause::TooManyGrants), "{error}");
    assert!(!store.grant(&somebody(1, 8_000, 7), "P").unwrap(), "what is there is there");
    let error = store.block(&new, 5_000, 999).unwrap_err();
    assert!(matches!(error.cause(), Cause::TooManyBlocks), "{error}");
    // One that is over makes room.
    assert_eq!(store.block(&new, 5_000, 1_000).unwrap(), 5_000);
    assert_eq!(store.blocks(999).unwrap().len() as u64, MOST_BLOCKS);
}

#[test]
fn a_disk_that_fails_keeps_nothing_and_says_so() {
    let (store, disk) = Store::failing();
    let who = somebody(1, 8_000, 5);
    store.grant(&who, "A").unwrap();
    disk.fail();
    for failed in [
        store.grant(&who, "B"),
        store.revoke(&who, "A"),
        store.block(&who, 5, 1).map(|_| true),
        store.unblock(&who, 1),
    ] {
        let error = failed.unwrap_err();
        assert!(matches!(error.cause(), Cause::Failed(_)), "{error}");
    }
}
