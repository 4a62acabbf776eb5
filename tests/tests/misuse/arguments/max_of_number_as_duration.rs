use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[arg(max = "7d")] a: u32) -> Result<()> {
    let _ = a;
    Ok(())
}

fn main() {}
