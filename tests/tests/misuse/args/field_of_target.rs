use botrs_secure::prelude::*;

#[derive(Args)]
struct Period {
    target: Target<'static>,
    length: Duration,
}

#[command(perm = MuteMembers, scene = guild)]
async fn mute(period: Period) -> Result<()> {
    let _ = (period.target, period.length);
    Ok(())
}

fn main() {}
