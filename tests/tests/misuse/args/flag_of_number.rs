use botrs_secure::prelude::*;

#[derive(Args)]
struct Period {
    #[flag]
    loud: u8,
}

#[command(public)]
async fn mute(period: Period) -> Result<()> {
    let _ = period.loud;
    Ok(())
}

fn main() {}
