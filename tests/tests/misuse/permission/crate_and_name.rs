//! What else stands in `#[permission(..)]`.

use botrs_secure::prelude::*;

#[derive(Permission)]
#[permission(crate)]
struct A;

#[derive(Permission)]
#[permission(crate("::bots"))]
struct B;

#[derive(Permission)]
#[permission(crate = "::bots")]
struct C;

#[derive(Permission)]
#[permission(crate = 5)]
struct D;

#[derive(Permission)]
#[permission(crate = bots)]
struct E;

#[derive(Permission)]
#[permission(crate = ::botrs_secure, crate = ::botrs_secure)]
struct F;

#[derive(Permission)]
#[permission(crates = ::bots)]
struct G;

#[derive(Permission)]
#[permission(crate = ::botrs_secure::<u8>)]
struct H;

#[derive(Permission)]
#[permission(name)]
struct I;

#[derive(Permission)]
#[permission(name("a"))]
struct J;

#[derive(Permission)]
#[permission(rename = "a")]
struct K;

fn main() {}
