//! What names no command.

use botrs_secure::prelude::*;

fn main() {
    let _ = commands![<String as Default>::default];
    let _ = commands!["mute"];
    let _ = commands![*mute];
    let _ = commands![=];
}
