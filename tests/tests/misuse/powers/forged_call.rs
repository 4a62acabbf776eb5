use botrs_secure::expansion::{Call, Command};
use botrs_secure::prelude::*;

#[command(public)]
async fn mute() -> Result<()> {
    Ok(())
}

fn run_without_a_gate<'a>(other: Call<'a, Other>) {
    drop(mute::run(other));
}

#[command(public, marker = Other)]
async fn other() -> Result<()> {
    Ok(())
}

fn main() {}
