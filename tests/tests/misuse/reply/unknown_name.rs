use botrs_secure::prelude::*;

fn main() {
    let _ = reply!("a {name}");
}
