use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[rest] reason: Text, period: Option<Duration>) -> Result<()> {
    drop((reason, period));
    Ok(())
}

fn main() {}
