use botrs_secure::prelude::*;

const TEXT: &str = "a";

fn main() {
    let _ = reply!(concat!("a", "b"));
    let _ = reply!(TEXT);
    let _ = reply!(b"a");
    let _ = reply!("a"b);
    let _ = reply!('a');
}
