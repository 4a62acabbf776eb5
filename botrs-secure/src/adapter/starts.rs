//! When a session may start: one after the other, at the pace and as often as the platform allows.

use std::sync::Arc;
use std::time::Duration;

use botrs::BotError;
use botrs::gateway::Gateway;
use botrs::models::api::GatewayResponse;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, sleep_until};

use super::gateway_url;
use super::login::Login;
use super::shards::{Served, Shards};
use super::start::{StartError, StartErrorKind};

pub(super) struct Starts {
    login: Arc<Login>,
    state: Mutex<State>,
}

struct State {
    url: String,
    pace: Duration,
    /// Starts that the first look-up vouches for; each later one asks again.
    granted: u32,
    next: Instant,
}

impl Starts {
    /// Asks the platform for its gateway; also which shards are to be served.
    pub(super) async fn new(
        login: Arc<Login>,
        shards: Shards,
    ) -> Result<(Self, Served), StartError> {
        let found = login.api().await?.get_gateway().await.map_err(from_request)?;
        gateway_url::check(&found.url)?;
        let served = shards.served(found.shards);
        if found.session_start_limit.remaining < served.sessions() {
            let wait = reset_after(&found);
            let detail = format!("{} s", wait.as_secs());
            return Err(StartError::new(StartErrorKind::SessionLimit, detail));
        }
        let pace = pace(&found);
        let state =
            State { url: found.url, pace, granted: served.sessions(), next: Instant::now() };
        Ok((Self { login, state: Mutex::new(state) }, served))
    }

    /// Waits until a new session may start; where.
    pub(super) async fn identify(&self) -> Result<String, StartError> {
        let mut state = self.state.lock().await;
        state.turn().await;
        if state.granted > 0 {
            state.granted -= 1;
            return Ok(state.url.clone());
        }
        loop {
            let found = self.login.api().await?.get_gateway().await.map_err(from_request)?;
            gateway_url::check(&found.url)?;
            if found.session_start_limit.remaining > 0 {
                (state.pace, state.url) = (pace(&found), found.url);
                return Ok(state.url.clone());
            }
            let wait = reset_after(&found);
            let seconds = wait.as_secs();
            tracing::error!(
                seconds,
                "no session starts left, waiting / 网关连接次数已用完，等待重置"
            );
            sleep(wait).await;
        }
    }

    /// Waits until a session may be resumed.
    pub(super) async fn resume(&self) {
        self.state.lock().await.turn().await;
    }
}

impl State {
    async fn turn(&mut self) {
        sleep_until(self.next).await;
        self.next = Instant::now() + self.pace;
    }
}

fn pace(found: &GatewayResponse) -> Duration {
    Gateway::session_start_interval(found.session_start_limit.max_concurrency)
}

/// At least a second, so that a platform that says zero is not asked in a loop.
fn reset_after(found: &GatewayResponse) -> Duration {
    Duration::from_millis(found.session_start_limit.reset_after.into()).max(Duration::from_secs(1))
}

fn from_request(error: BotError) -> StartError {
    StartError::from_request(&error)
}
