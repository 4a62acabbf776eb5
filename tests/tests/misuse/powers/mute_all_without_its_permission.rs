use botrs_secure::prelude::*;

#[command(perm = MuteMembers, scene = guild, fresh)]
async fn lockdown(ctx: Context<'_, lockdown>, period: Duration) -> Result<()> {
    ctx.guild().mute_all(period).await
}

fn main() {}
