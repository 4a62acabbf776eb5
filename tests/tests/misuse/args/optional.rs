use botrs_secure::prelude::*;

#[derive(Args)]
struct Period {
    length: Duration,
}

#[command(public)]
async fn mute(period: Option<Period>) -> Result<()> {
    let _ = period.map(|period| period.length);
    Ok(())
}

fn main() {}
