use botrs_secure::prelude::*;

#[allow(non_camel_case_types)]
enum mute {}

#[command(public)]
async fn mute() -> Result<()> {
    Ok(())
}

fn main() {}
