use botrs_secure::prelude::*;

#[command(public, check = is_short(perod))]
async fn mute(period: Duration) -> Result<()> {
    drop(period);
    Ok(())
}

async fn is_short(_: Context<'_>, period: &Duration) -> bool {
    period.as_secs() < 60
}

fn main() {}
