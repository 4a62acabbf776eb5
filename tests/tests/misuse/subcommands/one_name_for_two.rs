use botrs_secure::prelude::*;

#[command(public, subcommands(list, show))]
async fn role() -> Result<()> {
    Ok(())
}

#[command(public)]
async fn list() -> Result<()> {
    Ok(())
}

#[command(public, aliases("list"))]
async fn show() -> Result<()> {
    Ok(())
}

fn main() {}
