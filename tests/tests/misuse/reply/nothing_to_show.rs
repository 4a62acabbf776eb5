use botrs_secure::prelude::*;

struct Hidden;

fn main() {
    let x = Hidden;
    let _ = reply!("a {x} b");
    let _ = reply!("a {} b", Hidden);
}
