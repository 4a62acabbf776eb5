use botrs_secure::prelude::*;


fn main() {
    let _ = commands![mutte];
}
