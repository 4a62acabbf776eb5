//! Every request that a bot made.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::platform::Platform;

/// A request and the status that it was answered with.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Recorded {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: String,
    /// As it arrived, still escaped.
    pub path: String,
    /// What follows the question mark; empty if there is none.
    pub query: String,
    /// As it arrived, but a token request without its secret.
    pub body: String,
    /// The AppID of the bot; `None` if its token is not accepted.
    pub app_id: Option<String>,
    /// The HTTP status of the answer.
    pub status: u16,
    /// When the answer was ready.
    pub time: SystemTime,
}

impl Recorded {
    /// The body as JSON; null if it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// Whether it is this request: `is("POST", "/channels/10/messages")`.
    #[must_use]
    pub fn is(&self, method: &str, path: &str) -> bool {
        self.method == method && self.path == path
    }
}

impl Platform {
    /// All requests so far, in the order of their answers.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.read(|world| world.requests.clone())
    }

    /// The first request, past or to come, that fits; `None` if there is none in that time.
    pub async fn wait_for(
        &self,
        within: Duration,
        fits: impl Fn(&Recorded) -> bool,
    ) -> Option<Recorded> {
        self.until(within, |world| world.requests.iter().find(|request| fits(request)).cloned())
            .await
    }

    pub(super) fn record(&self, request: Recorded) {
        self.change(|world| world.requests.push(request));
    }
}
