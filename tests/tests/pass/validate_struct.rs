//! `#[derive(Validate)]` on every shape, with every rule.
#![deny(warnings, missing_docs, unreachable_pub, rust_2018_idioms, unused_qualifications)]
#![deny(missing_debug_implementations, missing_copy_implementations, single_use_lifetimes)]

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::rc::Rc;

use botrs_secure::prelude::*;
use botrs_secure::validate::{Elements, Measured, Textual, Unit};

// Names that emitted code must not take for those of the standard library.
mod shadows {
    #![allow(dead_code)]
    pub(crate) struct Option;
    pub(crate) struct Result;
    pub(crate) struct String;
    pub(crate) struct Vec;
    pub(crate) struct Box;

    #[derive(botrs_secure::Validate)]
    #[validate(crate = ::botrs_secure)]
    struct Shadowed<'a> {
        #[validate(length(max = 5), pattern = "[a-z]*", custom = good)]
        name: &'a str,
    }

    fn good(_: &&str) -> bool {
        true
    }
}

/// One thing of an order.
#[derive(Debug, Clone, Validate)]
pub struct Item {
    /// Its name.
    #[validate(length(min = 1, max = 5), safe_text, no_mentions)]
    pub name: String,
    /// How many.
    #[validate(range(min = 1, max = 9))]
    pub count: u8,
}

#[derive(Debug, Validate)]
struct Order<'a> {
    #[validate(nested, length(min = 1, max = 3))]
    items: Vec<Item>,
    #[validate(each(length(max = 3), one_of("a", "b", "ccc")))]
    tags: Option<Vec<&'a str>>,
    #[validate(length(bytes, max = 6))]
    code: Box<str>,
    #[validate(length(graphemes, equal = 2))]
    flag: Cow<'a, str>,
    #[validate(range(min = 0.5, max = 1.5))]
    factor: f32,
    #[validate(range(min = -5))]
    signed: Option<isize>,
    #[validate(range(max = "7d"))]
    period: Duration,
    #[validate(one_of(1, 2, -3))]
    level: i64,
    #[validate(pattern = r"[a-z]+(-[a-z]+)*")]
    slug: Text,
    #[validate(url(allow("github.com", "例子.中国")))]
    link: Rc<str>,
    #[validate(url)]
    any: &'a String,
    #[validate(custom = checks::ends_after, with(start, level))]
    end: Option<u32>,
    start: u32,
    #[validate(nested)]
    more: BTreeMap<String, Option<Box<Item>>>,
    #[validate(nested)]
    others: HashMap<u8, Item>,
    #[validate(each(each(range(max = 3))))]
    grid: [Vec<u8>; 2],
    r#type: u8,
    #[validate(custom = checks::is_type, with(r#type))]
    kind: u8,
}

mod checks {
    use botrs_secure::ArgError;

    pub(crate) fn ends_after(end: &u32, start: &u32, _level: &i64) -> Result<(), ArgError> {
        if end > start { Ok(()) } else { Err(ArgError::new("要晚于开始", "ends too early")) }
    }

    pub(crate) fn is_type(kind: &u8, other: &u8) -> bool {
        kind == other
    }
}

#[derive(Debug, Validate)]
struct Pair(#[validate(length(max = 2))] String, #[validate(custom = is_len, with(0))] usize);

fn is_len(len: &usize, text: &String) -> Result<(), String> {
    if text.len() == *len { Ok(()) } else { Err(format!("is not {len}")) }
}

#[derive(Debug, Validate)]
struct Page<T: Debug, const N: usize>
where
    T: Validate,
{
    #[validate(nested)]
    rows: [T; N],
}

#[derive(Debug, Validate)]
struct Holds<T: Textual + Measured>(#[validate(length(max = 2), pattern = "a*")] T);

/// A text of one's own.
#[derive(Debug)]
struct Name(String);

impl Textual for Name {
    fn text(&self) -> Option<&str> {
        Some(&self.0)
    }
}

impl Measured for Name {
    const UNIT: Unit = Unit::Chars;

    fn measure(&self) -> Option<usize> {
        Some(self.0.chars().count())
    }
}

#[derive(Debug)]
struct Names(Vec<Name>);

impl Elements for Names {
    type Item = Name;

    fn each(&self, visit: &mut dyn FnMut(usize, &Name)) {
        self.0.each(visit);
    }
}

#[derive(Debug, Validate)]
struct OfNames {
    #[validate(each(pattern = "a+", length(max = 2)))]
    names: Names,
}

#[derive(Debug, Validate)]
enum Shape {
    Circle {
        #[validate(range(min = 1))]
        radius: u32,
        #[allow(dead_code)]
        name: &'static str,
    },
    Line(#[validate(custom = is_len, with(1))] usize, String),
    Nothing,
}

fn broken(value: &impl Validate) -> Vec<String> {
    let error = value.validate().err();
    let broken = |error: ValidationError| -> Vec<String> {
        let each = error.violations().iter();
        each.map(|broken| format!("{} {}", broken.path(), broken.rule())).collect()
    };
    error.map(broken).unwrap_or_default()
}

fn item(name: &str, count: u8) -> Item {
    Item { name: name.into(), count }
}

fn order(any: &String) -> Order<'_> {
    Order {
        items: vec![item("ok", 1)],
        tags: Some(vec!["a", "ccc"]),
        code: "123456".into(),
        flag: "🇨🇳👨‍👩‍👧".into(),
        factor: 1.0,
        signed: Some(-5),
        period: Duration::from_secs(604_800),
        level: -3,
        slug: "a-b".into(),
        link: "https://gist.github.com/x".into(),
        any,
        end: Some(2),
        start: 1,
        more: BTreeMap::from([("k".into(), None), ("l".into(), Some(Box::new(item("a", 9))))]),
        others: HashMap::from([(1, item("a", 1))]),
        grid: [vec![1, 2, 3], vec![]],
        r#type: 1,
        kind: 1,
    }
}

fn main() {
    let any = "https://example.com/".to_owned();
    assert_eq!(broken(&order(&any)), [""; 0]);
    let bad = "http://example.com/".to_owned();
    let wrong = Order {
        items: vec![item("ok", 1), item("", 0), item("<@!1>", 1), item("b\u{200b}", 1)],
        tags: Some(vec!["a", "dddd"]),
        code: "字字字".into(),
        flag: "a".into(),
        factor: f32::NAN,
        signed: Some(-6),
        period: Duration::from_millis(604_800_001),
        level: 3,
        slug: "a-b-".into(),
        link: "https://evilgithub.com/x".into(),
        end: Some(1),
        more: BTreeMap::from([("l".into(), Some(Box::new(item("a", 10))))]),
        others: HashMap::from([(1, item("a", 0)), (2, item("a", 0))]),
        grid: [vec![1, 4, 3], vec![5]],
        kind: 2,
        ..order(&bad)
    };
    assert_eq!(
        broken(&wrong),
        [
            "items length",
            "items[1].name length",
            "items[1].count range",
            "items[2].name no_mentions",
            "items[3].name safe_text",
            "tags[1] length",
            "tags[1] one_of",
            "code length",
            "flag length",
            "factor range",
            "signed range",
            "period range",
            "level one_of",
            "slug pattern",
            "link url",
            "any url",
            "end checks::ends_after",
            "more[l].count range",
            "others[1].count range",
            "others[2].count range",
            "grid[0][1] range",
            "grid[1][0] range",
            "kind checks::is_type",
        ]
    );
    assert_eq!(broken(&Pair("abc".into(), 2)), ["0 length", "1 is_len"]);
    let page = Page { rows: [Pair("a".into(), 1), Pair("a".into(), 2)] };
    assert_eq!(broken(&page), ["rows[1].1 is_len"]);
    assert_eq!(broken(&Holds("aaa")), ["0 length"]);
    let names = OfNames { names: Names(vec![Name("aa".into()), Name("bbb".into())]) };
    assert_eq!(broken(&names), ["names[1] pattern", "names[1] length"]);
    assert_eq!(broken(&Shape::Circle { radius: 0, name: "x" }), ["radius range"]);
    assert_eq!(broken(&Shape::Line(2, "a".into())), ["0 is_len"]);
    assert_eq!(broken(&Shape::Nothing), [""; 0]);
}
