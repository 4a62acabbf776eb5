//! Attributes of rustc and of others on a command keep their meaning.
#![deny(warnings)]

use botrs_secure::prelude::*;

#[command(public)]
#[allow(clippy::unused_async)]
#[must_use]
#[doc(hidden)]
#[deprecated(note = "old")]
async fn old() -> Result<()> {
    Ok(())
}

#[command(public)]
#[cfg(any())]
async fn never() -> Result<()> {
    does_not_exist()
}

#[cfg_attr(all(), command(public))]
async fn sometimes() -> Result<()> {
    Ok(())
}

fn main() {
    assert_eq!(commands![sometimes, old].len(), 2);
}
