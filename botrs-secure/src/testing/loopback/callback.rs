//! What the platform sends to the webhook of a bot, to be sent as it is or changed by a script first.

use std::io;
use std::net::SocketAddr;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::bot::Bot;
use crate::adapter::{signed, signing_key};

/// A request of the platform's, signed for its bot.
#[derive(Debug, Clone)]
pub struct Callback {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Bot {
    /// What the platform signs: the timestamp, and behind it the body; 128 hexadecimal digits.
    #[must_use]
    pub fn sign(&self, timestamp: &str, body: &str) -> String {
        signed(&signing_key(&self.secret()), format!("{timestamp}{body}").as_bytes())
    }

    /// A request with this body, signed now.
    #[must_use]
    pub fn callback(&self, body: &str) -> Callback {
        self.callback_at(0, body)
    }

    /// The same, signed so many seconds from now.
    #[must_use]
    pub fn callback_at(&self, seconds: i64, body: &str) -> Callback {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let timestamp = since.as_secs().saturating_add_signed(seconds).to_string();
        let headers = [
            ("host", "loopback".to_owned()),
            ("user-agent", "QQBot-Callback".to_owned()),
            ("content-type", "application/json".to_owned()),
            ("x-bot-appid", self.app_id().to_owned()),
            ("x-signature-method", "Ed25519".to_owned()),
            ("x-signature-ed25519", self.sign(&timestamp, body)),
            ("x-signature-timestamp", timestamp),
        ];
        Callback {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value)).to_vec(),
            body: body.into(),
        }
    }

    /// The body by which the platform delivers a message that was posted; the same each time.
    ///
    /// # Panics
    ///
    /// If there is no such message of anybody's.
    #[must_use]
    pub fn event(&self, message: &str) -> String {
        self.read_world(|world| {
            let stored = &world.messages[message];
            let delivery = stored.delivery.as_ref().expect("a message that somebody posted");
            let kind = delivery.kinds[0];
            let id = format!("{kind}:{message}");
            json!({"op": 0, "s": 1, "id": id, "t": kind, "d": stored.data}).to_string()
        })
    }
}

impl Callback {
    /// With another method.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        method.clone_into(&mut self.method);
        self
    }

    /// For another path.
    #[must_use]
    pub fn path(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// With this value of a header, in place of the one that it has.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        self.without(name).once_more(name, value)
    }

    /// With one more header of this name.
    #[must_use]
    pub fn once_more(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Without a header.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(header, _)| header != name);
        self
    }

    /// With the headers in the opposite order.
    #[must_use]
    pub fn reversed(mut self) -> Self {
        self.headers.reverse();
        self
    }

    /// With another body under the same signature.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// As it goes over the wire.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\n\r\n", self.body.len());
        [head.as_bytes(), &self.body].concat()
    }

    /// Sends it; the status and the text of the answer.
    ///
    /// # Errors
    ///
    /// What keeps it from being sent, or the answer from being read.
    pub async fn send(&self, to: SocketAddr) -> io::Result<(u16, String)> {
        let mut stream = TcpStream::connect(to).await?;
        // Whoever is refused early may be cut off while it still writes; the answer counts.
        let sent = stream.write_all(&self.bytes()).await;
        let mut answer = Vec::new();
        let read = stream.read_to_end(&mut answer).await;
        let text = String::from_utf8_lossy(&answer);
        let parted = text.split_once("\r\n\r\n").and_then(|(head, text)| {
            Some((head.split(' ').nth(1)?.parse().ok()?, text.to_owned()))
        });
        match parted {
            Some(answer) => Ok(answer),
            None => Err(sent.and(read.map(drop)).err().unwrap_or_else(cut)),
        }
    }
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "no answer")
}
