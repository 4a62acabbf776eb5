use botrs_secure::prelude::*;

#[command(perm = ManageGuild, scene = guild)]
async fn lockdown(ctx: Context<'_, lockdown>) -> Result<()> {
    ctx.guild().mute_all(Duration::from_secs(60)).await
}

fn main() {
    let _ = commands![lockdown];
}
