use botrs_secure::prelude::*;

fn main() {
    let _ = reply!("{a} {}", a = 1, 2);
    let _ = reply!("{a}", a = 1, a = 2);
    let _ = reply!("{}" 1);
    let _ = reply!("{}", 1,, 2);
}
