//! QQ bots made secure by annotation.
#![deny(missing_docs)]

mod audit;
mod clock;
mod content;
mod id;
mod limit;
mod locale;
mod place;
mod reply;

pub use audit::{AuditError, AuditLog};
#[cfg(feature = "testing")]
pub use clock::Clock;
pub use id::{BotId, ChannelId, GuildId, InvalidId, MessageId, OpenId, RoleId, UserId};
pub use locale::Locale;
pub use place::{PersonId, Place, Principal, Realm, Scene, Scenes};
