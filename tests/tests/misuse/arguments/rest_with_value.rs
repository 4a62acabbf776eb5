use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[rest(2)] a: Text) -> Result<()> {
    drop(a);
    Ok(())
}

fn main() {}
