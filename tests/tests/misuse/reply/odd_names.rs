use botrs_secure::prelude::*;

fn main() {
    let _ = reply!("{_}");
    let _ = reply!("{Self}");
    let _ = reply!("{crate}");
    let _ = reply!("{self}");
    let _ = reply!("{r#type}");
    let _ = reply!("{true}");
}
