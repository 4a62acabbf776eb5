//! Alerts: what a person should look at, told to the log, to whoever listens and to a channel.
//!
//! Whoever provokes them decides how many there are. So one of a kind is let through for a place and
//! minute, and a few a minute for the whole bot; a channel gets one a minute, since the platform counts
//! what nobody asked for. What is held back is counted and told with the next.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::adapter::{PlatformError, PlatformErrorKind};
use crate::audit;
use crate::contain::contained;
use crate::content::duration_text::show_duration;
use crate::gate::talk::{PATIENCE, Talk};
use crate::id::ChannelId;
use crate::limit::{Quota, Scope, Take, bucket};
use crate::locale::Locale;
use crate::place::{Place, Principal, Scene};
use crate::reply::Reply;

const MINUTE: Duration = Duration::from_secs(60);
/// How many alerts of a bot are let through a minute.
const OF_BOT: Quota = Quota::per(20, MINUTE);

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AlertKind {
    /// Somebody was blocked after too many failures.
    Blocked {
        /// For how long.
        period: Duration,
    },
    /// An administrator or an owner of the bot failed too often; they are not blocked.
    Administrator,
    /// Somebody of whom the platform tells no roles failed too often; they are not blocked.
    UnknownRoles,
}

impl AlertKind {
    const COUNT: usize = 3;

    const fn index(self) -> usize {
        match self {
            Self::Blocked { .. } => 0,
            Self::Administrator => 1,
            Self::UnknownRoles => 2,
        }
    }

    pub(super) const fn rule(self) -> &'static str {
        match self {
            Self::Blocked { .. } => "intrusion.blocked",
            Self::Administrator => "intrusion.administrator",
            Self::UnknownRoles => "intrusion.unknown",
        }
    }
}

/// Something that a person should look at, as [`Builder::on_alert`](crate::Builder::on_alert) sees it.
#[derive(Debug)]
pub struct Alert {
    kind: AlertKind,
    principal: Principal,
    place: Place,
    correlation: u64,
    held_back: u32,
}

impl Alert {
    /// One that was not raised, for its words.
    #[cfg(test)]
    pub(crate) fn of(kind: AlertKind, principal: Principal, place: Place) -> Self {
        Self { kind, principal, place, correlation: 0, held_back: 0 }
    }

    /// What it is about.
    #[must_use]
    pub fn kind(&self) -> AlertKind {
        self.kind
    }

    /// A stable name of it, which its record in the audit has as its rule.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.kind.rule()
    }

    /// Whom it is about; [`Handle::unblock`](crate::Handle::unblock) takes it.
    #[must_use]
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// Where it happened.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// How many alerts of this kind were held back since the last one that was not.
    #[must_use]
    pub fn held_back(&self) -> u32 {
        self.held_back
    }

    /// The id under which the audit has the call that raised it.
    #[must_use]
    pub fn correlation(&self) -> u64 {
        self.correlation
    }

    /// The words for whoever looks at it.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let (who, place) = (self.principal.person, self.place);
        match (self.kind, locale) {
            (AlertKind::Blocked { period }, _) => {
                let period = show_duration(period, locale);
                locale.pick(
                    format!("已拉黑 {who}（{place}）{period}：越权尝试太多"),
                    format!(
                        "Blocked {who} ({place}) for {period}: too many attempts at what they may not do"
                    ),
                )
            }
            (AlertKind::Administrator, Locale::Zh) => {
                format!("管理员 {who}（{place}）越权尝试太多，未拉黑：请确认账号没有被盗")
            }
            (AlertKind::Administrator, Locale::En) => format!(
                "Too many refused attempts by the administrator {who} ({place}), who is not blocked: \
                 check that the account is still theirs"
            ),
            (AlertKind::UnknownRoles, Locale::Zh) => {
                format!("{who}（{place}）越权尝试太多，平台没有说明其身份，未拉黑")
            }
            (AlertKind::UnknownRoles, Locale::En) => format!(
                "Too many refused attempts by {who} ({place}), who is not blocked: the platform does \
                 not tell their roles"
            ),
        }
    }
}

/// A listener to alerts.
pub(crate) type AlertObserver = Box<dyn Fn(&Alert) + Send + Sync>;

/// Who is told of alerts, and how many they were not told of.
#[derive(Default)]
pub(crate) struct Alerts {
    pub(crate) observers: Vec<AlertObserver>,
    /// A policy file may name another.
    pub(crate) channel: Option<ChannelId>,
    held_back: [AtomicU32; AlertKind::COUNT],
    unsent: AtomicU32,
}

/// Tells everybody, or holds it back; whether it was told.
pub(super) fn raise(talk: &Talk, kind: AlertKind) -> bool {
    #[cfg(feature = "metrics")]
    talk.engine.meter.alert(kind.rule());
    let alerts = &talk.engine.alerts;
    let held_back = &alerts.held_back[kind.index()];
    if !is_due(talk, kind) {
        count(held_back);
        count(&alerts.unsent);
        return false;
    }
    let alert = Alert {
        kind,
        principal: talk.principal(),
        place: talk.incoming.place,
        correlation: talk.correlation,
        held_back: held_back.swap(0, Ordering::Relaxed),
    };
    log(&alert);
    for observer in &alerts.observers {
        if contained(|| observer(&alert)).is_none() {
            contained(|| tracing::error!("an observer of alerts panicked"));
        }
    }
    post(talk, &alert);
    true
}

fn log(alert: &Alert) {
    contained(|| {
        tracing::warn!(
            rule = alert.rule(),
            place = %alert.place,
            held_back = alert.held_back,
            correlation = %format_args!("{:016x}", alert.correlation),
            "an alert"
        );
    });
}

/// One of a kind for a place and minute, and a few a minute in all.
fn is_due(talk: &Talk, kind: AlertKind) -> bool {
    let engine = &talk.engine;
    let take =
        |bucket, scope, quota| Take { bucket: engine.keys.bucket(bucket, scope), quota, cost: 1 };
    let here = Scope::Channel(engine.bot, talk.incoming.place);
    let takes = [
        take(bucket::ALERTS - kind.index() as u64, here, Quota::once_per(MINUTE)),
        take(bucket::ALERTS, Scope::Global(engine.bot), OF_BOT),
    ];
    engine.memory.take(&takes, talk.now.mono).is_ok()
}

/// Sends it to the channel for alerts, where there is one and it got none for a minute.
fn post(talk: &Talk, alert: &Alert) {
    let engine = &talk.engine;
    let in_force = engine.current.load();
    let tables = &in_force.rules.tables;
    let Some(channel) = tables.alert_channel.or(engine.alerts.channel) else { return };
    let bucket = engine.keys.bucket(bucket::POSTED_ALERTS, Scope::Global(engine.bot));
    if !engine.memory.once(bucket, MINUTE, talk.now.mono) {
        return count(&engine.alerts.unsent);
    }
    let locale = tables.locale.unwrap_or(engine.locale);
    let text =
        alert.text(locale) + &others(engine.alerts.unsent.swap(0, Ordering::Relaxed), locale);
    let failure = talk.event(audit::Kind::Alert, "alert", "unsent");
    let engine = Arc::clone(engine);
    tokio::spawn(async move {
        engine.audit.before_answer().await;
        let text = Reply::text(text).render(Scene::Guild);
        let sent = tokio::time::timeout(PATIENCE, engine.transport.post(channel, &text)).await;
        let late = |_| Err(PlatformError::new(PlatformErrorKind::TimedOut, "no answer in time"));
        // Not again: whether it arrived is unknown, and each message counts.
        if let Err(error) = sent.unwrap_or_else(late) {
            tracing::warn!(%channel, %error, "an alert was not sent to its channel");
            let details = Some(format!("channel={channel}: {}", error.kind().as_str()).into());
            engine.audit.privileged(audit::Event { details, ..failure });
        }
    });
}

/// How many were not sent to the channel since the last one.
fn others(unsent: u32, locale: Locale) -> String {
    if unsent == 0 {
        return String::new();
    }
    locale.pick(
        format!("（此前另有 {unsent} 条告警未发到这里）"),
        format!(" ({unsent} more alerts before this one were not sent here)"),
    )
}

/// One more; so many that they do not fit stay so many.
fn count(counter: &AtomicU32) {
    let more = |count: u32| Some(count.saturating_add(1));
    // It always has a value to set.
    let _ = counter.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
}
