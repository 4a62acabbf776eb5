use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[flag] silent: Option<bool>) -> Result<()> {
    let _ = silent;
    Ok(())
}

fn main() {}
