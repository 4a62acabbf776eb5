//! An admin who loses their role, or whose target gains one, while the change waits.

use std::sync::{Arc, mpsc};

use super::grants::{bot, head, say};
use super::{Bot, MEMBER, VICTIM, eventually};
use crate::builtin::{Actor, Subject};
use crate::gate::live::Asked;
use crate::gate::{Denial, Stage};
use crate::prelude::*;
use crate::testing::{Harness, Report};
use crate::{PermissionSet, Roles, Store};

const HEAD: u64 = 50;

/// A grant to the member that waits for the lock of all changes while `change` happens.
async fn waited(change: impl FnOnce(&Bot)) -> (Arc<Bot>, Report) {
    let (store, _) = Store::failing();
    let bot = Arc::new(bot(store));
    let (locked, is_locked) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let current = Arc::clone(&bot.engine().current);
    let holding = tokio::task::spawn_blocking(move || {
        let held = current.change_grants(|_| {
            locked.send(()).unwrap();
            released.recv().map_err(drop).and(Err::<crate::policy::Grants, ()>(()))
        });
        held.unwrap_err();
    });
    is_locked.recv().unwrap();
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { say(&bot, &head(), "/perm grant 5 MuteMembers").await }
    });
    // Recorded last before the change.
    eventually(|| !bot.records("effect").is_empty()).await;
    change(&bot);
    release.send(()).unwrap();
    holding.await.unwrap();
    let report = running.await.unwrap();
    (bot, report)
}

fn granted(bot: &Bot) -> bool {
    bot.engine().current.load().grants.iter().count() > 0
}

#[tokio::test]
async fn whoever_is_demoted_while_their_change_waits_changes_nothing() {
    let (bot, report) = waited(|bot| {
        bot.platform().set_member(Harness::GUILD, UserId::new(HEAD), &[]);
        bot.member_event(HEAD);
    })
    .await;
    assert_eq!((report.denial, granted(&bot)), (Some(Denial::Revoked), false));
    let rules: Vec<_> =
        bot.records("effect").into_iter().map(|record| record["rule"].clone()).collect();
    assert_eq!(rules, ["intent", "run.revoked"]);
}

#[tokio::test]
async fn nor_is_whoever_gained_a_role_in_the_meanwhile_acted_upon() {
    let (bot, report) = waited(|bot| {
        bot.platform().set_member(Harness::GUILD, UserId::new(MEMBER), &[2]);
        bot.member_event(MEMBER);
    })
    .await;
    assert_eq!((report.denial, granted(&bot)), (Some(Denial::Revoked), false));
}

#[tokio::test]
async fn what_happens_to_others_does_not_matter() {
    let (bot, report) = waited(|bot| bot.member_event(VICTIM)).await;
    assert_eq!((report.rule, granted(&bot)), ("allowed", true));
}

#[tokio::test]
async fn every_change_asks_whether_an_event_touched_whom_it_is_about() {
    for touched in [HEAD, MEMBER] {
        let (store, _) = Store::failing();
        let bot = bot(store);
        let roles = |ids: &[u64]| Roles::Guild(ids.iter().copied().map(RoleId::new).collect());
        let live = super::live(&bot, &head(), "perm", Stage::Run, "");
        let asked = Asked { roles: roles(&[super::grants::HEADS]), is_channel_admin: false };
        *live.asked.lock() = Some(asked);
        let member = UserId::new(MEMBER);
        let epoch = bot.engine().lookups.epoch(Harness::GUILD, member);
        live.seen.lock().note_target(member, roles(&[]), epoch);
        let actor = Actor::of(&live).unwrap();
        let subject = Subject::new(PersonId::User(member), roles(&[]));
        let muting = PermissionSet::EMPTY.with::<MuteMembers>();
        let may = || {
            let in_force = bot.engine().current.load();
            [
                actor.may_grant(&in_force, &subject, muting),
                actor.may_act_on(&in_force, &subject),
                actor.may_block(&in_force, &subject),
                actor.authority(&in_force).map(drop),
            ]
        };
        assert_eq!(may(), [const { Ok(()) }; 4]);
        bot.member_event(touched);
        assert_eq!(may(), [const { Err(Denial::Revoked) }; 4], "{touched}");
    }
}
