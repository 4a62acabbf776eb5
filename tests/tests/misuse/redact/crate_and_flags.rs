//! What else stands in `#[redact(..)]`.

use botrs_secure::prelude::*;

#[derive(Redact)]
#[redact(all, crate)]
struct A(String);

#[derive(Redact)]
#[redact(all, crate("::bots"))]
struct B(String);

#[derive(Redact)]
#[redact(all, crate = "::bots")]
struct C(String);

#[derive(Redact)]
#[redact(all, crate = 5)]
struct D(String);

#[derive(Redact)]
#[redact(all, crate = bots)]
struct E(String);

#[derive(Redact)]
#[redact(all, crate = ::botrs_secure, crate = ::botrs_secure)]
struct F(String);

#[derive(Redact)]
#[redact(all, crates = ::bots)]
struct G(String);

#[derive(Redact)]
#[redact(all, crate = ::botrs_secure::<u8>)]
struct H(String);

#[derive(Redact)]
#[redact(all(fields))]
struct I(String);

#[derive(Redact)]
#[redact(all, serialize = true)]
struct J(String);

#[derive(Redact)]
#[redact(all, serialize(json))]
struct K(String);

#[derive(Redact)]
#[redact(all, all)]
struct M(String);

#[derive(Redact)]
#[redact(all, serialize, serialize)]
struct N(String);

#[derive(Redact)]
#[redact = "all"]
struct O(#[redact] String);

fn main() {}
