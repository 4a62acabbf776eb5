use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[arg(min = 9, max = 1)] a: u8, #[arg(min = "1h", max = "5m")] b: Duration, #[validate(length(min = 3, max = 2))] c: Text) -> Result<()> {
    drop((a, b, c));
    Ok(())
}

fn main() {}
