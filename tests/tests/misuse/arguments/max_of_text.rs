use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[arg(max = 200)] a: Text) -> Result<()> {
    drop(a);
    Ok(())
}

fn main() {}
