use botrs_secure::prelude::*;

#[command(public)]
async fn mute(period: Duration, #[arg(name = "period")] length: Option<Duration>) -> Result<()> {
    let _ = (period, length);
    Ok(())
}

fn main() {}
