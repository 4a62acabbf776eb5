use botrs_secure::prelude::*;

fn target(user: UserId) -> Target<'static> {
    Target { guild: GuildId::new(1), user, call: std::marker::PhantomData }
}

fn main() {}
