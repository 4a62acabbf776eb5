//! What is refused, and how early.

use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::Frame;
use proptest::prelude::*;

use super::*;

#[tokio::test]
async fn what_is_not_as_it_should_be_is_refused_and_not_queued() {
    let site = Site::new();
    let whole = || site.signed(EVENT);
    let mut late = site.signed(EVENT);
    late.body.pop();
    let mut long = site.signed(EVENT);
    long.body.push(b' ');
    let refused = [
        (Asked { method: "GET", ..whole() }, 405, "webhook.method"),
        (Asked { method: "PUT", ..whole() }, 405, "webhook.method"),
        (Asked { path: "/", ..whole() }, 404, "webhook.path"),
        (Asked { path: "/qq/", ..whole() }, 404, "webhook.path"),
        (Asked { body: vec![b' '; body::LARGEST + 1], ..whole() }, 413, "webhook.size"),
        (whole().without("x-bot-appid"), 401, "webhook.header"),
        (whole().once_more("x-bot-appid"), 401, "webhook.header"),
        (whole().with("x-bot-appid", "102000002"), 401, "webhook.app"),
        (whole().without("x-signature-ed25519"), 401, "webhook.header"),
        (whole().once_more("x-signature-ed25519"), 401, "webhook.header"),
        (whole().with("x-signature-ed25519", "00"), 401, "webhook.header"),
        (whole().with("x-signature-ed25519", &"0".repeat(128)), 401, "webhook.signature"),
        (whole().without("x-signature-timestamp"), 401, "webhook.header"),
        (whole().once_more("x-signature-timestamp"), 401, "webhook.header"),
        (whole().with("x-signature-timestamp", "1"), 401, "webhook.signature"),
        (late, 401, "webhook.signature"),
        (long, 401, "webhook.signature"),
        (site.signed_at(-301, EVENT), 401, "webhook.stale"),
        (site.signed_at(302, EVENT), 401, "webhook.stale"),
        (site.signed(""), 400, "webhook.body"),
        (site.signed("null"), 400, "webhook.body"),
        (site.signed("[]"), 400, "webhook.body"),
        (site.signed(r#"{"op":"0"}"#), 400, "webhook.body"),
        (site.signed(r#"{"op":0,"id":7}"#), 400, "webhook.body"),
        (site.signed(r#"{"op":0,"t":"A","d":"#), 400, "webhook.body"),
        (site.signed(&"[".repeat(9_000)), 400, "webhook.body"),
        (
            site.signed(r#"{"op":13,"d":{"event_ts":"1","plain_token":"{"}}"#),
            400,
            "webhook.challenge",
        ),
    ];
    for (asked, status, rule) in refused {
        let before = site.refusals().len();
        // Each from another, as none may forge so many.
        let from = format!("198.51.100.{}", before + 2);
        let answer = site.ask(asked.with("x-forwarded-for", &from)).await;
        assert_eq!(shown(&answer), (status, "refused\n"), "{rule}");
        let records = site.refusals();
        assert_eq!(records.len(), before + 1, "{rule}");
        let record = &records[before];
        assert_eq!((&record["rule"], &record["ip_address"]), (&json!(rule), &json!(from)));
        assert_eq!((&record["event_type"], &record["success"]), (&json!("webhook"), &json!(false)));
        assert_eq!((&record["bot"], &record["user_id"]), (&json!(APP), &Value::Null), "{rule}");
    }
    assert!(site.queued().await.is_empty());
}

#[tokio::test]
async fn five_minutes_are_fresh_on_either_side() {
    let site = Site::new();
    for seconds in [-299, 0, 300] {
        let event = EVENT.replace(":1", &seconds.to_string());
        assert_eq!(site.rule(site.signed_at(seconds, &event)).await, None, "{seconds}");
    }
}

/// A body that must not be read.
struct Unread(u64);

impl Body for Unread {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        panic!("it is read");
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        hyper::body::SizeHint::with_exact(self.0)
    }
}

#[tokio::test]
async fn what_is_refused_by_its_head_is_not_read() {
    let site = Site::new();
    for (asked, size, status) in [
        (site.signed(EVENT), body::LARGEST as u64 + 1, 413),
        (site.signed(EVENT), u64::MAX, 413),
        (site.signed(EVENT).with("x-bot-appid", "1"), 9, 401),
        (Asked { path: "/other", ..site.signed(EVENT) }, 9, 404),
    ] {
        let answer = site.door.answer(asked.request(Unread(size)), PROXY.into()).await;
        assert_eq!(answer.status(), status);
    }
}

proptest! {
    #[test]
    fn no_changed_bit_passes(bit in 0_usize..4_096, text in "[a-z中{}\"]{0,40}", cut in 1_usize..40) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let site = Site::new();
        let body = json!({"op": 0, "id": text, "t": "AT_MESSAGE_CREATE", "d": {}}).to_string();
        let whole = site.signed(&body);
        let mut flipped = whole.clone();
        let at = bit / 8 % flipped.body.len();
        flipped.body[at] ^= 1 << (bit % 8);
        let mut shorter = whole.clone();
        shorter.body.truncate(body.len() - cut.min(body.len()));
        for other in [flipped, shorter] {
            prop_assert_eq!(runtime.block_on(site.ask(other)).0, 401);
        }
        prop_assert_eq!(runtime.block_on(site.ask(whole)).0, 200);
        prop_assert_eq!(runtime.block_on(site.queued()).len(), 1);
    }
}
