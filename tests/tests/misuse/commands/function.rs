use botrs_secure::prelude::*;

async fn helper() {}

fn main() {
    let _ = commands![helper];
    drop(helper());
}
