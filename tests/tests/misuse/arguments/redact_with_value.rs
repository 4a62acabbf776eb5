use botrs_secure::prelude::*;

#[command(public)]
async fn login(#[arg(redact = true)] token: String, #[arg(redacted)] other: String) -> Result<()> {
    let _ = (token, other);
    Ok(())
}

fn main() {}
