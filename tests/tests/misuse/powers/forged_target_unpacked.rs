use botrs_secure::prelude::*;
use botrs_secure::expansion::Pending;

fn unpacked(pending: Pending<Target<'_>>) -> Target<'_> {
    let Pending(target) = pending;
    target
}

fn main() {}
