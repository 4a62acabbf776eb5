use botrs_secure::prelude::*;

#[command(public)]
async fn mute(a: Durration) -> Result<()> {
    drop(a);
    Ok(())
}

fn main() {}
