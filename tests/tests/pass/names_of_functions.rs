//! Raw identifiers, modules, imports under another name, a marker of one's own.
#![deny(warnings)]

use botrs_secure::prelude::*;
use moderation::kick as boot;

mod moderation {
    use botrs_secure::prelude::*;

    #[command(perm = KickMembers, scene = guild)]
    pub(crate) async fn kick(ctx: Context<'_, kick>, target: Target) -> Result<()> {
        ctx.members().kick(&target).await
    }
}

/// A module with the name of its command.
mod ban {
    use botrs_secure::prelude::*;

    #[command(perm = BanMembers)]
    pub(crate) async fn ban(_ctx: Context<'_, ban>) -> Result<()> {
        Ok(())
    }
}

/// The name of a crate in scope.
#[command(public, marker = Tokio)]
async fn tokio(_ctx: Context<'_, Tokio>) -> Result<()> {
    tokio::task::yield_now().await;
    Ok(())
}

#[command(public)]
async fn r#move(_ctx: Context<'_, r#move>, r#type: Option<u8>) -> Result<()> {
    let _ = r#type;
    Ok(())
}

macro_rules! shouting {
    ($name:ident, $text:literal, $ty:ty, $perm:path) => {
        #[command(name = $text, perm = $perm)]
        async fn $name(ctx: Context<'_, $name>, text: $ty) -> Result<Reply> {
            let _ = ctx;
            Ok(reply!("{text}!"))
        }
    };
}
shouting!(shout, "shout", String, SendMessages);

fn main() {
    let names: Vec<&str> =
        commands![boot, ban::ban, Tokio, r#move, shout].iter().map(|spec| spec.name()).collect();
    assert_eq!(names, ["kick", "ban", "tokio", "move", "shout"]);
    let local = {
        #[command(public)]
        async fn inner() -> Result<()> {
            Ok(())
        }
        commands![inner]
    };
    assert_eq!(local[0].name(), "inner");
}
