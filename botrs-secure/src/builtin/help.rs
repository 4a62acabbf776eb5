//! What the caller may run, and how.

use crate::help;
use crate::prelude::*;

/// 看看你能用哪些命令 / Shows what you can run.
#[command(name = "help", aliases("帮助"), public, cooldown = none)]
pub(super) async fn show_help(
    ctx: Context<'_, show_help>,
    /// 命令的名字或页码 / A command, or a page.
    #[rest]
    about: Option<Text>,
) -> Result<Reply> {
    Ok(help::help(ctx.talk(), about.as_ref().map_or("", Text::as_str)))
}
