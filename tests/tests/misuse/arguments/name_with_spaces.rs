use botrs_secure::prelude::*;

#[command(public)]
async fn mute(
    #[arg(name = "How Long")] period: Duration,
    #[arg(name = "")] a: u8,
    #[arg(name = length)] b: u8,
    #[arg(name = "x=y")] c: u8,
) -> Result<()> {
    let _ = (period, a, b, c);
    Ok(())
}

fn main() {}
