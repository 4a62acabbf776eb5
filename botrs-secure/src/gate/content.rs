//! What messages hold: judged once for each, by the policy in force.
//!
//! Of a command it is part of stage 7: what was refused before needs no verdict. An ordinary message is
//! judged before the author's handler gets it, whoever it is from, blocked or not.

use std::borrow::Cow;

use crate::audit::Kind;
use crate::contain::contained;
use crate::content::{ContentAction, Finding, Reason, Verdict};
use crate::gate::answers;
use crate::gate::denial::Denial;
use crate::gate::live::Live;
use crate::gate::talk::Talk;
use crate::locale::Locale;
use crate::policy::InForce;
use crate::reply::Reply;

/// Refuses a command for what its message holds, or tells of what is only recorded or warned about.
pub(super) async fn check(live: &Live) -> Result<(), Denial> {
    let talk = &live.talk;
    // With a part of it covered, a command would be another one.
    let verdict = verdict(talk, &live.in_force, ContentAction::Mask)?;
    record(talk, &verdict);
    if let Some(warning) = warning(talk, &verdict) {
        talk.engine.audit.before_answer().await;
        talk.say(&warning).await;
    }
    Ok(())
}

/// What becomes of an ordinary message: its text is masked where it has to be; a warning, if one is due.
pub(crate) fn judge(talk: &mut Talk) -> Result<Option<Reply>, Denial> {
    let verdict = verdict(talk, &talk.engine.current.load(), ContentAction::Refuse)?;
    record(talk, &verdict);
    let warning = warning(talk, &verdict);
    if let Cow::Owned(masked) = verdict.masked(&talk.incoming.content) {
        talk.incoming.content = masked;
    }
    Ok(warning)
}

/// The verdict on a message, unless at least so much is to be done that it is refused.
fn verdict(talk: &Talk, in_force: &InForce, refuses: ContentAction) -> Result<Verdict, Denial> {
    let (content, text) = (&in_force.rules.tables.content, &talk.incoming.content);
    let verdict = contained(|| content.check(text)).ok_or(Denial::UncheckedContent)?;
    if verdict.action() < refuses {
        return Ok(verdict);
    }
    Err(match verdict.decisive() {
        Some(Finding { reason: Reason::TooLong, .. }) => {
            Denial::TooLong { length: text.chars().count(), max: content.longest() }
        }
        Some(Finding { reason, span, .. }) => {
            Denial::Content { reason: *reason, at: place(text, span.start) }
        }
        None => Denial::UncheckedContent,
    })
}

/// One record of what was found and let pass.
fn record(talk: &Talk, verdict: &Verdict) {
    let Some(finding) = verdict.decisive() else { return };
    let mut event = talk.event(Kind::Decision, "content", finding.reason.rule());
    event.success = true;
    let action = verdict.action().as_str();
    let (at, score) = (place(&talk.incoming.content, finding.span.start), finding.score);
    event.details = Some(format!("action={action} at={at} score={score}").into());
    talk.engine.audit.record(event);
}

/// To whoever wrote it, as seldom as refusals are answered.
fn warning(talk: &Talk, verdict: &Verdict) -> Option<Reply> {
    let finding = verdict.decisive().filter(|_| verdict.action() == ContentAction::Warn)?;
    if !answers::warning_is_due(talk) {
        return None;
    }
    let at = place(&talk.incoming.content, finding.span.start);
    let locale = talk.locale();
    let name = finding.reason.name(locale);
    Some(Reply::text(match locale {
        Locale::Zh => format!("请注意：第 {at} 个字起是{name}"),
        Locale::En => format!("Mind your words: {name} from character {at} on"),
    }))
}

/// The character at a byte, counted from 1.
fn place(text: &str, byte: usize) -> usize {
    text.char_indices().take_while(|(at, _)| *at < byte).count() + 1
}
