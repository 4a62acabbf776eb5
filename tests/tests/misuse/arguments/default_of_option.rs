use botrs_secure::prelude::*;

#[command(public)]
async fn mute(#[arg(default = "10m")] period: Option<Duration>) -> Result<()> {
    let _ = period;
    Ok(())
}

fn main() {}
