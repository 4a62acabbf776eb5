use botrs_secure::prelude::*;

#[command(public, subcommands = list)]
async fn with_equals() -> Result<()> {
    Ok(())
}

#[command(public, subcommands)]
async fn alone() -> Result<()> {
    Ok(())
}

#[command(public, subcommands("list", list()))]
async fn no_paths() -> Result<()> {
    Ok(())
}

#[command(public, subcommand(list))]
async fn misspelt() -> Result<()> {
    Ok(())
}

#[command(public)]
async fn list() -> Result<()> {
    Ok(())
}

fn main() {}
