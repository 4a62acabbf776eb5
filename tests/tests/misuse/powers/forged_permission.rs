use botrs_secure::prelude::*;

use botrs_secure::PermissionDef;

enum Mine {}

impl Permission for Mine {
    const DEF: &'static PermissionDef = &PermissionDef { name: "Mine", bit: 3 };
}

fn main() {}
