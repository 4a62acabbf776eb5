//! The control socket: how a command line reaches a bot that runs, without chat.
//!
//! A bot with a store listens on `STORE.sock`, a socket of mode 0600 that is never at its path with
//! another. One line of JSON asks, one line answers, and the connection ends. Only two things can be
//! asked for: to lift a block, and which blocks there are. Whoever connects has to run as the
//! same user, and each request is recorded.
//!
//! | file | holds |
//! |---|---|
//! | `message` | what is asked and answered |
//! | `socket` | the file |
//! | `server` | the side of the bot |
//! | `client` | the side of the command line |

mod client;
mod message;
mod server;
mod socket;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub(super) use client::{blocks, unblock};
pub(super) use server::Shared;
pub(crate) use server::serve;

/// Where a bot with this store listens.
fn socket_path(store: &Path) -> PathBuf {
    let mut path = store.as_os_str().to_owned();
    path.push(".sock");
    path.into()
}
