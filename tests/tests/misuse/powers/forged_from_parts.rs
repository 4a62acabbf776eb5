use botrs_secure::prelude::*;

use botrs_secure::__private::{Admitted, Pending};

fn target(user: UserId) -> Target<'static> {
    Target { guild: GuildId::new(1), user, call: std::marker::PhantomData }
}

fn admitted<C>() -> Admitted<'static, C> {
    Admitted { live: todo!(), admission: todo!(), command: std::marker::PhantomData }
}

fn opened<'a>(pending: Pending<Target<'a>>) -> Target<'a> {
    let Pending(target) = pending;
    target
}

fn main() {}
