//! It is a path.

use botrs_secure::prelude::*;

#[command(public, on_error = "explain")]
async fn aa() -> Result<()> {
    Ok(())
}

#[command(public, on_error = explain())]
async fn bb() -> Result<()> {
    Ok(())
}

#[command(public, on_error = |_, _| None)]
async fn cc() -> Result<()> {
    Ok(())
}

#[command(public, on_error(explain))]
async fn dd() -> Result<()> {
    Ok(())
}

#[command(public, on_error)]
async fn ee() -> Result<()> {
    Ok(())
}

fn main() {}
