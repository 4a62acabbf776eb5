//! Attempts to do more than one may, each over the whole way: no request for it reaches the platform.

pub(crate) mod asleep;
pub(crate) mod blame;
pub(crate) mod disabled;
pub(crate) mod forged;
pub(crate) mod granted;
pub(crate) mod revoked;

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::Recorded;

use crate::site::Site;

/// Mutes a member for a minute, as often as one likes.
#[command(perm = MuteMembers, scene = guild, cooldown = none)]
async fn hit(ctx: Context<'_, hit>, target: Target<'_>) -> Result<Reply> {
    ctx.members().mute(&target, Duration::from_secs(60)).await?;
    Ok(reply!("{target}"))
}

/// Of whom the bot asked the platform.
fn asked_about(bot: &Site) -> Vec<String> {
    let of_member = |it: &Recorded| it.method == "GET" && it.path.contains("/members/");
    bot.requests().into_iter().filter(of_member).map(|request| request.path).collect()
}
