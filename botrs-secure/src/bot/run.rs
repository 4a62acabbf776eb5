//! Connecting, running, ending.
use crate::adapter::StartError;
use crate::bot::SecureBot;

pub(crate) async fn asked_to_stop() {}

pub(crate) async fn run(bot: SecureBot, stop: impl Future<Output = ()>) -> Result<(), StartError> {
    let _ = (bot, stop);
    Ok(())
}
