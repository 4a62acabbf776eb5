use botrs_secure::prelude::*;

#[command(public, name = "Ban User", aliases("/x", "Ｙ"))]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
