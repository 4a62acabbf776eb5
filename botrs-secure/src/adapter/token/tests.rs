//! Tokens from an endpoint of the test's own, with a clock and timers that do not wait.

use std::path::Path;
use std::sync::Mutex;

use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::*;
use crate::testing::Lines;

const HOURS: Duration = Duration::from_secs(7200);

/// What the endpoint does when it is asked; the last for ever.
#[derive(Clone, Copy)]
enum Does {
    Give(Duration),
    Fail(StartErrorKind),
    Hang,
    Panic,
}
use Does::{Fail, Give, Hang, Panic};

struct Rig {
    token: RotatingToken,
    asked: Arc<Mutex<Vec<Instant>>>,
    does: Arc<Mutex<Vec<Does>>>,
    clock: Clock,
    audit: AuditLog,
    lines: Lines,
    alarms: mpsc::Receiver<AlertKind>,
}

async fn rig(first: Duration, then: &[Does]) -> Rig {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let does = Arc::new(Mutex::new(then.iter().rev().copied().collect::<Vec<_>>()));
    does.lock().unwrap().push(Give(first));
    let (at, next) = (Arc::clone(&asked), Arc::clone(&does));
    let fetch: Fetch = Arc::new(move |secret| {
        at.lock().unwrap().push(Instant::now());
        let mut left = next.lock().unwrap();
        let does = if left.len() > 1 { left.pop() } else { left.last().copied() };
        drop(left);
        Box::pin(async move {
            // A real one takes a moment.
            sleep(Duration::from_millis(100)).await;
            match does.unwrap() {
                Give(lasts) => Ok(Fetched { token: Token::new("1", secret.as_str()), lasts }),
                Fail(kind) => Err(StartError::new(kind, "")),
                Hang => std::future::pending().await,
                Panic => panic!("as botrs may"),
            }
        })
    });
    let (clock, lines) = (Clock::manual_at(1_767_225_600_000), Lines::default());
    let audit = AuditLog::to_writer(lines.clone());
    let http = HttpClient::new(1, false).unwrap();
    let (alarms, raised) = mpsc::channel(16);
    let told = Told { audit: audit.clone(), clock: clock.clone(), alarms };
    let secret = SecretText::from("s3cr3t".to_owned());
    let token = RotatingToken::fetched_by(fetch, BotId::new(1), secret, http, told).await;
    Rig { token: token.unwrap(), asked, does, clock, audit, lines, alarms: raised }
}

impl Rig {
    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    fn now_does(&self, does: Does) {
        *self.does.lock().unwrap() = vec![does];
    }

    /// The records about the token: kind, rule and details.
    fn records(&self) -> Vec<(String, String, Value)> {
        assert!(self.audit.flush());
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let told = |record: Value| {
            assert_eq!(record["action"], "token");
            (text(&record["event_type"]), text(&record["rule"]), record["details"].clone())
        };
        self.lines.records().into_iter().map(told).collect()
    }
}

fn record(kind: &str, rule: &str, details: impl Into<Value>) -> (String, String, Value) {
    (kind.into(), rule.into(), details.into())
}

async fn minutes(minutes: u64) {
    sleep(Duration::from_secs(60 * minutes)).await;
}

#[tokio::test(start_paused = true)]
async fn it_is_refreshed_in_its_last_minute_and_not_before() {
    let rig = rig(HOURS, &[Give(HOURS)]).await;
    minutes(119).await;
    assert_eq!((rig.asked(), rig.token.current().number), (1, 0));
    minutes(1).await;
    assert_eq!((rig.asked(), rig.token.current().number), (2, 1));
    let asked = rig.asked.lock().unwrap();
    assert!((asked[1] - asked[0]).as_secs() == 7145, "{:?}", asked[1] - asked[0]);
    drop(asked);
    assert_eq!(rig.records(), [], "what goes as it should is no news");
}

#[tokio::test(start_paused = true)]
async fn a_thousand_who_wait_have_one_fetched() {
    let rig = Arc::new(rig(HOURS, &[Give(HOURS)]).await);
    rig.clock.advance(HOURS);
    let waits = |_| {
        let rig = Arc::clone(&rig);
        tokio::spawn(async move { rig.token.valid().await.map(|current| current.number) })
    };
    let waiting: Vec<_> = (0..1000).map(waits).collect();
    for one in waiting {
        assert_eq!(one.await.unwrap(), Ok(1));
    }
    assert_eq!(rig.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn no_more_than_so_many_wait() {
    let rig = Arc::new(rig(HOURS, &[Hang]).await);
    rig.clock.advance(HOURS);
    let waits = |_| {
        let rig = Arc::clone(&rig);
        tokio::spawn(async move {
            let begun = Instant::now();
            let error = rig.token.valid().await.err().unwrap();
            (error.kind(), begun.elapsed())
        })
    };
    let waiting: Vec<_> = (0..WAITERS + 10).map(waits).collect();
    let mut at_once = 0;
    for one in waiting {
        let (kind, took) = one.await.unwrap();
        assert_eq!(kind, StartErrorKind::Unreachable);
        assert!(took.is_zero() || took >= PATIENCE);
        at_once += usize::from(took.is_zero());
    }
    assert_eq!((at_once, rig.asked()), (10, 2));
}

#[tokio::test(start_paused = true)]
async fn the_last_good_token_is_used_while_it_is_valid() {
    let rig = rig(HOURS, &[Fail(StartErrorKind::Tls), Fail(StartErrorKind::Tls), Give(HOURS)]);
    let mut rig = rig.await;
    sleep(Duration::from_millis(7_145_500)).await;
    assert_eq!(rig.asked(), 2);
    assert_eq!(rig.token.valid().await.unwrap().number, 0);
    minutes(1).await;
    assert_eq!((rig.asked(), rig.token.valid().await.unwrap().number), (4, 1));
    let expected =
        [record("alert", "unrenewed", "tls"), record("lifecycle", "renewed", "failures=2")];
    assert_eq!(rig.records(), expected);
    assert_eq!(rig.alarms.try_recv(), Ok(AlertKind::Token { cause: StartErrorKind::Tls }));
    assert!(rig.alarms.try_recv().is_err(), "one for all tries in a row");
}

#[tokio::test(start_paused = true)]
async fn without_a_token_requests_fail_at_once_and_fetch_none() {
    let rig = rig(HOURS, &[Fail(StartErrorKind::Unreachable)]).await;
    rig.clock.advance(HOURS);
    let fails = async || rig.token.valid().await.err().unwrap().kind();
    assert_eq!(fails().await, StartErrorKind::Unreachable);
    for _ in 0..1000 {
        let begun = Instant::now();
        assert_eq!(fails().await, StartErrorKind::Unreachable);
        assert!(begun.elapsed().is_zero());
    }
    assert_eq!(rig.asked(), 2);
    // Pauses grow up to a minute: an hour has some 60 to 130 tries.
    minutes(60).await;
    assert!((60..=140).contains(&rig.asked()), "{}", rig.asked());
    assert_eq!(rig.records(), [record("alert", "unrenewed", "unreachable")], "one for all");
    rig.now_does(Give(HOURS));
    minutes(2).await;
    assert!(rig.token.valid().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn it_recovers_from_an_endpoint_that_makes_botrs_panic() {
    let rig = rig(HOURS, &[Panic, Give(HOURS)]).await;
    rig.clock.advance(HOURS);
    assert_eq!(rig.token.valid().await.err().unwrap().kind(), StartErrorKind::Platform);
    minutes(1).await;
    assert_eq!(rig.token.valid().await.unwrap().number, 1);
}

#[tokio::test(start_paused = true)]
async fn clocks_that_jump_cost_one_fetch_at_most() {
    let rig = rig(HOURS, &[Give(HOURS)]).await;
    rig.clock.set_wall(0);
    assert_eq!(rig.token.valid().await.unwrap().number, 0, "back: nothing is amiss");
    rig.clock.set_wall(1_767_225_600_000 + 7_200_000);
    for _ in 0..10 {
        assert_eq!(rig.token.valid().await.unwrap().number, 1, "ahead: botrs would fetch one");
    }
    assert_eq!(rig.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once() {
    let rig = rig(HOURS, &[Give(HOURS)]).await;
    let (first, second) = tokio::join!(rig.token.replace(0), rig.token.replace(0));
    assert_eq!((first, second), (Ok(()), Ok(())));
    assert_eq!((rig.asked(), rig.token.current().number), (2, 1));
    // It is known already that this one was refused.
    rig.token.replace(0).await.unwrap();
    rig.token.refuse(0);
    minutes(1).await;
    assert_eq!(rig.asked(), 2);
    assert_eq!(rig.records(), [record("lifecycle", "renewed", Value::Null)]);
}

#[tokio::test(start_paused = true)]
async fn news_of_an_earlier_token_does_not_hide_that_this_one_is_refused() {
    let rig = rig(HOURS, &[Give(HOURS)]).await;
    rig.token.replace(0).await.unwrap();
    let begun = Instant::now();
    let (replaced, ()) = tokio::join!(rig.token.replace(1), async { rig.token.refuse(0) });
    assert_eq!((replaced, rig.token.current().number), (Ok(()), 2));
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_does_not_shorten_the_pause_after_a_failure() {
    let rig = rig(HOURS, &[Fail(StartErrorKind::Unreachable)]).await;
    assert!(rig.token.replace(0).await.is_err());
    for _ in 0..400 {
        rig.token.refuse(0);
        sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(rig.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn another_secret_is_taken_if_there_is_a_token_for_it() {
    let rig = rig(HOURS, &[Fail(StartErrorKind::Credentials), Give(HOURS)]).await;
    let secret = rig.token.secret();
    let rotate = async |to: &str| rig.token.rotate(SecretText::from(to.to_owned())).await;
    let refused = rotate("wrong").await.unwrap_err();
    assert_eq!(refused.kind(), StartErrorKind::Credentials);
    assert_eq!((secret.borrow().as_str(), rig.token.current().number), ("s3cr3t", 0));
    assert_eq!(rotate("another").await, Ok(()));
    assert_eq!((secret.borrow().as_str(), rig.token.current().number), ("another", 1));
    assert_eq!(rig.token.current().token.secret(), "another");
    // The token of the old secret is refreshed no more: two hours from now, not from the start.
    minutes(119).await;
    assert_eq!(rig.asked(), 3);
    assert_eq!(rig.records(), [], "whoever asks for it records it");
}

#[tokio::test(start_paused = true)]
async fn another_secret_ends_the_pause_after_failures() {
    let rig = rig(HOURS, &[Fail(StartErrorKind::Credentials), Fail(StartErrorKind::Credentials)]);
    let rig = rig.await;
    rig.clock.advance(HOURS);
    assert!(rig.token.valid().await.is_err());
    minutes(10).await;
    rig.now_does(Give(HOURS));
    rig.token.rotate(SecretText::from("another".to_owned())).await.unwrap();
    assert_eq!(rig.token.valid().await.unwrap().number, 1);
}

#[tokio::test(start_paused = true)]
async fn short_lives_do_not_make_it_ask_without_a_pause() {
    let second = Duration::from_secs(1);
    let rig = rig(second, &[Give(second)]).await;
    minutes(1).await;
    assert!(rig.asked() <= 121, "{}", rig.asked());
}

#[tokio::test(start_paused = true)]
async fn nothing_is_fetched_once_it_is_dropped() {
    let rig = rig(HOURS, &[Give(HOURS)]).await;
    drop(rig.token);
    minutes(200).await;
    assert_eq!(rig.asked.lock().unwrap().len(), 1);
}

/// botrs' own refresher panics after ten failures in a row.
#[test]
fn nothing_calls_the_refresher_of_botrs() {
    fn look(directory: &Path, found: &mut usize) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                look(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                *found += 1;
                let text = std::fs::read_to_string(&path).unwrap();
                let name = concat!("start_access_token", "_refresh");
                assert!(!text.contains(name), "{}", path.display());
            }
        }
    }
    let mut files = 0;
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files > 100);
}
