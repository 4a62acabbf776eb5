//! QQ bots made secure by annotation.
#![deny(missing_docs)]

mod adapter;
mod audit;
mod clock;
// Until the commands are included.
mod command {
    pub(crate) type BoxFuture<'a, T> = std::pin::Pin<Box<dyn Future<Output = T> + Send + 'a>>;
}
mod content;
mod id;
mod limit;
mod locale;
mod place;
mod reply;
#[cfg(feature = "testing")]
pub mod testing;

pub use adapter::{
    Event, GroupRole, Incoming, PlatformError, PlatformErrorKind, Roles, StartError, StartErrorKind,
};
#[cfg(feature = "testing")]
pub use clock::Clock;
pub use id::{BotId, ChannelId, GuildId, InvalidId, MessageId, OpenId, RoleId, UserId};
pub use locale::Locale;
pub use place::{PersonId, Place, Principal, Realm, Scene, Scenes};
