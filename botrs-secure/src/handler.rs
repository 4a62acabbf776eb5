//! Where messages that are no commands go, and all other events.

use async_trait::async_trait;

use crate::adapter::{Event, Incoming};
use crate::command::Context;

/// The author's own handler of what is no command.
///
/// It gets what comes from trusted places and no bots. Its context has no powers; a panic or a call
/// that lasts over 30 seconds ends that call and nothing else. Each method does nothing unless it is
/// written.
///
/// ```
/// use botrs_secure::{Context, Handler, Incoming, async_trait};
///
/// struct Greeter;
///
/// #[async_trait]
/// impl Handler for Greeter {
///     async fn message(&self, ctx: Context<'_>, message: &Incoming) {
///         if message.content().contains("你好") {
///             ctx.reply("你好！").await.ok();
///         }
///     }
/// }
/// ```
#[async_trait]
pub trait Handler: Send + Sync + 'static {
    /// A message that is no command.
    async fn message(&self, ctx: Context<'_>, message: &Incoming) {
        let _ = (ctx, message);
    }

    /// An event that is no message, or the press of a button that is no command.
    ///
    /// Which events there are, and what is checked of each: the page `buttons_and_events`.
    async fn event(&self, event: &Event) {
        let _ = event;
    }
}
