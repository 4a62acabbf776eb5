//! Commands that the library brings, each opt-in.

#[cfg(feature = "_admin")]
mod admin;
mod help;
mod whoami;

use crate::command::CommandSpec;

/// For [`Builder::admin_commands`](crate::Builder::admin_commands).
#[cfg(feature = "_admin")]
pub(crate) use admin::ADMIN;
#[cfg(all(test, feature = "_admin"))]
pub(crate) use admin::{Actor, Subject};

/// For [`Builder::help`](crate::Builder::help).
pub(crate) const HELP: &[&CommandSpec] = crate::commands![help::show_help];
/// For [`Builder::whoami`](crate::Builder::whoami).
pub(crate) const WHOAMI: &[&CommandSpec] = crate::commands![whoami::whoami];
