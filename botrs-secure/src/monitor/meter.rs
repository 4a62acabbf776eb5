//! What is counted and timed, by the facade of the crate `metrics`: nothing is where no recorder listens.
//!
//! Every label has few values, whatever people write: commands and rules are those of the program.

use std::sync::Arc;
use std::time::Duration;

use metrics::{SharedString, Unit, counter, describe_counter, describe_gauge, describe_histogram};
use metrics::{gauge, histogram};

use crate::contain::contained;
use crate::gate::Outcome;
use crate::id::BotId;
use crate::place::Scene;

const MESSAGES: &str = "botrs_secure_messages_total";
const DECISIONS: &str = "botrs_secure_decisions_total";
const BODY: &str = "botrs_secure_body_duration_seconds";
const ALERTS: &str = "botrs_secure_alerts_total";
#[cfg(feature = "webhook")]
const WEBHOOK: &str = "botrs_secure_webhook_refusals_total";
const AUDIT_LOST: &str = "botrs_secure_audit_lost_records_total";
const AUDIT_WAITING: &str = "botrs_secure_audit_waiting_records";
const AUDIT_LAG: &str = "botrs_secure_audit_lag_seconds";
const AUDIT_UP: &str = "botrs_secure_audit_up";
const GATEWAY_UP: &str = "botrs_secure_gateway_up";
const STATE_UP: &str = "botrs_secure_state_up";

/// What a message has for a command that is none.
const NO_COMMAND: &str = "-";

/// Counts for one bot.
pub(crate) struct Meter {
    bot: SharedString,
}

/// How a bot is at one moment.
pub(super) struct Sample {
    pub(super) waiting: usize,
    pub(super) lost: u64,
    pub(super) lag: Duration,
    pub(super) is_recorded: bool,
    pub(super) is_connected: bool,
    /// Of a bot that shares its state.
    pub(super) has_state: Option<bool>,
}

impl Meter {
    pub(crate) fn new(bot: BotId) -> Self {
        contained(describe);
        Self { bot: SharedString::from_shared(Arc::from(bot.to_string())) }
    }

    /// A message came, whatever it is.
    pub(crate) fn message(&self, scene: Scene) {
        self.count(|bot| counter!(MESSAGES, "bot" => bot, "scene" => scene.as_str()).increment(1));
    }

    pub(crate) fn decision(
        &self,
        command: Option<&'static str>,
        stage: &'static str,
        outcome: &Outcome,
    ) {
        self.count(|bot| {
            counter!(
                DECISIONS,
                "bot" => bot,
                "command" => command.unwrap_or(NO_COMMAND),
                "stage" => stage,
                "rule" => outcome.rule(),
                "outcome" => class(outcome),
            )
            .increment(1);
        });
    }

    /// How long a body ran.
    pub(crate) fn body(&self, command: &'static str, outcome: &Outcome, took: Duration) {
        self.count(|bot| {
            histogram!(BODY, "bot" => bot, "command" => command, "outcome" => class(outcome))
                .record(took);
        });
    }

    /// An alert was raised, told or held back.
    pub(crate) fn alert(&self, rule: &'static str) {
        self.count(|bot| counter!(ALERTS, "bot" => bot, "rule" => rule).increment(1));
    }

    /// A request to the webhook was refused.
    #[cfg(feature = "webhook")]
    pub(crate) fn webhook(&self, rule: &'static str) {
        self.count(|bot| counter!(WEBHOOK, "bot" => bot, "rule" => rule).increment(1));
    }

    pub(super) fn sample(&self, sample: &Sample) {
        self.count(|bot| {
            let set = |name, value: f64| gauge!(name, "bot" => bot.clone()).set(value);
            set(AUDIT_WAITING, sample.waiting as f64);
            set(AUDIT_LAG, sample.lag.as_secs_f64());
            set(AUDIT_UP, f64::from(sample.is_recorded));
            set(GATEWAY_UP, f64::from(sample.is_connected));
            if let Some(has_state) = sample.has_state {
                set(STATE_UP, f64::from(has_state));
            }
            counter!(AUDIT_LOST, "bot" => bot.clone()).absolute(sample.lost);
        });
    }

    /// A recorder is anybody's code: if it panics, a count is lost, and no call.
    fn count(&self, count: impl FnOnce(SharedString)) {
        contained(|| count(self.bot.clone()));
    }
}

/// The kinds of outcomes.
const fn class(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Allowed => "allowed",
        Outcome::Denied(_) => "refused",
        Outcome::Failed(_) | Outcome::Panicked | Outcome::TimedOut => "failed",
        Outcome::Cancelled => "cancelled",
    }
}

fn describe() {
    describe_counter!(MESSAGES, "Messages that came, ordinary ones included.");
    describe_counter!(DECISIONS, "Decisions of the gate.");
    describe_histogram!(BODY, Unit::Seconds, "How long the bodies of commands ran.");
    describe_counter!(ALERTS, "Alerts that were raised, told or held back.");
    #[cfg(feature = "webhook")]
    describe_counter!(WEBHOOK, "Requests to the webhook that were refused.");
    describe_counter!(AUDIT_LOST, "Records that found no room in the audit.");
    describe_gauge!(AUDIT_WAITING, "Records that wait to be written.");
    describe_gauge!(
        AUDIT_LAG,
        Unit::Seconds,
        "For how long nothing was written while records wait."
    );
    describe_gauge!(AUDIT_UP, "Whether privileged commands can be recorded.");
    describe_gauge!(GATEWAY_UP, "Whether every shard of this process is connected.");
    describe_gauge!(STATE_UP, "Whether the state that machines share answers.");
}
