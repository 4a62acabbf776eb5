//! The edge to botrs: events in, requests out. No botrs type goes further than this folder.

mod incoming;
mod transport;

pub use incoming::{Event, GroupRole, Incoming, Roles};
pub(crate) use incoming::Malformed;
pub use transport::{PlatformError, PlatformErrorKind};
pub(crate) use transport::{MemberInfo, MessageInfo, ReplyTo, Request, Transport};
