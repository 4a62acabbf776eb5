use botrs_secure::prelude::*;

fn main() {
    let text = String::new();
    let _ = reply!(text);
    let _ = reply!();
}
