use botrs_secure::prelude::*;

#[command(perm = ManageGuild, scene = guild)]
async fn unlock(ctx: Context<'_, unlock>) -> Result<()> {
    ctx.guild().unmute_all().await
}

fn main() {
    let _ = commands![unlock];
}
