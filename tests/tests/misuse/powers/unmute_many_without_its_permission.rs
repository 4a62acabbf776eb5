use botrs_secure::prelude::*;

#[command(perm = KickMembers, scene = guild)]
async fn kick(ctx: Context<'_, kick>, targets: Vec<Target<'_>>) -> Result<()> {
    ctx.members().unmute_many(&targets).await.map(drop)
}

fn main() {}
