use botrs_secure::prelude::*;

#[command(public)]
async fn mute<T: FromArg>(what: T) -> Result<()> {
    drop(what);
    Ok(())
}

#[command(public)]
async fn kick(what: impl FromArg) -> Result<()> {
    drop(what);
    Ok(())
}

fn main() {}
