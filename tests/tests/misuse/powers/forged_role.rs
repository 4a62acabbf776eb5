use botrs_secure::prelude::*;

fn main() {
    let _ = GuildRole { id: RoleId::new(2) };
    let _ = GuildRole::from(RoleId::new(2));
}
