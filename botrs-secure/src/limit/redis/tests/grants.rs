//! Grants that only who has the key can make, and that nobody can turn back.

use super::*;
use crate::changes::MOST_GRANTS;
use crate::id::{GuildId, OpenId, UserId};
use crate::place::{PersonId, Realm};

fn grant(user: u64, permission: &str) -> Grant {
    let realm = Realm::Guild(GuildId::new(11));
    Grant { realm, person: PersonId::User(UserId::new(user)), permission: permission.into() }
}

async fn change(shared: &Shared, expected: u64, grants: &[Grant]) -> u64 {
    match shared.change_grants(expected, grants).await {
        Ok(Changed::Done(version)) => version,
        other => panic!("{other:?}"),
    }
}

fn name() -> String {
    format!("{{botrs-secure:{BOT}}}:grants")
}

async fn why(shared: &Shared) -> Why {
    shared.grants().await.unwrap().unwrap_err().why
}

#[tokio::test]
async fn grants_of_every_kind_come_back_and_admissions_tell_their_version() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, two) = (connect(&server).await, connect(&server).await);
    let none = Granted { version: 0, grants: vec![] };
    assert_eq!(one.grants().await, Ok(Ok(none)));
    assert_eq!(one.admit(&message(1, 1)).await.unwrap().grants, 0);
    let open: OpenId = "0123456789abcdef0123456789abcdef".parse().unwrap();
    let realms =
        [Realm::Guild(GuildId::new(u64::MAX)), Realm::Direct, Realm::Group(open), Realm::C2c];
    let persons = [PersonId::User(UserId::new(u64::MAX)), PersonId::Open(open)];
    let grants: Vec<_> = realms
        .into_iter()
        .flat_map(|realm| {
            persons.map(|person| Grant { realm, person, permission: "a b 令".into() })
        })
        .collect();
    let version = change(&one, 0, &grants).await;
    assert_eq!(two.grants().await, Ok(Ok(Granted { version, grants })));
    assert_eq!(two.admit(&message(1, 2)).await.unwrap().grants, version);
    assert_eq!(two.grants_version().await, Ok(version));
    let refused = two.admit(&message(1, 2)).await.unwrap();
    assert_eq!((refused.result, refused.grants), (Err(Refused::Again), version));
}

#[tokio::test]
async fn of_two_changes_at_once_one_is_made() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, two) = (connect(&server).await, connect(&server).await);
    let version = change(&one, 0, &[grant(1, "A")]).await;
    assert_eq!(two.change_grants(0, &[]).await, Ok(Changed::Conflict(version)));
    let next = change(&two, version, &[]).await;
    assert!(next > version);
    assert_eq!(one.change_grants(version, &[]).await, Ok(Changed::Conflict(next)));
}

#[tokio::test]
async fn what_does_not_fit_is_not_written() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let broken = grant(1, "A\nguild:11 user:2 B");
    assert_eq!(shared.change_grants(0, &[broken]).await, Ok(Changed::Unfit));
    let mut many = vec![grant(1, "A"); MOST_GRANTS + 1];
    assert_eq!(shared.change_grants(0, &many).await, Ok(Changed::Unfit));
    many.pop();
    let version = change(&shared, 0, &many).await;
    assert_eq!(shared.grants().await, Ok(Ok(Granted { version, grants: many })));
}

#[tokio::test]
async fn what_was_changed_in_the_server_is_not_believed() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let version = change(&shared, 0, &[grant(1, "A")]).await;
    let good: Vec<u8> = server.ask(&["HGET", &name(), "document"]);
    let put = |version: u64, document: &[u8]| {
        let mut connection = server.connection().unwrap();
        let mut command = redis::cmd("HSET");
        command.arg(name()).arg("version").arg(version).arg("document").arg(document);
        command.exec(&mut connection).unwrap();
    };
    for at in [0, 31, 32, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        put(version, &bad);
        assert_eq!(why(&shared).await, Why::Forged, "byte {at}");
    }
    put(version, &good[..good.len() - 1]);
    assert_eq!(why(&shared).await, Why::Forged);
    put(version, b"");
    assert_eq!(why(&shared).await, Why::Forged);
    put(version + 1, &good);
    assert_eq!(why(&shared).await, Why::Forged, "the version is sealed too");
    put(0, &good);
    assert_eq!(why(&shared).await, Why::Forged);
    put(version, &good);
    assert!(shared.grants().await.unwrap().is_ok());
}

#[tokio::test]
async fn another_key_bot_or_prefix_seals_nothing_here() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let config = Redis::new(server.url()).time_limit(5 * SECOND);
    let (other_key, other_bot) = (SecretKey::new([8; 32]), BotId::new(7));
    let others = [
        Shared::connect(&config, &other_key, other_bot).await.unwrap(),
        Shared::connect(&config, &secret(), other_bot).await.unwrap(),
        Shared::connect(&config.prefix("other"), &secret(), BOT).await.unwrap(),
    ];
    for other in others {
        let theirs = other.link.names.grants.clone();
        server.ask::<()>(&["DEL", &theirs]);
        change(&other, 0, &[grant(1, "A")]).await;
        server.ask::<i64>(&["COPY", &theirs, &name(), "REPLACE"]);
        assert_eq!(why(&shared).await, Why::Forged, "{theirs}");
    }
}

#[tokio::test]
async fn what_was_revoked_cannot_be_put_back() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let first = change(&shared, 0, &[grant(1, "A")]).await;
    server.ask::<i64>(&["COPY", &name(), "{kept}"]);
    let second = change(&shared, first, &[]).await;
    server.ask::<()>(&["RENAME", "{kept}", &name()]);
    let untrusted = Untrusted { version: first, why: Why::Older };
    assert_eq!(shared.grants().await, Ok(Err(untrusted)));
    // The cure: grant anew, in place of what is there.
    let third = change(&shared, first, &[]).await;
    assert!(third > second);
    assert!(shared.grants().await.unwrap().is_ok());
}

#[tokio::test]
async fn after_a_loss_nobody_has_a_grant_until_somebody_grants_anew() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let before = change(&shared, 0, &[grant(1, "A")]).await;
    server.ask::<()>(&["FLUSHALL"]);
    assert_eq!(shared.grants().await, Err(Unavailable::Lost));
    healed(&shared).await;
    assert_eq!(shared.grants().await, Ok(Err(Untrusted { version: 0, why: Why::Older })));
    let after = change(&shared, 0, &[grant(2, "B")]).await;
    assert!(after > before);
    let grants = vec![grant(2, "B")];
    assert_eq!(shared.grants().await, Ok(Ok(Granted { version: after, grants })));
}
