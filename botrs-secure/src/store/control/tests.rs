//! Both sides of the socket, and whoever talks to it otherwise.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream as Plain;
use std::time::Duration;

use super::server::{self, Serving};
use super::*;
use crate::GuildId;
use crate::gate::tests::grants::{bot, reopened, say};
use crate::place::{PersonId, Place, Principal};
use crate::prelude::*;
use crate::store::tests::Folder;
use crate::testing::{Caller, Harness};

fn of(bot: u64, user: u64) -> Principal {
    let place = Place::Guild { guild: Harness::GUILD, channel: Harness::CHANNEL };
    Principal::new(crate::BotId::new(bot), &place, PersonId::User(UserId::new(user)))
}

const BOT: u64 = 102_000_001;

async fn serving(harness: &Harness) -> Serving {
    let engine = harness.engine();
    server::serve(engine.keeper.as_ref().unwrap(), &engine.audit, &engine.clock).await.unwrap()
}

/// As a process of its own would: on a thread that blocks.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

async fn unblock_at(path: &Path, who: Principal) -> Result<bool, crate::StoreError> {
    let path = path.to_path_buf();
    apart(move || crate::Store::unblock_at(path, &who)).await
}

async fn blocks_at(path: &Path) -> Vec<(Principal, u64)> {
    let path = path.to_path_buf();
    let (blocks, more) = apart(move || crate::Store::blocks_at(path)).await.unwrap();
    assert_eq!(more, 0);
    blocks
}

/// What the socket answers to bytes.
async fn answer(path: &Path, bytes: &[u8]) -> String {
    let (path, bytes) = (socket_path(path), bytes.to_vec());
    apart(move || {
        let mut stream = Plain::connect(path).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        // Where nobody reads to the end, the rest may not arrive.
        let _ = stream.write_all(&bytes);
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    })
    .await
}

#[tokio::test]
async fn a_block_is_lifted_by_the_bot_that_runs_and_without_it_in_the_store() {
    let folder = Folder::new();
    let path = folder.join("store");
    let harness = bot(crate::Store::open(&path).unwrap());
    let control = serving(&harness).await;
    let (member, admin) = (Caller::guild(5, &[]), Caller::guild(2, &[2]));
    say(&harness, &admin, "/block 5").await;
    say(&harness, &admin, "/block 6").await;
    assert_eq!(blocks_at(&path).await, [(of(BOT, 5), u64::MAX), (of(BOT, 6), u64::MAX)]);
    assert!(unblock_at(&path, of(BOT, 5)).await.unwrap());
    assert_eq!(say(&harness, &member, "/ping").await.rule, "allowed", "at once");
    assert!(!unblock_at(&path, of(BOT, 5)).await.unwrap());
    // What failures earned is lifted as well.
    for _ in 0..6 {
        say(&harness, &member, "/both").await;
    }
    assert_eq!(say(&harness, &member, "/ping").await.rule, "block");
    assert!(unblock_at(&path, of(BOT, 5)).await.unwrap());
    assert_eq!(say(&harness, &member, "/ping").await.rule, "allowed");
    // Another guild and another bot are others.
    for other in [
        Principal { realm: Realm::Guild(GuildId::new(1)), ..of(BOT, 6) },
        Principal { realm: Realm::Direct, ..of(BOT, 6) },
        of(7, 6),
    ] {
        assert!(!unblock_at(&path, other).await.unwrap(), "{other:?}");
    }
    assert_eq!(blocks_at(&path).await, [(of(BOT, 6), u64::MAX)]);
    let records = harness.records("lifecycle");
    let of_socket = |action: &str| {
        let is_it = |record: &&serde_json::Value| {
            record["action"] == action && record["rule"] == "socket" && record["success"] == true
        };
        records.iter().filter(is_it).count()
    };
    assert_eq!((of_socket("unblock"), of_socket("list blocks")), (6, 2));

    drop(control);
    assert!(!socket_path(&path).exists());
    // The bot has the store still, and nobody listens.
    assert!(unblock_at(&path, of(BOT, 6)).await.unwrap_err().is_in_use());
    drop(harness);
    drop(reopened(&path).await);
    assert_eq!(blocks_at(&path).await, [(of(BOT, 6), u64::MAX)]);
    assert!(unblock_at(&path, of(BOT, 6)).await.unwrap());
    assert!(blocks_at(&path).await.is_empty());
}

#[tokio::test]
async fn nothing_else_can_be_asked_for() {
    let folder = Folder::new();
    let path = folder.join("store");
    let harness = bot(crate::Store::open(&path).unwrap());
    let _control = serving(&harness).await;
    say(&harness, &Caller::guild(2, &[2]), "/block 5").await;
    let who = r#"{"bot":"102000001","realm":"guild 8000","person":"5"}"#;
    let long = format!("{{\"verb\":\"list blocks\"{}}}\n", " ".repeat(5_000));
    for request in [
        "\n",
        "{}\n",
        "not json\n",
        "{\"verb\":\"grant\"}\n",
        "{\"verb\":\"block\",\"principal\":{}}\n",
        &format!("{{\"verb\":\"unblock\",\"principal\":{who},\"also\":1}}\n"),
        &format!("{{\"verb\":\"unblock\",\"principal\":{}}}\n", who.replace("guild 8000", "guild")),
        &format!(
            "{{\"verb\":\"unblock\",\"principal\":{}}}\n",
            who.replace("guild 8000", "direct 1")
        ),
        &format!("{{\"verb\":\"unblock\",\"principal\":{}}}\n", who.replace("\"5\"", "\"../5\"")),
        &format!("{{\"verb\":\"unblock\",\"principal\":{}}}\n", who.replace("guild 8000", "c2c")),
        &long,
        "\u{0}\u{1}\n",
    ] {
        let answer = answer(&path, request.as_bytes()).await;
        assert!(answer.contains("\"refused\"") && answer.ends_with("}\n"), "{request}: {answer}");
    }
    assert_eq!(blocks_at(&path).await.len(), 1);
    let asked =
        answer(&path, format!("{{\"verb\":\"unblock\",\"principal\":{who}}}\n").as_bytes()).await;
    assert_eq!(asked, "{\"answer\":\"unblocked\",\"was_blocked\":true}\n");
}

#[tokio::test]
async fn a_few_who_say_nothing_keep_nobody_out_for_long() {
    let folder = Folder::new();
    let path = folder.join("store");
    let harness = bot(crate::Store::open(&path).unwrap());
    let _control = serving(&harness).await;
    let silent: Vec<_> = (0..4).map(|_| Plain::connect(socket_path(&path)).unwrap()).collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    // One too many: closed without an answer.
    assert_eq!(answer(&path, b"{\"verb\":\"list blocks\"}\n").await, "");
    // Their time ends, though they hold on.
    let mut answered = String::new();
    for _ in 0..100 {
        answered = answer(&path, b"{\"verb\":\"list blocks\"}\n").await;
        if !answered.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(answered.contains("\"blocks\""), "{answered}");
    drop(silent);
}

#[tokio::test]
async fn another_user_is_refused() {
    let folder = Folder::new();
    let path = folder.join("store");
    let harness = bot(crate::Store::open(&path).unwrap());
    let control = serving(&harness).await;
    let bots = server::bots_of(&control);
    let uid = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(folder.path()).unwrap());
    for (user, expected) in [(uid, "\"blocks\""), (uid + 1, "\"refused\"")] {
        let (ours, theirs) = tokio::net::UnixStream::pair().unwrap();
        let told = tokio::spawn({
            let bots = std::sync::Arc::clone(&bots);
            async move { server::converse(ours, user, &bots).await }
        });
        let theirs = theirs.into_std().unwrap();
        theirs.set_nonblocking(false).unwrap();
        let answer = apart(move || {
            let mut theirs = theirs;
            theirs.write_all(b"{\"verb\":\"list blocks\"}\n").unwrap();
            let mut answer = String::new();
            let _ = theirs.read_to_string(&mut answer);
            answer
        })
        .await;
        let _ = told.await.unwrap();
        assert!(answer.contains(expected), "{user}: {answer}");
    }
}

#[tokio::test]
async fn two_bots_with_one_store_share_the_socket_until_the_last_ends() {
    let folder = Folder::new();
    let path = folder.join("store");
    let store = crate::Store::open(&path).unwrap();
    let one = bot(store.clone());
    let two = crate::gate::tests::grants::bot_called(store, "102000002", |bot| bot);
    let (first, second) = (serving(&one).await, serving(&two).await);
    let (member, admin) = (Caller::guild(5, &[]), Caller::guild(2, &[2]));
    for harness in [&one, &two] {
        say(harness, &admin, "/block 5").await;
    }
    assert!(unblock_at(&path, of(BOT + 1, 5)).await.unwrap());
    assert_eq!(say(&two, &member, "/ping").await.rule, "allowed");
    assert_eq!(say(&one, &member, "/ping").await.rule, "block");
    drop(first);
    assert!(socket_path(&path).exists());
    // The first bot ended: what the store has of it is lifted there.
    assert!(unblock_at(&path, of(BOT, 5)).await.unwrap());
    drop(second);
    assert!(!socket_path(&path).exists());
}

#[tokio::test]
async fn a_store_that_is_not_there_is_not_made_by_asking() {
    let folder = Folder::new();
    let path = folder.join("store");
    assert!(unblock_at(&path, of(BOT, 5)).await.is_err());
    assert!(!path.exists());
}

#[tokio::test]
async fn what_listens_there_and_is_no_bot_is_told_so() {
    let folder = Folder::new();
    let path = folder.join("store");
    drop(crate::Store::open(&path).unwrap());
    let listener = std::os::unix::net::UnixListener::bind(socket_path(&path)).unwrap();
    let liar = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 16];
        let _ = stream.read(&mut request);
        stream.write_all(b"yes\n").unwrap();
    });
    let error = unblock_at(&path, of(BOT, 5)).await.unwrap_err();
    assert!(error.to_string().contains("gave no answer that is understood"), "{error}");
    liar.join().unwrap();
}
