use botrs_secure::prelude::*;

fn main() {
    let name = "x";
    let _ = reply!("a {} {}", name);
    let _ = reply!("a {1}", name);
}
