#![deny(warnings)]

use botrs_secure::prelude::*;

fn main() {
    let _ = reply!("{}", level = 1);
}
