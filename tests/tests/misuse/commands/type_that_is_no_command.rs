use botrs_secure::prelude::*;

struct Mute;

fn main() {
    let _ = commands![Mute];
}
