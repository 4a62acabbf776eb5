//! What tests of a bot need: callers, a platform that records, a clock that is turned by hand.
//!
//! Never a context: Cargo unifies features, so whatever a feature lets a test do, it lets every
//! program do that has the feature on. Bodies are tested through the real gate.

mod audit_record;
mod audit_records;
mod caller;
mod content;
mod harness;
mod limits;
#[cfg(feature = "testing")]
pub mod loopback;
mod pressing;
#[cfg(any(feature = "redis", feature = "testing"))]
mod private_directory;
mod recorder;
#[cfg(feature = "redis")]
mod redis_server;
mod shown;

pub use audit_record::audit_record;
pub use audit_records::AuditRecords;
pub use caller::Caller;
pub use content::{View, messages};
#[cfg(test)]
pub(crate) use harness::Lines;
pub use harness::{Harness, Report};
pub use limits::Limits;
#[cfg(feature = "redis")]
pub use limits::SharedLimits;
pub use recorder::{Failing, Recorder, Request};
#[cfg(feature = "redis")]
pub use redis_server::RedisServer;
pub use shown::Shown;

pub use crate::adapter::{Act, ChannelValues, PressCode, RoleValues};
pub use crate::clock::Clock;
