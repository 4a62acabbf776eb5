use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[arg(maximum = 3, defualt = 2)] a: u8) -> Result<()> {
    let _ = a;
    Ok(())
}

fn main() {}
