//! What a body may do to others, each under the permission that its command checks.
//!
//! A power is a plain function that returns a boxed future, so that a missing `Checks` is one error
//! at the call. It takes proofs, never ids. Before each request it decides again if what is in force moved
//! since the call was admitted; the intent is recorded before the request and the result after it,
//! whatever becomes of it; and what cannot be taken back also takes from a bucket of the whole guild.

mod channels;
mod effect;
mod guild;
mod members;
mod messages;
mod name;
mod roles;

pub use channels::{ChannelSettings, Channels};
pub use guild::Guild;
pub use members::{History, Members};
pub use messages::Messages;
pub use roles::{RoleSettings, Roles};

use crate::command::Command;
use crate::policy::Permission;

/// A compile error where `Checks<P>` was written by hand for a command that does not check `P`.
const fn assert_checks<P: Permission, C: Command>() {
    assert!(
        C::SPEC.checks::<P>(),
        "`Checks` was written by hand for a command whose attribute does not check that permission"
    );
}

/// A compile error where a power that takes no proof is used by a command that does not ask the platform.
const fn assert_fresh<C: Command>() {
    assert!(
        C::SPEC.fresh,
        "this power takes no proof, so the platform has to be asked what the caller is now; add \
         `fresh` to `#[command(..)]`"
    );
}
