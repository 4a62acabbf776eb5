//! The button beside a question: which call it confirms, kept here and never in the button.
//!
//! The button holds 128 random bits and nothing else. What they stand for is bound to the caller, the place,
//! the command, its arguments and the quoted message, and is forgotten with the code that the question told. A
//! press goes through all stages as the second message would, with that code; somebody else's press is refused
//! and uses nothing up, whatever the platform let them press.
//!
//! It is a message of its own, after the question: buttons come with markdown, in which no text of a user's
//! may stand. Few bots may send such. A platform that refuses is not asked again for a while, and nobody is
//! told: the code that was typed out is as good.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;

use crate::adapter::{Button, Incoming, PlatformErrorKind, Roles};
use crate::clock::Moment;
use crate::command::Registered;
use crate::gate::confirm::{self, VALID};
use crate::gate::denial::Denial;
use crate::gate::live::{ArgumentText, Live, RoutedText};
use crate::gate::permission::{self, Standing};
use crate::gate::route::Routed;
use crate::gate::talk::Talk;
use crate::id::MessageId;
use crate::limit::Key;
use crate::place::{PersonId, Place, Scene};

/// How many questions may be open; of more, none has a button.
const OPEN: usize = 1_024;
/// For how long a platform that refused a button is not asked again.
const REFUSED: Duration = Duration::from_secs(60 * 60);
/// What the data of these buttons begins with; no command does.
const PREFIX: &str = "confirm:";

/// The questions that have a button.
#[derive(Default)]
pub(crate) struct Questions {
    open: Mutex<HashMap<u128, Question>>,
    /// Until when each scene refuses buttons.
    refused: [AtomicU64; Scene::ALL.len()],
}

/// A call that is to be confirmed.
#[derive(Clone)]
pub(crate) struct Question {
    command: Arc<Registered>,
    arguments: ArgumentText,
    content: String,
    quote: Option<MessageId>,
    place: Place,
    asked_by: PersonId,
    by_other: bool,
    code: u32,
    /// Where the code is kept.
    slot: Key,
    until: Moment,
    is_used: bool,
}

/// What a press with such data stands for.
pub(crate) enum Pressed {
    Known(Box<Question>),
    /// Its time has run out, or it is of elsewhere, or of nobody.
    Unknown,
}

impl Questions {
    /// Keeps a question in place of an earlier one of the caller's, if it is open still: its button's data.
    fn keep(
        &self,
        question: Question,
        now: Moment,
        is_open: impl FnOnce() -> bool,
    ) -> Option<String> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).ok()?;
        let nonce = u128::from_le_bytes(bytes);
        let mut open = self.open.lock();
        // Looked at under the lock: whatever closes it comes before this, or finds it here.
        if !is_open() {
            return None;
        }
        open.retain(|_, kept| kept.until > now && kept.slot != question.slot);
        if open.len() >= OPEN {
            return None;
        }
        open.insert(nonce, question);
        Some(format!("{PREFIX}{nonce:032x}"))
    }

    fn find(&self, nonce: u128, now: Moment) -> Option<Question> {
        let mut open = self.open.lock();
        open.retain(|_, kept| kept.until > now);
        open.get(&nonce).cloned()
    }

    /// The code that is kept there was used up. What was typed, which may be a secret, is not needed any more.
    pub(super) fn close(&self, slot: Key, code: u32) {
        let mut open = self.open.lock();
        for kept in open.values_mut().filter(|kept| kept.slot == slot && kept.code == code) {
            kept.is_used = true;
            kept.content.clear();
            kept.content.shrink_to_fit();
            kept.arguments = ArgumentText { text: RoutedText::Own("".into()), offset: 0 };
        }
    }

    /// What of the calls is kept.
    #[cfg(test)]
    pub(crate) fn texts(&self) -> Vec<String> {
        self.open.lock().values().map(|kept| kept.content.clone()).collect()
    }

    fn is_refused(&self, scene: Scene, now: Moment) -> bool {
        self.refused[scene as usize].load(Ordering::Relaxed) > now.0
    }

    fn refuse(&self, scene: Scene, now: Moment) {
        self.refused[scene as usize].store((now + REFUSED).0, Ordering::Relaxed);
    }
}

/// Puts the call in place of the press of a button that confirms it; elsewhere nothing is put.
pub(super) fn recall(talk: &mut Talk) {
    let Some(nonce) = nonce(&talk.incoming.content) else { return };
    let found = talk.engine.questions.find(nonce, talk.now.mono);
    talk.confirms = Some(match found.filter(|found| found.place == talk.incoming.place) {
        Some(question) => {
            talk.incoming.content.clone_from(&question.content);
            talk.incoming.quote.clone_from(&question.quote);
            Pressed::Known(Box::new(question))
        }
        None => Pressed::Unknown,
    });
}

fn nonce(data: &str) -> Option<u128> {
    let digits = data.strip_prefix(PREFIX).filter(|digits| digits.len() == 32)?;
    // A sign is a digit to the parser.
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u128::from_str_radix(digits, 16).ok())?
}

/// The call that a press confirms.
pub(super) fn routed(question: &Question) -> Routed {
    let Question { command, arguments, code, .. } = question;
    let (command, arguments) = (Arc::clone(command), arguments.clone());
    Routed { command, arguments, confirmation: Some(*code) }
}

/// Refuses whose button it is not; nothing is used up by that.
pub(super) fn check(talk: &Talk) -> Result<(), Denial> {
    let Some(Pressed::Known(question)) = &talk.confirms else { return Ok(()) };
    let is_own = question.asked_by == talk.incoming.person;
    match (question.by_other, is_own) {
        (false, false) => Err(Denial::OthersConfirmation),
        (true, true) => Err(Denial::OwnConfirmation),
        _ => Ok(()),
    }
}

/// Refuses what was confirmed by now. Asked once the permission is known: nobody else is told.
pub(super) fn check_unused(talk: &Talk) -> Result<(), Denial> {
    match &talk.confirms {
        Some(Pressed::Known(question)) if question.is_used => {
            Err(Denial::ClosedConfirmation { again: true })
        }
        _ => Ok(()),
    }
}

/// Whether a press may come to anything, of which the event says no roles. Who else may is not known here.
fn can_press(live: &Live, by_other: bool) -> bool {
    let Incoming { place, person, .. } = &live.talk.incoming;
    let roles = match place.scene() {
        Scene::Direct => return false,
        Scene::Guild => return true,
        Scene::Group => &Roles::Unknown,
        Scene::C2c => &Roles::None,
    };
    let who = Standing { place, person, roles, is_channel_admin: false };
    by_other || permission::check_now(&live.in_force, live.command.requirement(), who).is_ok()
}

/// Sends the button that confirms a call, if its question was just asked and the platform takes buttons.
pub(super) async fn offer(live: &Live, denial: &Denial) {
    let Denial::Unconfirmed { code, by_other, .. } = *denial else { return };
    let (talk, questions) = (&live.talk, &live.talk.engine.questions);
    let (scene, now) = (talk.incoming.place.scene(), talk.engine.clock.now().mono);
    if questions.is_refused(scene, now) || !can_press(live, by_other) {
        return;
    }
    let question = Question {
        command: Arc::clone(&live.command),
        arguments: live.argument_text(),
        content: talk.incoming.content.clone(),
        quote: talk.incoming.quote.clone(),
        place: talk.incoming.place,
        asked_by: talk.incoming.person,
        by_other,
        code,
        slot: confirm::slot(live, talk.incoming.person),
        until: now + VALID,
        is_used: false,
    };
    let Some(data) = questions.keep(question, now, || confirm::is_open(live, code)) else { return };
    let locale = talk.locale();
    let who = if by_other {
        locale
            .pick("另一位有权限的人也可以按这里确认", "Somebody else who may can also confirm here")
    } else {
        locale.pick("也可以按这里确认", "You can also confirm here")
    };
    let button = Button {
        text: who,
        label: locale.pick("确认", "Confirm"),
        pressed: locale.pick("已按", "Pressed"),
        data: &data,
        only: (!by_other).then_some(talk.incoming.person),
    };
    let Err(error) = talk.send_button(&button).await else { return };
    if matches!(error.kind(), PlatformErrorKind::Refused | PlatformErrorKind::NotFound) {
        questions.refuse(scene, now);
        let hint = live.talk.engine.log_locale.pick(
            "平台不接受此机器人的按钮，确认只用验证码",
            "the platform takes no buttons from this bot: calls are confirmed by their codes",
        );
        tracing::info!(%error, "{hint}");
    } else {
        tracing::warn!(%error, "no button");
    }
}
