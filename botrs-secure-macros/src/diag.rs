//! Collects every mistake of one macro call, so that all are shown at once, each at its place.

use std::cell::RefCell;
use std::fmt::Display;
use std::thread;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The mistakes so far. Has to end in [`Diag::finish`]: a forgotten one panics, so none gets lost.
pub(crate) struct Diag {
    errors: RefCell<Option<Vec<syn::Error>>>,
}

impl Diag {
    pub(crate) fn new() -> Self {
        Self { errors: RefCell::new(Some(Vec::new())) }
    }

    /// Notes a mistake with a caret under all of `tokens`.
    pub(crate) fn error(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Notes a mistake with a caret at `span`.
    pub(crate) fn error_at(&self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Takes the value of a result, or notes its mistake.
    pub(crate) fn take<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// A `compile_error!` for each mistake: empty if there is none.
    pub(crate) fn finish(self) -> TokenStream {
        let errors = self.errors.borrow_mut().take().unwrap_or_default();
        errors.iter().map(syn::Error::to_compile_error).collect()
    }

    fn push(&self, error: syn::Error) {
        self.errors.borrow_mut().as_mut().expect("finish consumes the collector").push(error);
    }
}

impl Drop for Diag {
    fn drop(&mut self) {
        if !thread::panicking() && self.errors.borrow().is_some() {
            panic!("the mistakes that a macro collected were not shown");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_every_mistake_and_nothing_where_there_is_none() {
        assert!(Diag::new().finish().is_empty());
        let diag = Diag::new();
        diag.error_at(Span::call_site(), "one");
        assert_eq!(diag.take::<u8>(Err(syn::Error::new(Span::call_site(), "two"))), None);
        assert_eq!(diag.take(Ok(3)), Some(3));
        let shown = diag.finish().to_string();
        assert!(shown.contains("one") && shown.contains("two"), "{shown}");
    }

    #[test]
    #[should_panic(expected = "were not shown")]
    fn a_forgotten_collector_panics() {
        drop(Diag::new());
    }
}
