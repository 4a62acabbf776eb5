//! What a body may do to others, each under the permission that its command checks.
//!
//! A power is a plain function that returns a boxed future, so that a missing `Checks` is one error
//! at the call. It takes proofs, never ids. Before each request it decides again if the policy moved
//! since the call was admitted, and whatever becomes of the request is recorded.

mod effect;
mod members;
mod messages;

pub use members::{History, Members};
pub use messages::Messages;
