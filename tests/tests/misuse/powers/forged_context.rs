use botrs_secure::prelude::*;

#[command(perm = MuteMembers)]
async fn mute(ctx: Context<'_>) -> Result<()> {
    drop(armed(ctx));
    Ok(())
}

fn armed(ctx: Context<'_>) -> Context<'_, mute> {
    ctx
}

fn main() {}
