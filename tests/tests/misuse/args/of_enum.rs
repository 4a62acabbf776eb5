use botrs_secure::prelude::*;

#[derive(Args)]
enum Size {
    Small,
}

#[derive(Choice)]
struct Period {
    length: Duration,
}

#[command(public)]
async fn mute(size: Size, period: Period) -> Result<()> {
    let _ = (size, period);
    Ok(())
}

fn main() {}
