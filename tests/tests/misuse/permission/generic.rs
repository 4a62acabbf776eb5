use botrs_secure::prelude::*;

#[derive(Permission)]
struct Trade<const N: usize>;

fn main() {
    let _ = Role::custom().allow::<Trade<1>>();
}
