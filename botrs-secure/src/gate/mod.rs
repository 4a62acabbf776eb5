//! The way of a message: thirteen stages in one fixed order, a file each.
//!
//! | stage | file | runs |
//! |---|---|---|
//! | 1 source | `source` | at once, on the task that reads events |
//! | 2 route | `route` | |
//! | 3 block | `block` | |
//! | 4 flood | `flood` | |
//! | 5 replay | `replay` | |
//! | 6 permission | `permission` | and a look at the cooldown; a refusal up to here spawns nothing |
//! | 7 arguments | `arguments`, then each parameter's type | in a task of its own, behind `run` |
//! | 8 check | [`Parsed::check`](crate::command::Parsed::check) | |
//! | 9 authority | `authority` | the only stage that asks the platform |
//! | 10 confirm | `confirm` | |
//! | 11 capacity | `capacity` | |
//! | 12 limit | `limit` | charged, and the confirmation used up: from here on the body runs |
//! | 13 run | `run` | |
//!
//! A decision is data ([`Outcome`], [`Denial`]); words are made of it afterwards, in `settle`, which
//! asks a command's `on_error` where its body failed, counts
//! failures (`intrusion`, which raises an `alert`), and adds what was typed (`details`) to the record
//! where the command says `audit`.

pub(crate) mod admission;
mod alert;
mod answers;
mod arguments;
mod authority;
mod block;
mod capacity;
mod confirm;
mod content;
mod denial;
mod details;
#[cfg(feature = "_admin")]
pub(crate) mod explain;
#[cfg(feature = "redis")]
mod fleet;
mod flood;
mod front;
mod intent;
mod intrusion;
pub(crate) mod limit;
mod live;
mod lookups;
mod on_error;
#[cfg(feature = "redis")]
mod outage;
mod outcome;
pub(crate) mod permission;
pub(crate) mod press;
mod question;
pub(crate) mod replay;
mod restate;
pub(crate) mod revocation;
mod route;
mod run;
mod settle;
mod source;
mod talk;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(feature = "redis")]
mod told;
mod way;

pub use alert::{Alert, AlertKind};
pub(crate) use alert::{Alerts, raise_for_bot};
pub(crate) use content::judge;
pub use denial::Denial;
#[cfg(feature = "redis")]
pub(crate) use fleet::Fleet;
pub(crate) use front::receive;
pub(crate) use intent::{INTENT, Intent};
pub(crate) use live::{Live, Stage};
pub(crate) use lookups::Lookups;
pub use outcome::{Decision, Outcome, Stop};
pub(crate) use question::Questions;
#[cfg(feature = "redb")]
pub(crate) use replay::{LONGEST_MARK, known_since};
pub(crate) use settle::refuse_counted;
pub(crate) use source::trusting_line;
pub(crate) use talk::Talk;
