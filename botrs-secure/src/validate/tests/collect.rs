//! Every broken rule is reported, each with its path.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::prelude::*;
use crate::{ArgError, Error};

#[derive(Debug, Clone, Validate)]
struct Item {
    #[validate(length(max = 3), pattern = "[a-z]*", no_mentions)]
    name: String,
    #[validate(range(min = 1))]
    count: u8,
}

#[derive(Debug, Validate)]
struct Order {
    #[validate(nested, length(max = 2))]
    items: Vec<Item>,
    #[validate(each(each(range(max = 3))))]
    grid: Vec<Vec<u8>>,
    #[validate(custom = ends_after, with(start))]
    end: Option<u8>,
    start: u8,
    #[validate(nested)]
    boxed: Option<Box<Item>>,
}

fn ends_after(end: &u8, start: &u8) -> std::result::Result<(), ArgError> {
    if end > start {
        Ok(())
    } else {
        Err(ArgError::new("要晚于开始", "must be after the start"))
    }
}

fn item(name: &str, count: u8) -> Item {
    Item { name: name.to_owned(), count }
}

fn good() -> Order {
    Order { items: vec![item("a", 1)], grid: vec![vec![1]], end: Some(2), start: 1, boxed: None }
}

/// The path and the rule of all that is broken.
fn broken(value: &impl Validate) -> Vec<String> {
    let Err(error) = value.validate() else { return Vec::new() };
    let violations = error.violations().iter();
    violations.map(|broken| format!("{} {}", broken.path(), broken.rule())).collect()
}

#[test]
fn everything_is_reported_where_it_is() {
    assert_eq!(broken(&good()), [""; 0]);
    let wrong = Order {
        items: vec![item("a", 1), item("@everyone", 0), item("ok", 0)],
        grid: vec![vec![1, 4], vec![], vec![5]],
        end: Some(1),
        boxed: Some(Box::new(item("A", 1))),
        ..good()
    };
    assert_eq!(
        broken(&wrong),
        [
            "items length",
            "items[1].name length",
            "items[1].name pattern",
            "items[1].name no_mentions",
            "items[1].count range",
            "items[2].count range",
            "grid[0][1] range",
            "grid[2][0] range",
            "end ends_after",
            "boxed.name pattern",
        ]
    );
}

#[test]
fn what_is_left_out_breaks_nothing() {
    assert_eq!(broken(&Order { end: None, ..good() }), [""; 0]);
    assert_eq!(broken(&None::<Item>), [""; 0]);
}

#[test]
fn maps_and_lists_say_where() {
    let wrong = item("a", 0);
    assert_eq!(broken(&vec![item("a", 1), wrong.clone()]), ["[1].count range"]);
    assert_eq!(broken(&[item("a", 0)]), ["[0].count range"]);
    assert_eq!(broken(&Some(wrong.clone())), ["count range"]);
    assert_eq!(broken(&BTreeMap::from([("k", wrong.clone())])), ["[k].count range"]);
    let map = HashMap::from([(3, wrong.clone()), (1, wrong.clone()), (2, item("a", 1))]);
    assert_eq!(broken(&map), ["[1].count range", "[3].count range"]);
}

#[test]
fn a_key_is_cut_and_holds_no_control_character() {
    let map = BTreeMap::from([(format!("a\n\u{1b}{}", "字".repeat(100)), item("a", 0))]);
    let key = format!("a\\n\\u{{1b}}{}…", "字".repeat(17));
    assert_eq!(broken(&map), [format!("[{key}].count range")]);
}

/// Every key reads the same.
#[derive(PartialEq, Eq, Hash)]
struct Alike(u8);

impl fmt::Display for Alike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("k")
    }
}

#[test]
fn keys_that_read_alike_hide_no_value() {
    let map: HashMap<_, _> = (0..9).map(|n| (Alike(n), item("a", u8::from(n != 4)))).collect();
    assert_eq!(broken(&map), ["[k].count range"]);
}

#[derive(Validate)]
struct Guarded {
    #[validate(length(max = 3), custom = panics_on_long_ones)]
    text: String,
}

fn panics_on_long_ones(text: &String) -> bool {
    assert!(text.len() <= 3, "its length was checked");
    text != "bad"
}

#[test]
fn a_custom_rule_sees_what_obeys_the_others() {
    assert_eq!(broken(&Guarded { text: "long text".into() }), ["text length"]);
    assert_eq!(broken(&Guarded { text: "bad".into() }), ["text panics_on_long_ones"]);
    assert_eq!(broken(&Guarded { text: "ok".into() }), [""; 0]);
}

#[test]
fn texts_name_the_path_and_stop_after_five() {
    let error = item("@here", 0).validate().unwrap_err();
    assert_eq!(
        error.text(Locale::Zh),
        "name：最多 3 个字，现在是 5 个字；name：格式不符合要求；name：不能包含 @ 提及或表情等标记；\
         count：不能小于 1"
    );
    assert_eq!(
        error.to_string(),
        "name: at most 3 characters, has 5; name: does not have the required form; name: must not \
         hold mentions or markup; count: must be at least 1"
    );
    let many = vec![item("a", 0); 7].validate().unwrap_err();
    assert_eq!(many.violations().len(), 7);
    assert!(many.to_string().ends_with("[4].count: must be at least 1; and 2 more"), "{many}");
    assert!(many.text(Locale::Zh).ends_with("；另有 2 处有误"), "{}", many.text(Locale::Zh));
    let five = vec![item("a", 0); 5].validate().unwrap_err();
    assert!(five.to_string().ends_with("[4].count: must be at least 1"), "{five}");
}

#[validate]
async fn add(
    #[validate(length(max = 3))] name: &str,
    #[validate(range(min = 1), custom = is_even, with(name))] count: u8,
) -> Result<usize> {
    Ok(name.len() + usize::from(count))
}

fn is_even(count: &u8, _name: &&str) -> std::result::Result<(), &'static str> {
    if count.is_multiple_of(2) { Ok(()) } else { Err("is odd") }
}

#[tokio::test]
async fn a_function_runs_on_good_values_only() {
    let text = |error: Error| error.to_string();
    assert_eq!(add("abc", 2).await.map_err(text), Ok(5));
    assert_eq!(add("abc", 1).await.map_err(text), Err("count: is odd".to_owned()));
    assert_eq!(
        add("abcd", 0).await.map_err(text),
        Err("name: at most 3 characters, has 4; count: must be at least 1".to_owned())
    );
}
