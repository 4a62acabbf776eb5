use botrs_secure::prelude::*;

#[derive(Args)]
struct Period {
    length: Duration,
}

#[command(public)]
async fn mute(#[rest] period: Period) -> Result<()> {
    let _ = period.length;
    Ok(())
}

#[command(public)]
async fn unmute(#[arg(redact)] period: Period) -> Result<()> {
    let _ = period.length;
    Ok(())
}

fn main() {}
