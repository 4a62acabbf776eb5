//! Alerts: what a person should look at, told to the log, to whoever listens and to a channel.
//!
//! Whoever provokes them decides how many there are. So one of a kind is let through for a place and
//! minute, and a few a minute for the whole bot; a channel gets one a minute, since the platform counts
//! what nobody asked for. What concerns the bot itself lasts, and is told every ten minutes at most. What is
//! held back is counted and told with the next.

mod told;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::adapter::{PlatformError, PlatformErrorKind};
use crate::audit;
use crate::clock::Now;
use crate::contain::contained;
use crate::engine::Engine;
use crate::gate::talk::{PATIENCE, Talk};
use crate::id::ChannelId;
use crate::limit::{Quota, Scope, Take, bucket};
use crate::locale::Locale;
use crate::place::Scene;
use crate::reply::Reply;

pub use told::{Alert, AlertKind};

const MINUTE: Duration = Duration::from_secs(60);
/// How often what concerns the bot itself is told.
const TEN_MINUTES: Duration = Duration::from_secs(600);
/// How many alerts of a bot are let through a minute.
const OF_BOT: Quota = Quota::per(20, MINUTE);

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
    let about = (talk.principal(), talk.incoming.place);
    let here = (Scope::Channel(talk.engine.bot, talk.incoming.place), MINUTE);
    let alert = Alert { kind, about: Some(about), correlation: talk.correlation, held_back: 0 };
    tell(&talk.engine, alert, here, talk.now)
}

/// Tells everybody and the audit of what concerns the bot itself, or holds it back.
pub(crate) fn raise_for_bot(engine: &Arc<Engine>, kind: AlertKind) {
    let now = engine.clock.now();
    let alert = Alert { kind, about: None, correlation: 0, held_back: 0 };
    let bot = (Scope::Global(engine.bot), TEN_MINUTES);
    // What became of tokens and secrets is on the record already.
    if tell(engine, alert, bot, now) && kind.is_of_platform() {
        let bot = Some(engine.bot);
        let event = audit::Event::new(audit::Kind::Alert, now.wall, "platform", kind.rule());
        engine.audit.privileged(audit::Event { bot, ..event });
    }
}

fn tell(engine: &Arc<Engine>, mut alert: Alert, within: (Scope, Duration), now: Now) -> bool {
    #[cfg(feature = "metrics")]
    engine.meter.alert(alert.rule());
    let alerts = &engine.alerts;
    let held_back = &alerts.held_back[alert.kind.index()];
    if !is_due(engine, alert.kind, within, now) {
        count(held_back);
        count(&alerts.unsent);
        return false;
    }
    alert.held_back = held_back.swap(0, Ordering::Relaxed);
    log(&alert);
    for observer in &alerts.observers {
        if contained(|| observer(&alert)).is_none() {
            contained(|| tracing::error!("an observer of alerts panicked"));
        }
    }
    post(engine, &alert, now);
    true
}

fn log(alert: &Alert) {
    contained(|| {
        tracing::warn!(
            rule = alert.rule(),
            place = alert.about.map(|(_, place)| tracing::field::display(place)),
            held_back = alert.held_back,
            correlation = %format_args!("{:016x}", alert.correlation),
            "an alert"
        );
    });
}

/// One of a kind within its scope and time, and a few a minute in all.
fn is_due(engine: &Engine, kind: AlertKind, (scope, period): (Scope, Duration), now: Now) -> bool {
    let take =
        |bucket, scope, quota| Take { bucket: engine.keys.bucket(bucket, scope), quota, cost: 1 };
    let takes = [
        take(bucket::ALERTS - 1 - kind.index() as u64, scope, Quota::once_per(period)),
        take(bucket::ALERTS, Scope::Global(engine.bot), OF_BOT),
    ];
    engine.memory.take(&takes, now.mono).is_ok()
}

/// Sends it to the channel for alerts, where there is one and it got none for a minute.
fn post(engine: &Arc<Engine>, alert: &Alert, now: Now) {
    let in_force = engine.current.load();
    let tables = &in_force.rules.tables;
    let Some(channel) = tables.alert_channel.or(engine.alerts.channel) else { return };
    let bucket = engine.keys.bucket(bucket::POSTED_ALERTS, Scope::Global(engine.bot));
    if !engine.memory.once(bucket, MINUTE, now.mono) {
        return count(&engine.alerts.unsent);
    }
    let locale = tables.locale.unwrap_or(engine.locale);
    let text =
        alert.text(locale) + &others(engine.alerts.unsent.swap(0, Ordering::Relaxed), locale);
    let failure = audit::Event {
        correlation: alert.correlation,
        bot: Some(engine.bot),
        place: alert.about.map(|(_, place)| place),
        person: alert.about.map(|(principal, _)| principal.person),
        ..audit::Event::new(audit::Kind::Alert, now.wall, "alert", "unsent")
    };
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
