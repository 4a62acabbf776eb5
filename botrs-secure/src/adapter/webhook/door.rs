//! The checks of a request, in their order: what costs least comes first, and nothing is believed before the
//! signature is verified.

use std::net::IpAddr;
use std::sync::Arc;

use hyper::body::{Body, Bytes};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use parking_lot::Mutex;

use super::envelope::Envelope;
use super::keys::Keys;
use super::records::Records;
use super::refusal::Refusal;
use super::replays::{Name, Once, Replays};
use super::signed::Signed;
use super::{Webhook, body, challenge, client, fresh};
use crate::adapter::queue::Queue;
use crate::clock::Clock;
use crate::peer::Peer;

/// An event, and the question whether the bot has the AppSecret.
const EVENT: u8 = 0;
const CHALLENGE: u8 = 13;

/// What the platform takes for: the event has come.
const ACKNOWLEDGED: &str = r#"{"op":12,"d":0}"#;

/// Through which events come.
pub(super) struct Door {
    pub(super) app: String,
    pub(super) webhook: Webhook,
    pub(super) keys: Arc<Keys>,
    pub(super) clock: Clock,
    pub(super) queue: Queue,
    pub(super) replays: Mutex<Replays>,
    pub(super) records: Records,
}

impl Door {
    pub(super) async fn answer<B>(&self, request: Request<B>, from: IpAddr) -> Response<String>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let (head, body) = request.into_parts();
        let peer = Peer::of(client::address(from, &head.headers, &self.webhook.proxies));
        match self.receive(&head, body, peer).await {
            Ok(answer) => json(StatusCode::OK, answer),
            Err(refusal) => {
                self.records.refused(peer, refusal);
                refused(refusal)
            }
        }
    }

    async fn receive<B>(&self, head: &Parts, body: B, peer: Peer) -> Result<String, Refusal>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        if head.uri.path() != self.webhook.path {
            return Err(Refusal::Path);
        }
        if head.method != Method::POST {
            return Err(Refusal::Method);
        }
        body::announced(&body)?;
        let signed = Signed::read(&head.headers, &self.app)?;
        if self.records.is_limited(peer) {
            return Err(Refusal::Peer);
        }
        let message = body::read(signed.timestamp, body).await?;
        self.judge(&signed, &message)
    }

    /// Judges what is whole: nothing waits any more.
    fn judge(&self, signed: &Signed<'_>, message: &[u8]) -> Result<String, Refusal> {
        let key = self.keys.of(message, &signed.signature).ok_or(Refusal::Signature)?;
        let now = self.clock.now();
        if !fresh::is_fresh(signed.seconds, now.wall) {
            return Err(Refusal::Stale);
        }
        let envelope = Envelope::read(&message[signed.timestamp.len()..])?;
        match envelope.code {
            CHALLENGE => return challenge::answer(&envelope.data, &key),
            EVENT => {}
            // Whatever else there is asks for nothing.
            _ => return Ok(ACKNOWLEDGED.to_owned()),
        }
        let (id, signature) = (envelope.id.clone(), signed.signature.to_bytes());
        let name = id.as_deref().map_or(Name::Signature(&signature), Name::Id);
        let event = envelope.into_event();
        // Locked until it is queued: the same event may come on two connections at once.
        match self.replays.lock().once(name, now.mono, || self.queue.push(event)) {
            Once::Queued => Ok(ACKNOWLEDGED.to_owned()),
            Once::Again => Err(Refusal::Replay),
            Once::Full => Err(Refusal::Full),
        }
    }
}

/// The same words for all of them.
fn refused(refusal: Refusal) -> Response<String> {
    let status = refusal.status();
    if status.is_success() {
        return json(status, ACKNOWLEDGED.to_owned());
    }
    let mut response = Response::new("refused\n".to_owned());
    *response.status_mut() = status;
    response
}

fn json(status: StatusCode, text: String) -> Response<String> {
    let mut response = Response::new(text);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

#[cfg(test)]
#[path = "door/tests.rs"]
mod tests;
