use botrs_secure::prelude::*;

#[command(public)]
const async fn hello() -> Result<()> {
    Ok(())
}

#[command(public)]
async fn list(words: ...) -> Result<()> {
    Ok(())
}

fn main() {}
