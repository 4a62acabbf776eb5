use botrs_secure::prelude::*;

fn main() {
    let (name, ratio) = ("x", 0.5);
    let _ = reply!("{name:x}");
    let _ = reply!("{} {:#010b}", name, Some(5));
    let _ = reply!("{ratio:X} {ratio:e}");
    let _ = reply!("{name:e}");
    let _ = reply!("{name:p}");
    let _ = reply!("{name:q}");
}
