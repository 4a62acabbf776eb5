//! Stage 7, arguments: what no argument may hold, before each is parsed by its type.

use crate::content::words::control_character;
use crate::gate::content;
use crate::gate::denial::Denial;
use crate::gate::live::Live;

/// Refuses a command for what its message holds: by the policy, and control characters in any case.
pub(super) async fn check(live: &Live) -> Result<(), Denial> {
    if let Some((character, at)) = control_character(live.arguments()) {
        return Err(Denial::ControlCharacter { character, at });
    }
    content::check(live).await
}
