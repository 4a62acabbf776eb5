use botrs_secure::prelude::*;

type Level = u8;

#[command(public)]
async fn mute(#[flag] silent: Level) -> Result<()> {
    let _ = silent;
    Ok(())
}

fn main() {}
