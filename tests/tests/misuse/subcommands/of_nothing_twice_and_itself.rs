use botrs_secure::prelude::*;

#[command(public, subcommands())]
async fn nothing() -> Result<()> {
    Ok(())
}

#[command(public, subcommands(list, list))]
async fn twice() -> Result<()> {
    Ok(())
}

#[command(public, subcommands(itself))]
async fn itself() -> Result<()> {
    Ok(())
}

#[command(public)]
async fn list() -> Result<()> {
    Ok(())
}

fn main() {}
