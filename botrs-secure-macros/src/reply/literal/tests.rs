//! Texts and what they are taken apart into.

use super::*;

fn plain(text: &str) -> Piece {
    Piece::Text(text.into())
}

fn name(name: &str) -> Which {
    Which::Name(name.into())
}

fn flags(flags: &str) -> Layout {
    Layout { flags: flags.into(), ..Layout::default() }
}

fn width(flags: &str, width: Count) -> Layout {
    Layout { flags: flags.into(), width: Some(width), ..Layout::default() }
}

fn precision(precision: Count) -> Layout {
    Layout { precision: Some(precision), ..Layout::default() }
}

fn at(position: usize, layout: Layout) -> Piece {
    Piece::Value(Which::Position(position), layout)
}

fn x(layout: Layout) -> Piece {
    Piece::Value(name("x"), layout)
}

#[test]
fn takes_texts_apart() {
    let none = Layout::default;
    for (text, expected) in [
        ("", vec![]),
        ("已禁言", vec![plain("已禁言")]),
        ("a {x} b", vec![plain("a "), x(none()), plain(" b")]),
        ("{}{}{0}", vec![at(0, none()), at(1, none()), at(0, none())]),
        ("{{}}{{{x}}}", vec![plain("{}{"), x(none()), plain("}")]),
        ("{名字 }", vec![Piece::Value(name("名字"), none())]),
        ("{1:}{1: }", vec![at(1, none()), at(1, none())]),
    ] {
        assert_eq!(pieces(text), Ok(expected), "{text}");
    }
}

#[test]
fn reads_every_layout() {
    use Count::{Value, Written};
    for (text, expected) in [
        ("{x:>}", x(flags(">"))),
        ("{x:?>5}", x(width("?>", Written(5)))),
        ("{x:x<3}", x(width("x<", Written(3)))),
        ("{x:}>3}", x(width("}>", Written(3)))),
        ("{x:>>3}", x(width(">>", Written(3)))),
        ("{x:+#03}", x(width("+#0", Written(3)))),
        ("{x:-}", x(flags("-"))),
        ("{x:0}", x(flags("0"))),
        ("{x:00}", x(width("0", Written(0)))),
        ("{x:0$}", x(width("", Value(Which::Position(0))))),
        ("{x:01$}", x(width("0", Value(Which::Position(1))))),
        ("{x:>w$}", x(width(">", Value(name("w"))))),
        ("{x }", x(Layout::default())),
        ("{x:.2}", x(precision(Written(2)))),
        ("{x:.2$}", x(precision(Value(Which::Position(2))))),
        ("{x:.n$}", x(precision(Value(name("n"))))),
        ("{x:.*}", x(precision(Value(Which::Position(0))))),
        ("{:.*}", at(1, precision(Value(Which::Position(0))))),
        ("{:x}", at(0, Layout { number: Some('x'), ..Layout::default() })),
        ("{:x$}", at(0, width("", Value(name("x"))))),
        (
            "{:*^+#0x$.b$E }",
            at(
                0,
                Layout {
                    flags: "*^+#0".into(),
                    width: Some(Value(name("x"))),
                    precision: Some(Value(name("b"))),
                    number: Some('E'),
                },
            ),
        ),
    ] {
        assert_eq!(pieces(text), Ok(vec![expected]), "{text}");
    }
}

#[test]
fn leaves_malformed_texts_to_rustc() {
    for text in [
        "{x",
        "x}",
        "{",
        "}",
        "{0.f}",
        "a {x} }",
        "{x:q}",
        "{ x}",
        "{x:5:}",
        "{x.y}",
        "{x y}",
        "{x:65536}",
        "{:x x}",
        "{:ee}",
        "{99999999999999999999}",
        "{x:.99999}",
    ] {
        assert_eq!(pieces(text), Err(Mistake::Malformed), "{text}");
    }
}

#[test]
fn refuses_debug_and_addresses() {
    for text in ["{:?}", "{x:#?}", "{x:>5?}", "{x:w$?}", "{:x?}", "{:#X?}", "{:p}"] {
        assert!(matches!(pieces(text), Err(Mistake::Refused(_))), "{text}");
    }
}
