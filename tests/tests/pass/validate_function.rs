//! `#[validate]` on every kind of function.
#![deny(warnings, missing_docs, unreachable_pub, rust_2018_idioms, unused_qualifications)]
#![deny(missing_debug_implementations, missing_copy_implementations, single_use_lifetimes)]

use std::fmt::Display;
use std::rc::Rc;

use botrs_secure::prelude::*;
use botrs_secure::validate::{Measured, Textual};

/// Documented, and callable as before.
#[validate]
pub fn plain(
    #[validate(length(min = 1, max = 3))] name: &str,
    #[validate(range(max = 9))] mut count: u8,
    (a, b): (u8, u8),
    _: bool,
) -> Result<u8, ValidationError> {
    count += a + b;
    Ok(count + u8::try_from(name.len()).unwrap_or(0))
}

mod shadows {
    #![allow(dead_code)]
    pub(crate) struct Option;
    pub(crate) struct Result;
    pub(crate) struct Err;

    #[botrs_secure::validate(crate = ::botrs_secure)]
    fn shadowed(
        #[validate(length(max = 3))] _name: &str,
    ) -> core::result::Result<(), botrs_secure::ValidationError> {
        Ok(())
    }
}

/// Called like what emitted code uses.
#[validate]
fn named(
    #[validate(each(safe_text), length(max = 1))] found: &[&str],
    error: u8,
    item: u8,
    #[validate(custom = checked, with(error, item))] value: Option<u8>,
) -> Result<usize> {
    Ok(found.len() + usize::from(error + item + value.unwrap_or(0)))
}

fn checked(value: &u8, error: &u8, item: &u8) -> std::result::Result<(), String> {
    if value > error && value > item { Ok(()) } else { Err("too small".into()) }
}

struct Own;

impl From<ValidationError> for Own {
    fn from(_: ValidationError) -> Self {
        Self
    }
}

/// Its future is not `Send`, and nobody asks that it is.
#[validate]
async fn waits<'a, T>(
    own: Rc<u8>,
    #[validate(length(max = 2), each(range(max = 3)))] list: &'a [u8],
    #[validate(pattern = "a+")] text: T,
) -> Result<(&'a [u8], T), Own>
where
    T: Textual,
{
    std::future::ready(()).await;
    assert_eq!(Rc::strong_count(&own), 1);
    Ok((list, text))
}

#[validate]
fn of_traits(
    #[validate(length(max = 2))] text: impl Measured + Display,
) -> Result<impl Display, ValidationError> {
    #![allow(unused_labels)]
    Ok(format!("{text}!"))
}

#[derive(Validate)]
struct Start(#[validate(range(min = 1))] u8);

#[derive(Clone, Copy)]
struct Calendar;

impl Calendar {
    /// With `self`, and one parameter beside another.
    #[validate]
    fn add(
        &self,
        #[validate(nested)] start: &Start,
        #[validate(custom = Self::is_after, with(start))] end: Option<u8>,
        #[cfg(any())] gone: u8,
    ) -> std::result::Result<u8, Box<dyn std::error::Error>> {
        Ok(end.unwrap_or(start.0))
    }

    #[validate]
    async fn take(self, #[validate(safe_text)] text: String) -> Result<String> {
        std::future::ready(()).await;
        Ok(text)
    }

    fn is_after(end: &u8, start: &&Start) -> bool {
        *end > start.0
    }
}

trait Says {
    fn say(&self, text: &str) -> Result<(), ValidationError>;
}

impl Says for Calendar {
    #[validate]
    fn say(&self, #[validate(no_mentions)] text: &str) -> Result<(), ValidationError> {
        let _ = text.len();
        Ok(())
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

fn main() {
    assert_eq!(plain("ab", 3, (1, 2), true).expect("good"), 8);
    let error = plain("", 10, (1, 2), true).expect_err("two");
    assert_eq!(
        error.to_string(),
        "name: needs at least 1 characters, has 0; count: must be at most 9"
    );
    assert_eq!(named(&["x"], 1, 2, Some(3)).expect("good"), 7);
    assert_eq!(named(&["x"], 3, 2, Some(3)).expect_err("bad").to_string(), "value: too small");
    assert!(block_on(waits(Rc::new(1), &[1, 3], "aa")).is_ok());
    assert!(block_on(waits(Rc::new(1), &[1, 4], "aa")).is_err());
    assert!(block_on(waits(Rc::new(1), &[1], "ab".to_owned())).is_err());
    assert_eq!(of_traits("ab").map(|text| text.to_string()).expect("good"), "ab!");
    assert!(of_traits("abc").is_err());
    assert_eq!(Calendar.add(&Start(1), Some(2)).expect("good"), 2);
    assert_eq!(Calendar.add(&Start(1), None).expect("good"), 1);
    assert_eq!(
        Calendar.add(&Start(2), Some(2)).expect_err("bad").to_string(),
        "end: is not accepted"
    );
    assert_eq!(
        Calendar.add(&Start(0), None).expect_err("bad").to_string(),
        "start.0: must be at least 1"
    );
    assert_eq!(block_on(Calendar.take("x".into())).expect("good"), "x");
    assert!(block_on(Calendar.take("x\u{202e}".into())).is_err());
    assert!(Calendar.say("hello").is_ok() && Calendar.say("@everyone").is_err());
}
