use botrs_secure::prelude::*;

fn main() {
    let name = "x";
    let _ = reply!("{name:1$}", 3);
    let _ = reply!("{name:width$}");
    let _ = reply!("{:.*}", name);
    let _ = reply!("{name:99999}");
}
