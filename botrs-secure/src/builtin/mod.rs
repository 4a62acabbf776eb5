//! Commands that the library brings, each opt-in.

mod whoami;

use crate::command::CommandSpec;

/// For [`Builder::whoami`](crate::Builder::whoami).
pub(crate) const WHOAMI: &[&CommandSpec] = crate::commands![whoami::whoami];
