use botrs_secure::prelude::*;

#[derive(Args)]
struct Pair(u8, u8);

#[command(public)]
async fn mute(pair: Pair) -> Result<()> {
    let _ = (pair.0, pair.1);
    Ok(())
}

fn main() {}
