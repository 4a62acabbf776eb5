//! The edge to botrs: events in, requests out. No botrs type goes further than this folder.

// Tests of bots see what was asked.
#[cfg_attr(not(any(test, feature = "testing")), allow(unreachable_pub))]
mod act;
mod backoff;
mod botrs_transport;
mod channel_permissions;
mod close;
mod connected;
pub(crate) mod events;
mod feed;
mod gateway_url;
mod incoming;
mod intents;
mod logged_secrets;
mod login;
mod logs;
mod missed;
mod parse;
mod press;
mod queue;
mod raw;
mod shard;
mod shards;
mod start;
mod starts;
mod timestamp;
mod token;
mod transport;
#[cfg(feature = "webhook")]
mod webhook;

pub(crate) use act::Done;
#[cfg_attr(not(any(test, feature = "testing")), allow(unreachable_pub))]
pub use act::{Act, ChannelValues, RoleValues};
#[cfg(feature = "redis")]
pub(crate) use backoff::jittered;
pub(crate) use botrs_transport::BotrsTransport;
pub use channel_permissions::ChannelPermissions;
pub(crate) use connected::Connected;
pub(crate) use events::{Origin, Spot, origin};
pub(crate) use feed::{Feed, OnEvent};
pub(crate) use incoming::Malformed;
pub use incoming::{Event, GroupRole, Incoming, Roles};
pub(crate) use intents::{Wanted, intents, names as intent_names};
pub use logged_secrets::is_safe_to_log;
pub(crate) use logged_secrets::refuse_logged_secrets;
pub(crate) use login::Login;
pub(crate) use parse::{Known, Parsed, parse};
pub(crate) use press::InteractionId;
#[cfg(any(test, feature = "testing"))]
pub(crate) use press::Press;
#[cfg_attr(not(any(test, feature = "testing")), allow(unreachable_pub))]
pub use press::PressCode;
pub(crate) use raw::is_raw;
pub(crate) use shards::{Served, Shards};
pub use start::{StartError, StartErrorKind};
pub(crate) use token::Told;
pub(crate) use transport::{
    Button, MemberInfo, MessageInfo, ReplyTo, Request, RoleInfo, Transport,
};
pub use transport::{PlatformError, PlatformErrorKind};
#[cfg(feature = "webhook")]
pub use webhook::Webhook;
#[cfg(feature = "webhook")]
pub(crate) use webhook::{Bound, Callback, Judged, Keys};
#[cfg(all(feature = "testing", feature = "webhook"))]
pub(crate) use webhook::{signed, signing_key};
