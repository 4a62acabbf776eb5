use botrs_secure::prelude::*;

fn main() {
    let n = 5_u32;
    let _ = reply!("{n:x}");
    let _ = reply!("{n:1$}", 3);
    let _ = reply!("{n:q}");
}
