use botrs_secure::prelude::*;

#[command(perm = MuteMembers)]
async fn hush(ctx: Context<'_, hush>, targets: Vec<Target<'_>>) -> Result<()> {
    ctx.members().unmute_many(&targets).await.map(drop)
}

fn main() {}
