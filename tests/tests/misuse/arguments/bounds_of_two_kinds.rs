use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[arg(min = 9, max = "1d")] a: u8) -> Result<()> {
    let _ = a;
    Ok(())
}

fn main() {}
