use botrs_secure::prelude::*;

#[command(perm = MuteMembers, scene = guild, check = is_fair(target))]
async fn mute(target: Target) -> Result<()> {
    drop(target);
    Ok(())
}

async fn is_fair(_: Context<'_>, target: &Target<'_>) -> bool {
    target.id().get() > 1
}

fn main() {}
