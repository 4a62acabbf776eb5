#[path = "tests/refused.rs"]
mod refused;

use std::time::Duration;

use http_body_util::Full;
use serde_json::{Value, json};

use super::*;
use crate::adapter::queue::{Waiting, with_room};
use crate::adapter::webhook::keys::{signed, signing_key};
use crate::audit::AuditLog;
use crate::testing::Lines;

const SECRET: &str = "naOC0ocQE3shWLAfffVLB1rhYPG7";
const APP: &str = "102000001";
const EVENT: &str = r#"{"op":0,"id":"AT_MESSAGE_CREATE:1","t":"AT_MESSAGE_CREATE","d":{"id":"1"}}"#;
/// A proxy that the bot was told of.
const PROXY: [u8; 4] = [127, 0, 0, 1];

/// A door, and what comes of it.
struct Site {
    door: Door,
    events: Waiting,
    records: Lines,
    audit: AuditLog,
    clock: Clock,
}

impl Site {
    fn new() -> Self {
        Self::with_room(16)
    }

    fn with_room(room: usize) -> Self {
        let (queue, events) = with_room(room, 0);
        let (records, clock) = (Lines::default(), Clock::manual());
        let audit = AuditLog::to_writer(records.clone());
        let door = Door {
            app: APP.to_owned(),
            webhook: Webhook::new().path("/qq").proxies([PROXY.into()]),
            keys: Arc::new(Keys::new(SECRET, clock.clone())),
            clock: clock.clone(),
            queue,
            replays: Mutex::default(),
            records: Records::new(APP.parse().unwrap(), audit.clone(), clock.clone()),
        };
        Self { door, events, records, audit, clock }
    }

    /// A request of the platform's, `seconds` from now.
    fn signed_at(&self, seconds: i64, body: &str) -> Asked {
        let now = (self.clock.now().wall / 1_000).cast_signed();
        let timestamp = (now + seconds).to_string();
        let signature = signed(&signing_key(SECRET), format!("{timestamp}{body}").as_bytes());
        let headers = [
            ("x-bot-appid", APP.to_owned()),
            ("x-signature-ed25519", signature),
            ("x-signature-timestamp", timestamp),
            ("x-forwarded-for", "198.51.100.1".to_owned()),
        ];
        Asked { method: "POST", path: "/qq", headers: headers.to_vec(), body: body.into() }
    }

    fn signed(&self, body: &str) -> Asked {
        self.signed_at(0, body)
    }

    async fn ask(&self, asked: Asked) -> (u16, String) {
        let body = Full::new(Bytes::from(asked.body.clone()));
        let response = self.door.answer(asked.request(body), PROXY.into()).await;
        (response.status().as_u16(), response.into_body())
    }

    /// The rule by which it is refused; none where it is not.
    async fn rule(&self, asked: Asked) -> Option<String> {
        let before = self.refusals().len();
        self.ask(asked).await;
        let mut refusals = self.refusals().split_off(before);
        assert!(refusals.len() < 2);
        refusals.pop().map(|record| record["rule"].as_str().unwrap().to_owned())
    }

    fn refusals(&self) -> Vec<Value> {
        assert!(self.audit.flush());
        self.records.records()
    }

    /// The ids of the events that are queued.
    async fn queued(self) -> Vec<Option<String>> {
        let Self { door, mut events, .. } = self;
        drop(door);
        let mut ids = Vec::new();
        while let Some(event) = events.next().await {
            ids.push(event.id);
        }
        ids
    }
}

#[derive(Clone)]
struct Asked {
    method: &'static str,
    path: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Asked {
    fn request<B>(self, body: B) -> Request<B> {
        let request = Request::builder().method(self.method).uri(self.path);
        let headers = self.headers.into_iter();
        headers.fold(request, |r, (name, value)| r.header(name, value)).body(body).unwrap()
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        let header = self.headers.iter_mut().find(|(header, _)| *header == name).unwrap();
        header.1 = value.to_owned();
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(header, _)| *header != name);
        self
    }

    fn once_more(mut self, name: &str) -> Self {
        let twice = self.headers.iter().find(|(header, _)| *header == name).unwrap().clone();
        self.headers.push(twice);
        self
    }
}

const ACKNOWLEDGED: (u16, &str) = (200, r#"{"op":12,"d":0}"#);

fn shown((status, text): &(u16, String)) -> (u16, &str) {
    (*status, text)
}

#[tokio::test]
async fn a_signed_event_is_queued_and_acknowledged() {
    let site = Site::new();
    assert_eq!(shown(&site.ask(site.signed(EVENT)).await), ACKNOWLEDGED);
    // Whatever else the platform may say asks for nothing.
    assert_eq!(shown(&site.ask(site.signed(r#"{"op":1,"d":7}"#)).await), ACKNOWLEDGED);
    assert_eq!(site.refusals(), [Value::Null; 0]);
    assert_eq!(site.queued().await, [Some("AT_MESSAGE_CREATE:1".to_owned())]);
}

#[tokio::test]
async fn the_order_of_headers_is_no_matter() {
    let site = Site::new();
    let mut asked = site.signed(EVENT);
    asked.headers.reverse();
    assert_eq!(shown(&site.ask(asked).await), ACKNOWLEDGED);
}

#[tokio::test]
async fn what_comes_again_is_acknowledged_and_queued_once() {
    let site = Site::new();
    let first = site.signed(EVENT);
    assert_eq!(site.rule(first.clone()).await, None);
    assert_eq!(site.rule(first.clone()).await.as_deref(), Some("webhook.replay"));
    assert_eq!(shown(&site.ask(first.clone()).await), ACKNOWLEDGED);
    // The platform's own retry: the same envelope, signed anew.
    site.clock.advance(Duration::from_secs(20));
    assert_eq!(site.rule(site.signed(EVENT)).await.as_deref(), Some("webhook.replay"));
    site.clock.advance(Duration::from_secs(279));
    assert_eq!(site.rule(first.clone()).await.as_deref(), Some("webhook.replay"));
    site.clock.advance(Duration::from_secs(2));
    assert_eq!(site.rule(first).await.as_deref(), Some("webhook.stale"));
    // Without an id the signature is what it is known by.
    let nameless = EVENT.replace(r#""id":"AT_MESSAGE_CREATE:1","#, "");
    assert_eq!(site.rule(site.signed(&nameless)).await, None);
    assert_eq!(site.rule(site.signed(&nameless)).await.as_deref(), Some("webhook.replay"));
    // So it is by an empty one, or all of these would be the same event.
    let empty = EVENT.replace(r#""id":"AT_MESSAGE_CREATE:1""#, r#""id":"""#);
    assert_eq!(site.rule(site.signed(&empty)).await, None);
    assert_eq!(site.rule(site.signed(&format!("{empty} "))).await, None);
    assert_eq!(site.queued().await.len(), 4);
}

#[tokio::test]
async fn what_finds_no_room_may_come_again() {
    let mut site = Site::with_room(1);
    let other = EVENT.replace(":1", ":2");
    assert_eq!(site.ask(site.signed(&other)).await.0, 200);
    let answer = site.ask(site.signed(EVENT)).await;
    assert_eq!(shown(&answer), (503, "refused\n"));
    assert_eq!(site.refusals()[0]["rule"], "webhook.full");
    assert!(site.events.next().await.is_some());
    assert_eq!(shown(&site.ask(site.signed(EVENT)).await), ACKNOWLEDGED);
    assert_eq!(site.rule(site.signed(EVENT)).await.as_deref(), Some("webhook.replay"));
    assert_eq!(site.queued().await, [Some("AT_MESSAGE_CREATE:1".to_owned())]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_one_event_on_many_connections_one_is_queued() {
    let site = Arc::new(Site::with_room(64));
    let asked: Vec<_> = (0..32)
        .map(|_| {
            let site = Arc::clone(&site);
            tokio::spawn(async move { site.ask(site.signed(EVENT)).await.0 })
        })
        .collect();
    for answer in asked {
        assert_eq!(answer.await.unwrap(), 200);
    }
    let site = Arc::into_inner(site).unwrap();
    assert_eq!(site.queued().await.len(), 1);
}

#[tokio::test]
async fn a_question_is_answered_if_the_platform_asks_it() {
    let site = Site::new();
    let question =
        r#"{"op":13,"d":{"plain_token":"Arq0D5A61EgUu4OxUvOp","event_ts":"1725442341"}}"#;
    let (status, answer) = site.ask(site.signed(question)).await;
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let signature = signed(&signing_key(SECRET), b"1725442341Arq0D5A61EgUu4OxUvOp");
    assert_eq!((status, &answer["signature"]), (200, &json!(signature)));
    let forged = site.signed(question).with("x-signature-ed25519", &"1".repeat(128));
    assert_eq!(shown(&site.ask(forged).await), (401, "refused\n"));
    assert!(site.queued().await.is_empty());
}

#[tokio::test]
async fn a_peer_that_forges_waits_and_no_other() {
    let site = Site::new();
    let forged = |from: &str| {
        let forged = site.signed(EVENT).with("x-signature-ed25519", &"1".repeat(128));
        forged.with("x-forwarded-for", from)
    };
    for _ in 0..20 {
        assert_eq!(site.ask(forged("203.0.113.7")).await.0, 401);
    }
    assert_eq!(shown(&site.ask(forged("203.0.113.7")).await), (429, "refused\n"));
    // What it says of where it came from is its own invention.
    assert_eq!(site.ask(forged("198.51.100.9, 203.0.113.7")).await.0, 429);
    let honest = site.signed(EVENT).with("x-forwarded-for", "203.0.113.7");
    assert_eq!(site.rule(honest.clone()).await.as_deref(), Some("webhook.peer"));
    assert_eq!(site.ask(site.signed(EVENT)).await.0, 200);
    site.clock.advance(Duration::from_secs(60));
    assert_eq!(site.rule(honest).await.as_deref(), Some("webhook.replay"));
}

#[tokio::test]
async fn equal_refusals_of_a_peer_are_counted_together() {
    let site = Site::new();
    for _ in 0..9 {
        site.ask(Asked { path: "/.env", ..site.signed("") }).await;
    }
    let records = site.refusals();
    assert_eq!(records.len(), 4);
    assert_eq!((&records[3]["count"], &records[3]["event_type"]), (&json!(6), &json!("webhook")));
    assert_eq!(records[3]["ip_address"], "198.51.100.1");
}
