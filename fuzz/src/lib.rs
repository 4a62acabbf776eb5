//! What holds of any text, a module for each parser.
//!
//! The fuzz targets look for a text of which it does not hold; the tests of the repository try the seeds.

pub mod duration;
pub mod folding;
pub mod ids;
pub mod injection;
pub mod links;
pub mod policy;
pub mod reply;
pub mod route;
pub mod verdict;
pub mod words;

use botrs_secure::{ArgError, Locale};

/// The name of a target, which is that of its seeds too, and what holds.
pub type Target = (&'static str, fn(&str));

/// All targets.
pub const TARGETS: [Target; 9] = [
    ("duration", duration::holds),
    ("folding", folding::holds),
    ("ids", ids::holds),
    ("injection", injection::holds),
    ("links", links::holds),
    ("policy", policy::holds),
    ("reply", reply::holds),
    ("route", route::holds),
    ("words", words::holds),
];

/// Whoever typed it can read an error: it says something, and nothing unseen.
fn assert_readable(error: &ArgError) {
    for locale in [Locale::Zh, Locale::En] {
        let text = error.text(locale);
        assert!(!text.is_empty() && !text.contains(char::is_control), "{text:?}");
    }
}
