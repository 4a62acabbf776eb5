//! The loopback QQ platform: everything that a bot says to QQ and hears from it, on this machine.
//!
//! It has the token endpoint, the gateway with heartbeats, resume and replay, and the REST calls
//! that moderation and replies need. A script posts messages as named people, changes their roles and
//! looks at the requests that a bot made. The bot itself runs as it is: botrs' addresses are fixed, so [`run`]
//! starts the program again with `HTTPS_PROXY` set to the loopback and `SSL_CERT_FILE` to a
//! certificate made for this run. For that to be trusted, the program must have `reqwest` with the
//! feature `rustls-tls-native-roots` among its dependencies, which no released bot needs.
//!
//! ```no_run
//! use botrs_secure::testing::loopback::{self, Post};
//!
//! fn main() -> std::process::ExitCode {
//!     loopback::run(|platform| async move {
//!         let bot = platform.bot("102000001");
//!         platform.guild(1).channel(10).member(7, "阿强", &[2]).bot(&bot, &[2]);
//!         // Start the bot here, in a task of its own.
//!         bot.connected().await;
//!         platform.post(&bot, Post::guild(1, 10, 7).text("/ping"));
//!     })
//! }
//! ```

mod bot;
#[cfg(feature = "webhook")]
mod callback;
mod changes;
mod fault;
mod gateway;
mod manage;
mod people;
mod platform;
mod post;
mod press;
mod record;
mod rest;
mod run;
mod send;
mod session;
mod time;
mod tls;
mod world;

pub use bot::{Bot, Traffic};
#[cfg(feature = "webhook")]
pub use callback::Callback;
pub use fault::{Failure, Matcher};
pub use people::{Group, Guild};
pub use platform::Platform;
pub use post::Post;
pub use press::Press;
pub use record::Recorded;
pub use run::run;
