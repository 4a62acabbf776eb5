//! The group commit by itself: what is told is kept, and nothing waits or grows without a bound.

use std::time::Duration;

use super::*;
use crate::gate::LONGEST_MARK;
use crate::store::journal::{MOST_LATER, MOST_WAITING, Unkept};
use crate::store::rows::{self, Batch, MOST_MARKS, Mark, Row};
use crate::store::tables::MARKS;

const BOT: BotId = BotId::new(1);

fn mark(message: u64, until: u64) -> Mark {
    Mark { until, bot: BOT.get(), message }
}

fn queue(store: &Store) -> Arc<Queue> {
    store.journal(&Clock::default()).unwrap()
}

fn now() -> u64 {
    Clock::default().now().wall
}

/// The fingerprints of what a store has.
fn kept(store: &Store, bot: BotId) -> Vec<u64> {
    let (marks, _) = store.marks(bot, now()).unwrap();
    marks.into_iter().map(|mark| mark.message).collect()
}

fn keep(store: &Store, waited: Vec<Mark>, later: Vec<Mark>, now: u64) -> (Vec<bool>, u64) {
    let later = later.into_iter().map(Row::Mark).collect();
    let kept = rows::keep(&store.0.database, &Batch { waited, later }, now).unwrap();
    (kept.waited, kept.without_room)
}

#[tokio::test]
async fn what_is_told_is_there_and_what_is_said_later_is_there_at_the_end() {
    let folder = Folder::new();
    let path = folder.join("store");
    let store = Store::open(&path).unwrap();
    let (queue, end) = (queue(&store), now() + 60_000);
    queue.keep(mark(1, end)).await.unwrap();
    assert_eq!(kept(&store, BOT), [1]);
    queue.later(Row::Mark(mark(2, end + 1)));
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(kept(&store, BOT), [1, 2]);
    assert!(kept(&store, BotId::new(2)).is_empty(), "another bot's are its own");
    assert_eq!(queue.keep(mark(3, end)).await, Err(Unkept::Failed), "nobody writes any more");
}

#[tokio::test]
async fn what_nobody_waits_for_is_kept_soon_all_the_same() {
    let (store, _) = Store::failing();
    queue(&store).later(Row::Mark(mark(1, u64::MAX)));
    crate::gate::tests::eventually(|| kept(&store, BOT) == [1]).await;
}

#[tokio::test]
async fn many_who_wait_are_kept_in_one_step() {
    let (store, disk) = Store::failing();
    let queue = queue(&store);
    disk.hang();
    let first = queue.ask(mark(0, u64::MAX)).unwrap();
    crate::gate::tests::eventually(|| queue.waiting() == 0).await;
    let rest: Vec<_> = (1..=500).map(|n| queue.ask(mark(n, u64::MAX)).unwrap()).collect();
    let before = disk.syncs();
    disk.go_on();
    for kept in [first].into_iter().chain(rest) {
        assert_eq!(kept.await.unwrap(), Ok(()));
    }
    assert!(disk.syncs() - before < 10, "{} for two transactions", disk.syncs() - before);
    assert_eq!(kept(&store, BOT).len(), 501);
}

#[tokio::test]
async fn a_disk_that_fails_keeps_no_mark_and_says_so() {
    let (store, disk) = Store::failing();
    let queue = queue(&store);
    queue.keep(mark(1, u64::MAX)).await.unwrap();
    disk.fail();
    for n in 2..5 {
        assert_eq!(queue.keep(mark(n, u64::MAX)).await, Err(Unkept::Failed));
    }
}

#[tokio::test]
async fn what_a_disk_that_fails_does_not_keep_is_counted() {
    let (store, disk) = Store::failing();
    let queue = queue(&store);
    disk.fail();
    for n in 0..3 {
        queue.later(Row::Mark(mark(n, u64::MAX)));
    }
    crate::gate::tests::eventually(|| queue.lost() == 3).await;
}

#[tokio::test(start_paused = true)]
async fn a_disk_that_hangs_is_waited_for_five_seconds() {
    let (store, disk) = Store::failing();
    let queue = queue(&store);
    disk.hang();
    let began = tokio::time::Instant::now();
    assert_eq!(queue.keep(mark(1, u64::MAX)).await, Err(Unkept::Failed));
    // By the clock of the test, which only goes on when nothing else does.
    assert_eq!(began.elapsed().as_secs(), 5);
    disk.go_on();
}

#[tokio::test]
async fn no_more_wait_than_may_and_the_next_is_refused_at_once() {
    let (store, disk) = Store::failing();
    let queue = queue(&store);
    disk.hang();
    let mut asked = vec![queue.ask(mark(0, u64::MAX)).unwrap()];
    crate::gate::tests::eventually(|| queue.waiting() == 0).await;
    for n in 1..=MOST_WAITING as u64 {
        asked.push(queue.ask(mark(n, u64::MAX)).unwrap());
    }
    assert_eq!(queue.keep(mark(u64::MAX, 1)).await, Err(Unkept::Failed));
    for n in 0..MOST_LATER as u64 + 7 {
        queue.later(Row::Mark(mark(n, 1)));
    }
    assert_eq!(queue.lost(), 7);
    disk.go_on();
    for kept in asked {
        assert_eq!(kept.await.unwrap(), Ok(()));
    }
    queue.keep(mark(u64::MAX, 1)).await.unwrap();
}

#[test]
fn at_the_bound_no_live_mark_goes_and_what_is_over_makes_room() {
    let (store, _) = Store::failing();
    // When the first hundred are over.
    let over = now() + 60 * 60 * 1_000;
    let most_of_others = MOST_MARKS / 10 * 9;
    fill(&store, |writing| {
        let mut marks = writing.open_table(MARKS).unwrap();
        for n in 0..most_of_others {
            marks.insert((over + n / 100, BOT.get(), n), ()).unwrap();
        }
    });
    let end = u64::MAX;
    // Others leave room for what is privileged.
    assert_eq!(keep(&store, vec![mark(1, end)], vec![mark(2, end)], over - 1), (vec![true], 1));
    fill(&store, |writing| {
        let mut marks = writing.open_table(MARKS).unwrap();
        for n in 1..MOST_MARKS - most_of_others {
            marks.insert((over + 5_000_000, BOT.get(), n), ()).unwrap();
        }
    });
    assert_eq!(keep(&store, vec![mark(3, end)], vec![], over - 1), (vec![false], 0));
    let told = queue(&store).ask(mark(3, end)).unwrap().blocking_recv();
    assert_eq!(told, Ok(Err(Unkept::Full)));
    let count = |store: &Store| {
        let reading = store.0.database.begin_read().unwrap();
        reading.open_table(MARKS).unwrap().len().unwrap()
    };
    assert_eq!(count(&store), MOST_MARKS);
    // A hundred are over; a commit forgets a bounded number of them.
    assert_eq!(keep(&store, vec![mark(3, end)], vec![], over), (vec![true], 0));
    assert_eq!(count(&store), MOST_MARKS - 66 + 1);
    assert_eq!(keep(&store, vec![mark(4, end)], vec![], over), (vec![true], 0));
    assert_eq!(count(&store), MOST_MARKS - 100 + 2);
}

#[test]
fn what_is_forgotten_is_known_to_be() {
    let (store, _) = Store::failing();
    let (began, hour) = (now(), 60 * 60 * 1_000);
    let since = |at| store.marks(BOT, at).unwrap().1;
    assert!(since(u64::MAX) <= began, "nothing is missing since it was made");
    keep(&store, vec![mark(1, began + 3 * hour)], vec![], began);
    assert!(since(began + 4 * hour) <= began);
    keep(&store, vec![], vec![], began + 3 * hour);
    // What was sent an hour before the mark ended may have run.
    assert_eq!(since(began + 4 * hour), began + 2 * hour);
    // A clock that was ahead does not make the bot refuse for as long as it was.
    assert_eq!(since(began + hour), began + hour);
}

#[test]
fn marks_of_a_clock_that_was_ahead_stay_no_longer_than_any_message_is_young() {
    let (store, _) = Store::failing();
    let (now, longest) = (now(), LONGEST_MARK.as_millis() as u64);
    let year = 365 * 24 * 60 * 60 * 1_000;
    keep(&store, vec![mark(1, now + 1), mark(2, now + year), mark(3, u64::MAX)], vec![], now);
    let (marks, _) = store.marks(BOT, now).unwrap();
    assert_eq!(marks, [mark(1, now + 1), mark(2, now + longest), mark(3, now + longest)]);
    assert_eq!(Duration::from_millis(longest), Duration::from_millis(2 * 3_600_000 + 30_001));
}

#[test]
fn a_store_of_the_first_format_is_brought_up_to_date_and_keeps_what_it_has() {
    use crate::store::tables::{FORMAT, META, SECRET};
    let folder = Folder::new();
    let path = folder.join("store");
    let (store, before) = (Store::open(&path).unwrap(), now());
    let who = somebody(1, 8_000, 5);
    store.grant(&who, "A").unwrap();
    store.block(&who, u64::MAX, 0).unwrap();
    store
        .write(|writing| {
            let mut meta = writing.open_table(META).unwrap();
            meta.insert("format", 1).unwrap();
            meta.remove("marks since").unwrap();
            drop(meta);
            assert!(writing.delete_table(SECRET).unwrap() && writing.delete_table(MARKS).unwrap());
            Ok(())
        })
        .unwrap();
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(names(&store, &who), ["A"]);
    assert_eq!(store.blocks(0).unwrap().len(), 1);
    assert!(store.marks(BOT, u64::MAX).unwrap().1 >= before, "it had no marks before");
    let secret = store.0.secret;
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.0.secret, secret, "once");
    store
        .read(|database| {
            let format = database.begin_read().unwrap().open_table(META).unwrap();
            let format = format.get("format").unwrap().unwrap().value();
            assert_eq!(format, FORMAT);
            Ok(())
        })
        .unwrap();
}

#[test]
fn no_two_stores_share_a_secret() {
    let folder = Folder::new();
    let [one, two] = ["a", "b"].map(|name| Store::open(folder.join(name)).unwrap().0.secret);
    assert_ne!(one, two);
    assert_ne!(one, [0; 32]);
    let shown = format!("{:?}", Store::open(folder.join("a")).unwrap());
    assert!(!shown.contains("secret"), "{shown}");
}
