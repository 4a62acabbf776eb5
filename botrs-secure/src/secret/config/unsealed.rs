//! Sealed values, where nothing is built that opens them: the program would take them for the secrets.

use std::marker::PhantomData;

use crate::policy::{Mistakes, shown};
use crate::secret::env::Variables;

pub(super) const PREFIX: &str = "age:";

pub(super) struct Opener<'a>(PhantomData<Variables<'a>>);

impl<'a> Opener<'a> {
    pub(super) fn new(_: Variables<'a>) -> Self {
        Self(PhantomData)
    }

    pub(super) fn open(
        &mut self,
        _: &str,
        key: &str,
        at: usize,
        mistakes: &mut Mistakes<'_>,
    ) -> Option<String> {
        let key = shown(key);
        mistakes.add(
            at,
            format!("`{key}` 是密封的；请打开 botrs-secure 的 sealed 特性"),
            format!("`{key}` is sealed; turn on the feature `sealed` of botrs-secure"),
        );
        None
    }
}
