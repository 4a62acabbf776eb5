use botrs_secure::expansion::Pending;
use botrs_secure::prelude::*;

fn unpacked(pending: Pending<Target<'_>>) -> Target<'_> {
    let Pending(target) = pending;
    target
}

fn main() {}
