use botrs_secure::prelude::*;

fn main() {
    let (name, width) = ("x", 5_u32);
    let _ = reply!("{name:>width$}");
    let _ = reply!("{:.*}", -1, name);
    let _ = reply!("{name:.digits$}", digits = "3");
}
