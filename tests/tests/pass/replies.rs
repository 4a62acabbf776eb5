//! What `reply!` accepts.
#![deny(warnings)]

use botrs_secure::prelude::*;

#[derive(Debug)]
struct Level(u8);

impl Show for Level {
    fn show(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&format!("Lv.{}", self.0))
    }
}

macro_rules! greet {
    ($who:expr) => {{
        let name = "mine";
        reply!("{name} {}", $who)
    }};
}

async fn later(n: u64) -> u64 {
    tokio::task::yield_now().await;
    n
}

fn is_send<T: Send>(value: T) -> T {
    value
}

fn main() {
    let (name, n, level) = ("x".to_owned(), 7_u64, Level(3));
    let none: Option<u64> = None;
    for (reply, text) in [
        (reply!("plain"), "plain"),
        (reply!(""), ""),
        (reply!("{{}} {name} {{{n}}}"), "{} x {7}"),
        (reply!("{} {0} {1} {}", n, name), "7 7 x x"),
        (reply!("{a}{b}", a = n + 1, b = level,), "8Lv.3"),
        (reply!("{name:>3}|{name:*<3}|{level:^6}|{n:03}"), "  x|x**| Lv.3 |007"),
        (reply!("{} {}", n + 1, -3_i64), "8 -3"),
        (reply!("{none}"), "无"),
        (reply!("{:.2}", "long"), "lo"),
        (greet!(n), "mine 7"),
    ] {
        assert_eq!(format!("{reply:?}"), format!("{reply:?}"));
        assert!(format!("{reply:?}").contains(&format!("text: {text:?}")), "{reply:?}");
    }
    let future = is_send(async { reply!("{} {}", later(1).await, later(2).await) });
    let reply = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
    assert!(format!("{reply:?}").contains("1 2"), "{reply:?}");
}
