use botrs_secure::prelude::*;

#[derive(Args)]
struct Nothing;

#[derive(Args)]
struct NoField {}

#[command(public)]
async fn mute(nothing: Nothing) -> Result<()> {
    let _ = nothing;
    Ok(())
}

fn main() {}
