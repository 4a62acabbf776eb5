use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[arg(default = 5)] a: u8, b: u8) -> Result<()> {
    let _ = (a, b);
    Ok(())
}

fn main() {}
