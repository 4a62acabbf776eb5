use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[arg(default = 2 + 3)] a: u8) -> Result<()> {
    let _ = a;
    Ok(())
}

fn main() {}
