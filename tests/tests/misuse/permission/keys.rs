use botrs_secure::prelude::*;

#[derive(Permission)]
#[permission(nam = "trade")]
struct A;

#[derive(Permission)]
#[permission(name = "")]
struct B;

#[derive(Permission)]
#[permission(name = "trade stocks")]
struct C;

#[derive(Permission)]
#[permission(name = Trade)]
struct D;

#[derive(Permission)]
#[permission(name = "a", name = "b")]
struct E;

#[derive(Permission)]
#[permission]
struct F;

#[derive(Permission)]
#[permission(crate = bots)]
struct G;

fn main() {}
