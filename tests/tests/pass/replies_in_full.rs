//! Everything that `format!` has, in `reply!`: what is written is what `format!` writes.
#![deny(warnings)]

use botrs_secure::prelude::*;

/// The text of a reply.
fn text(reply: &Reply) -> String {
    let debug = format!("{reply:?}");
    let start = debug.find("text: ").expect("the field") + 6;
    let end = debug.rfind(", segments").expect("the field after it");
    debug[start..end].to_owned()
}

macro_rules! same {
    ($($input:tt)*) => {
        assert_eq!(text(&reply!($($input)*)), format!("{:?}", format!($($input)*)));
    };
}

/// A name of a user that has nothing but a reference to give.
struct Member {
    name: String,
    level: u8,
}

impl Member {
    fn name(&self) -> &str {
        &self.name
    }

    fn greet(&self) -> Reply {
        reply!("{} {self}", self.name())
    }
}

impl Show for Member {
    fn show(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lv.{}", self.level)
    }
}

fn counted(calls: &mut Vec<u8>, n: u8) -> u8 {
    calls.push(n);
    n
}

async fn later<T>(value: T) -> T {
    tokio::task::yield_now().await;
    value
}

fn fallible(text: &str) -> std::result::Result<Reply, std::num::ParseIntError> {
    Ok(reply!("{:>3}", text.parse::<u8>()?))
}

fn layouts() {
    let (name, n, i, f) = ("名字", 42_u32, -42_i8, 3.14159_f64);
    let (width, prec, r#type) = (9, 2, "raw");
    same!("{name} {} {0} {1} {}", n, i);
    same!("{name:>8}|{name:<8}|{name:^8}|{name:*^8}|{name:}>8}|{name:中<8}|{name:>>8}");
    same!("{name:.1}|{name:5.1}|{name:>5.1}|{f:.0}|{f:.3}|{f:8.3}|{f:08.3}|{f:+.1}|{name:.}");
    same!("{n:+}|{i:+}|{n:05}|{i:05}|{n:+05}|{n:<5}|{n:^5}|{n:#}|{i:-}");
    same!("{n:x}|{n:X}|{n:o}|{n:b}|{n:#x}|{n:#010b}|{n:08X}|{i:x}|{n:>#6x}|{n:<4o}|");
    same!("{n:e}|{n:E}|{f:e}|{f:.2e}|{f:12.1E}|{i:e}");
    same!("{name:>1$}|{:>1$}|{:>width$}|{name:width$.prec$}|{f:.*}|{:.*}|", n, 6, 1, 3, f);
    same!("{:>w$}|{:.p$}|{0:.*}", name, f, 1, w = 7, p = 1);
    same!("{f:0width$.prec$}|{n:#0width$x}|{width:width$}|{prec}");
    same!("{0:0$}|{1:0$}|{0}", 4, n);
    same!("{type}|{r}", r = r#type);
    same!("{n:x} {n} {n:#b}", n = n + 1);
    same!("{{}} {{{n}}} }}{{");
    same!("一行\n{n}\t\"{name}\" \u{1f600}");
    same!(
        "two \
         lines {n}
         and {name}",
    );
    same!(r#"raw "{name}" \n"#);
    same!(r"\{n}/");
    same!("{n }|{n:5 }|{:5 }", n);
    same!("",);
    same!("{:?<3}|{:x<3}", 'c', true);
}

fn arguments() {
    let member = Member { name: "ann".to_owned(), level: 3 };
    assert_eq!(text(&member.greet()), "\"ann Lv.3\"");
    // Borrowed, not moved; the first temporary lives as long as it is needed.
    let reply = reply!("{} {} {0}", member.name.clone().trim(), member);
    assert_eq!(text(&reply), "\"ann Lv.3 ann\"");
    drop(member);
    // Once, in order, whatever the text makes of them.
    let mut calls = Vec::new();
    let reply = reply!(
        "{2} {0} {2} {1:3$}",
        counted(&mut calls, 1),
        counted(&mut calls, 2),
        counted(&mut calls, 3),
        usize::from(counted(&mut calls, 4)),
    );
    assert_eq!((text(&reply).as_str(), calls), ("\"3 1 3    2\"", vec![1, 2, 3, 4]));
    // Names of the expansion's own are nobody else's.
    let (value0, shown0, count0, reply) = ("a", "b", 3, "c");
    same!("{value0} {shown0} {reply} {:count0$} {}", value0, shown0);
    // An argument hides the variable of its name.
    same!("{value0}", value0 = shown0);
    assert_eq!(text(&fallible("7").expect("a number")), "\"  7\"");
    assert!(fallible("x").is_err());
    same!("{} {} {}", if count0 > 2 { "more" } else { "less" }, 1 + 2, -count0_of(&[1]));
    same!("{}", { count0 == 3 });
    same!("{a}{b}", a = 1 == 1, b = [1, 2][0]);
    let closure = |n: u8| n + 1;
    same!("{} {}", closure(1), (|| "x")());
}

fn count0_of(list: &[i32]) -> i32 {
    list.iter().sum()
}

fn is_send<T: Send>(value: T) -> T {
    value
}

fn main() {
    layouts();
    arguments();
    let future = is_send(async {
        reply!("{} {1:>0$} {2:x}", later(4).await, later("x".to_owned()).await, later(255).await)
    });
    let made = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future);
    assert_eq!(text(&made), "\"4    x ff\"");
    let period = Duration::from_secs(90);
    assert_eq!(
        text(&reply!("{period:>9}|{period:#}|{:^w$}", None::<u8>, w = 3)),
        "\"    1分30秒|1m30s| 无 \""
    );
}
