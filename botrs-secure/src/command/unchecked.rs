//! The platform's raw API, for what no power does: nothing is checked behind it.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use botrs::BotApi;

use crate::audit::{AuditLog, Event, Kind};
use crate::command::Command;
use crate::error::{Error, Result};
use crate::gate::{Denial, Live, revocation};

/// Says that the attribute of a command gives a reason to use the unchecked API.
///
/// `#[command]` writes it; [`Context::unchecked_api`](crate::Context::unchecked_api) asks for it. Written by hand for a command whose
/// attribute says nothing, it does not compile where the API is asked for, and is refused at run time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say why it needs the unchecked API",
    label = "this needs a reason",
    note = "add `unchecked_api = \"reason\"` to `#[command(..)]` on `{Self}`"
)]
pub trait Unchecked: Command {}

/// botrs' API, as the bot: no permission, rank or scene is checked, nothing is escaped, and nothing is
/// recorded but that it was handed out. It alone sends Markdown, keyboards and ARK: what users wrote does
/// not belong into them. It ends with the call; a clone of what it dereferences to does not.
pub struct UncheckedApi<'a> {
    api: Arc<BotApi>,
    call: PhantomData<&'a Live>,
}

impl Deref for UncheckedApi<'_> {
    type Target = BotApi;

    fn deref(&self) -> &BotApi {
        &self.api
    }
}

impl fmt::Debug for UncheckedApi<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UncheckedApi")
    }
}

/// A compile error where `Unchecked` was written by hand.
pub(super) const fn assert_unchecked<C: Command>() {
    assert!(
        C::SPEC.unchecked_api.is_some(),
        "`Unchecked` was written by hand for a command whose attribute says no `unchecked_api`"
    );
}

/// The API, if this call may have it now and that is recorded, on the disk where the log was opened so.
pub(crate) async fn hand_out(live: Option<&Live>) -> Result<UncheckedApi<'_>> {
    let unproven = || Error::denied(Denial::Unproven);
    let live = live.filter(|live| live.is_running()).ok_or_else(unproven)?;
    let reason = live.command.spec.unchecked_api.ok_or_else(unproven)?;
    still_allowed(live).map_err(Error::denied)?;
    let engine = &live.talk.engine;
    let api = engine.transport.unchecked().ok_or_else(|| {
        Error::msg("this platform has no unchecked API: only a bot that is connected to QQ does")
    })?;
    let mut event = live.talk.event(Kind::Effect, "unchecked_api", "unchecked");
    event.success = true;
    event.details = Some(reason.into());
    record(&engine.audit, event, || still_allowed(live)).await.map_err(Error::denied)?;
    Ok(UncheckedApi { api, call: PhantomData })
}

fn still_allowed(live: &Live) -> Result<(), Denial> {
    live.is_still_granted()?;
    // Nothing is asked here, so what would have to be asked about refuses.
    if revocation::must_ask(live, &[]) { Err(Denial::UnknownRank) } else { Ok(()) }
}

/// Records it, and that it was refused after all where it no longer is allowed then.
async fn record(
    audit: &AuditLog,
    event: Event,
    still_allowed: impl Fn() -> Result<(), Denial>,
) -> Result<(), Denial> {
    if !audit.has_room() || !audit.privileged(event.clone()) {
        return Err(Denial::AuditUnavailable);
    }
    let is_recorded = audit.before_effect().await;
    let allowed = if is_recorded { still_allowed() } else { Err(Denial::AuditUnavailable) };
    allowed.inspect_err(|denial| {
        audit.privileged(Event { rule: denial.rule(), success: false, ..event });
    })
}
