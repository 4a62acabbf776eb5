use botrs_secure::prelude::*;

#[command(perm = KickMembers, scene = guild)]
async fn kick(ctx: Context<'_, kick>, targets: Vec<Target<'_>>) -> Result<()> {
    ctx.members().mute_many(&targets, Duration::from_secs(60)).await.map(drop)
}

fn main() {}
