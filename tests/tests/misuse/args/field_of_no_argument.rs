use botrs_secure::prelude::*;

struct Unknown;

#[derive(Args)]
struct Period {
    length: Unknown,
    others: Vec<Unknown>,
}

#[command(public)]
async fn mute(period: Period) -> Result<()> {
    let _ = (period.length, period.others);
    Ok(())
}

fn main() {}
