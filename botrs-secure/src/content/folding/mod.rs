//! Views of a text in which what is hidden shows, and the way back from them.

mod ascii_form;
mod chars;
mod class;
mod decoded;
mod entity;
mod entry;
mod escape;
mod folded;
mod invisible;
mod letters;
mod skeleton;
#[cfg(test)]
mod tests;
mod work;

pub(crate) use chars::{Chars, chars};
pub(crate) use class::Class;
pub(crate) use decoded::decoded;
pub(crate) use entry::Fold;
pub(crate) use folded::Folded;
pub(crate) use skeleton::{Reading, is_space, skeleton};
pub(crate) use work::work;
#[cfg(test)]
pub(crate) use work::{costly, work_of};
