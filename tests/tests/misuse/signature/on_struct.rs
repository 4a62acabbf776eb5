use botrs_secure::prelude::*;

#[command(public)]
struct Mute;

fn main() {}
