use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[validate(length(max = 3))] a: u32) -> Result<()> {
    let _ = a;
    Ok(())
}

fn main() {}
