use botrs_secure::prelude::*;

#[command(perm = MuteMembers, scene = guild, fresh)]
async fn unlock(ctx: Context<'_, unlock>) -> Result<()> {
    ctx.guild().unmute_all().await
}

fn main() {}
