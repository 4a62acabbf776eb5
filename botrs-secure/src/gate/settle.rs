//! What follows a decision: the record, the count of failures, the answer in chat.

use std::sync::Arc;

use crate::audit::Kind;
use crate::command::Registered;
use crate::contain::contained;
use crate::gate::answers;
use crate::gate::denial::Denial;
use crate::gate::live::Live;
use crate::gate::outcome::{Decision, Outcome};
use crate::gate::talk::Talk;
use crate::gate::{details, intrusion, on_error, press, question};
use crate::locale::Locale;
use crate::reply::Reply;

/// Refuses on the spot. Spawns only where an answer is due.
pub(crate) fn refuse(talk: Talk, command: Option<Arc<Registered>>, denial: Denial) {
    intrusion::count_here(&talk, &denial);
    refuse_counted(talk, command, denial);
}

/// The same where the failure was counted.
pub(crate) fn refuse_counted(talk: Talk, command: Option<Arc<Registered>>, denial: Denial) {
    let answer = answers::is_due(&talk, command.as_deref(), &denial);
    let stage = denial.stage();
    let outcome = Outcome::Denied(denial);
    record(&talk, command.as_deref(), stage, &outcome, None);
    press::answer(&talk, press::code(&outcome));
    if !answer {
        return notify(&talk, command.as_deref(), &outcome);
    }
    let way = talk.way.clone();
    way.spawn(async move {
        talk.engine.audit.before_answer().await;
        talk.say(&words(&talk, &outcome)).await;
        notify(&talk, command.as_deref(), &outcome);
    });
}

/// Settles a call when it ends, and records it as cancelled where it never does.
pub(crate) struct Ending<'a> {
    live: &'a Live,
    is_settled: bool,
}

impl<'a> Ending<'a> {
    pub(crate) fn of(live: &'a Live) -> Self {
        Self { live, is_settled: false }
    }

    pub(crate) async fn settle(mut self, outcome: Outcome, reply: Option<Reply>) {
        self.is_settled = true;
        let (talk, command) = (&self.live.talk, Some(&*self.live.command));
        self.record(&outcome);
        let is_due = match &outcome {
            Outcome::Denied(denial) => answers::is_due(talk, command, denial),
            _ => false,
        };
        press::answer(talk, press::code_where(talk, &outcome, is_due));
        talk.engine.audit.before_answer().await;
        match &outcome {
            Outcome::Denied(denial) => {
                let asked = self.live.authority(&talk.engine.current.load());
                intrusion::count(talk, asked, denial).await;
                if is_due {
                    talk.say(&words(talk, &outcome)).await;
                    question::offer(self.live, denial).await;
                }
            }
            Outcome::Allowed => say_any(talk, reply).await,
            Outcome::Failed(error) => match on_error::answer(self.live, error).await {
                Some(reply) => say_any(talk, reply).await,
                None => talk.say(&words(talk, &outcome)).await,
            },
            _ => talk.say(&words(talk, &outcome)).await,
        }
        notify(talk, command, &outcome);
    }

    fn record(&self, outcome: &Outcome) {
        let Live { talk, command, .. } = self.live;
        #[cfg(feature = "metrics")]
        if let Some(took) = self.live.runs_for() {
            talk.engine.meter.body(command.name, outcome, took);
        }
        let details = details::of(self.live, outcome);
        record(talk, Some(command), self.stage(outcome), outcome, details);
    }

    /// The stage that decided: of what is no refusal, the one that the call had come to.
    fn stage(&self, outcome: &Outcome) -> &'static str {
        match outcome {
            Outcome::Denied(denial) => denial.stage(),
            _ => self.live.stage(),
        }
    }
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if !self.is_settled {
            // Perhaps while a panic unwinds, where a second one would end the program.
            contained(|| {
                self.record(&Outcome::Cancelled);
                press::answer(&self.live.talk, press::code(&Outcome::Cancelled));
            });
        }
    }
}

async fn say_any(talk: &Talk, reply: Option<Reply>) {
    if let Some(reply) = reply.filter(|reply| !reply.is_empty()) {
        talk.say(&reply).await;
    }
}

/// One record of the decision, in the audit and as an event for whoever listens.
fn record(
    talk: &Talk,
    command: Option<&Registered>,
    stage: &'static str,
    outcome: &Outcome,
    details: Option<Box<str>>,
) {
    #[cfg(feature = "metrics")]
    talk.engine.meter.decision(command.map(|command| command.name), stage, outcome);
    let action = command.map_or("message", |command| command.name);
    let place = Some(talk.incoming.place);
    let is_judged = matches!(outcome, Outcome::Denied(Denial::Content { .. }));
    if command.is_none()
        && !is_judged
        && !talk.engine.is_new_refusal(&[outcome.rule()], place, talk.now)
    {
        return;
    }
    // A log may panic, and so may the text of an author's error: neither may cost the record.
    if contained(|| log(talk, action, stage, outcome)).is_none() {
        contained(|| tracing::error!(action, "a decision could not be logged"));
    }
    let mut event = talk.event(Kind::Decision, action, outcome.rule());
    event.success = outcome.is_allowed();
    event.details = details;
    let is_privileged = command.is_some_and(|command| command.need.is_privileged());
    match outcome {
        Outcome::Denied(_) => talk.engine.audit.refusal(event),
        _ if is_privileged => talk.engine.audit.privileged(event),
        _ => talk.engine.audit.record(event),
    };
}

/// An event on the message's way; louder where something is wrong with the program.
fn log(talk: &Talk, action: &str, stage: &str, outcome: &Outcome) {
    let (rule, span) = (outcome.rule(), talk.way.span());
    let correlation = format_args!("{:016x}", talk.correlation);
    match outcome {
        Outcome::Allowed | Outcome::Denied(_) | Outcome::Cancelled => tracing::debug!(
            target: "botrs_secure::decision", parent: span, action, rule, stage, %correlation,
        ),
        Outcome::Failed(_) | Outcome::Panicked | Outcome::TimedOut => tracing::warn!(
            target: "botrs_secure::decision", parent: span, action, rule, stage, %correlation,
        ),
    }
    if let Outcome::Failed(error) = outcome {
        // Escaped: what callers typed may be in it, and must not begin a line of its own.
        tracing::error!(parent: span, action, error = ?error.to_string(), "a command failed");
    }
}

/// The words for an outcome. Faults tell an id under which the audit has them, and nothing else.
fn words(talk: &Talk, outcome: &Outcome) -> Reply {
    let locale = talk.locale();
    if let Outcome::Denied(denial) = outcome {
        return Reply::text(denial.text(locale));
    }
    let what = match (outcome, locale) {
        (Outcome::TimedOut, Locale::Zh) => "命令超时，已中止",
        (Outcome::TimedOut, Locale::En) => "The command took too long and was stopped",
        (_, Locale::Zh) => "命令出错了",
        (_, Locale::En) => "The command failed",
    };
    let id = talk.correlation;
    Reply::text(locale.pick(format!("{what}（编号 {id:016x}）"), format!("{what} (id {id:016x})")))
}

/// Tells whoever listens; what they do wrong is theirs.
fn notify(talk: &Talk, command: Option<&Registered>, outcome: &Outcome) {
    let decision = Decision {
        command: command.map(|command| command.name),
        message: &talk.incoming.id,
        outcome,
        correlation: talk.correlation,
    };
    for observer in &talk.engine.observers {
        if contained(|| observer(&decision)).is_none() {
            contained(|| tracing::error!("a decision's observer panicked"));
        }
    }
}
