use botrs_secure::prelude::*;

#[command(public)]
async fn mute() -> Vec<u8> {
    Vec::new()
}

fn main() {}
