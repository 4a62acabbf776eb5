//! Commands that the library brings, each opt-in.

mod help;
mod whoami;

use crate::command::CommandSpec;

/// For [`Builder::help`](crate::Builder::help).
pub(crate) const HELP: &[&CommandSpec] = crate::commands![help::show_help];
/// For [`Builder::whoami`](crate::Builder::whoami).
pub(crate) const WHOAMI: &[&CommandSpec] = crate::commands![whoami::whoami];
