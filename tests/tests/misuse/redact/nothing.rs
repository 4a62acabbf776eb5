use botrs_secure::prelude::*;

#[derive(Redact)]
struct Login {
    user: String,
    password: String,
}

#[derive(Redact)]
#[redact(serialize, all)]
struct Unit;

fn main() {
    let _ = |login: Login| println!("{login:?}");
}
