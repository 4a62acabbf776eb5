use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[validate] a: Text, #[validate(length())] b: Text, #[arg()] c: u8) -> Result<()> {
    let _ = (a, b, c);
    Ok(())
}

fn main() {}
