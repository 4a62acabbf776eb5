use botrs_secure::prelude::*;

type Maybe = Option<u8>;

#[command(public)]
async fn mute(a: Maybe, b: u8) -> Result<()> {
    let _ = (a, b);
    Ok(())
}

fn main() {}
