use botrs_secure::prelude::*;

fn main() {
    let name = "x";
    let _ = reply!("a {name}", name);
    let _ = reply!("a", b = name);
}
