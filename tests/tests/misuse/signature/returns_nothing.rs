use botrs_secure::prelude::*;

#[command(public)]
async fn mute() {

}

fn main() {}
