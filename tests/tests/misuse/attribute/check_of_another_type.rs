use botrs_secure::prelude::*;

#[command(public, check = is_short(period))]
async fn mute(period: u32) -> Result<()> {
    let _ = period;
    Ok(())
}

async fn is_short(_: Context<'_>, period: &Duration) -> bool {
    period.as_secs() < 60
}

fn main() {}
