use botrs_secure::prelude::*;

#[command(public)]
const NAME: &str = "x";

#[command(public)]
unsafe extern "C" {}

#[command(public)]
mod commands {}

#[command(public)]
trait Commands {}

#[command(public)]
impl Commands for u8 {}

#[command(public)]
pub use std::fmt as other;

fn main() {}
