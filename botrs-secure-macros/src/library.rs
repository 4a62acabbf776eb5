//! What the library is called where a macro is used: `::botrs_secure`, unless `crate = ..` or the
//! `$crate` of its own `macro_rules!` says otherwise.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{Attribute, Error, Expr, Path, Result};

use crate::diag::Diag;
use crate::keys::{ItemKey, Table};
use crate::literal;
use crate::meta::{Entries, Value};
use crate::paths::{at, root, short};

/// The library's name.
#[derive(Default)]
pub(crate) enum Library {
    /// `::botrs_secure`
    #[default]
    Plain,
    /// `$crate`
    Dollar(TokenStream),
    /// The path of `crate = ..`.
    Written(Path),
}

impl Library {
    /// Takes the `$crate;` that the library's `macro_rules!` put before what was written.
    pub(crate) fn take(input: TokenStream) -> (Self, TokenStream) {
        let mut input = input.into_iter();
        let dollar_crate = input.by_ref().take_while(|token| !is_semicolon(token)).collect();
        (Self::Dollar(dollar_crate), input.collect())
    }

    /// The path of `crate = ..`.
    pub(crate) fn read(value: &Expr) -> Result<Self> {
        let path = literal::path(value, "::bots")?;
        check(&path)?;
        Ok(Self::Written(path))
    }

    /// What the attributes of a whole item say, which is nothing else.
    pub(crate) fn of_item(
        table: &'static Table<ItemKey>,
        attrs: &[Attribute],
        diag: &Diag,
    ) -> Self {
        Self::of_entries(&Entries::of_attributes(table, attrs, diag), diag)
    }

    /// The same of attributes that were read.
    pub(crate) fn of_entries(entries: &Entries<ItemKey>, diag: &Diag) -> Self {
        match entries.list.first().map(|entry| &entry.value) {
            Some(Value::Expr(path)) => diag.take(Self::read(path)).unwrap_or_default(),
            _ => Self::Plain,
        }
    }

    /// The module with everything that emitted code reaches, named at `span`; a path that was written
    /// stays where it stands.
    pub(crate) fn expansion(&self, span: Span) -> TokenStream {
        let library = match self {
            Self::Plain => root(span),
            Self::Dollar(path) => {
                path.clone().into_iter().map(|token| located(token, span)).collect()
            }
            Self::Written(path) => path.to_token_stream(),
        };
        quote_spanned!(at(span)=> #library::expansion)
    }

    /// The `use` after which emitted code reaches that module by its [`short`] name.
    pub(crate) fn import(&self) -> TokenStream {
        let span = match self {
            Self::Written(Path { segments, .. }) => segments.last().map(|last| last.ident.span()),
            Self::Plain | Self::Dollar(_) => None,
        };
        let span = at(span.unwrap_or_else(Span::call_site));
        let (expansion, short) = (self.expansion(span), short(span));
        quote_spanned!(span=> use #expansion as #short;)
    }

    /// Items in a place of their own, with that name.
    pub(crate) fn wrap(&self, items: TokenStream) -> TokenStream {
        let import = self.import();
        quote_spanned! {at(Span::call_site())=>
            const _: () = {
                #import
                #items
            };
        }
    }
}

/// Refuses a path that means something else in another module.
fn check(path: &Path) -> Result<()> {
    let first = path.segments.first().map(|segment| segment.ident.to_string());
    // `$crate` is what a macro of the program's own writes.
    let is_crate = matches!(first.as_deref(), Some("crate" | "$crate"));
    if path.leading_colon.is_none() && !is_crate {
        let written = path.to_token_stream().to_string().replace(' ', "");
        let cure = match first.as_deref() {
            Some("self" | "super") => "write a path that starts with `crate`".to_owned(),
            _ => format!("write `::{written}`, or a path that starts with `crate`"),
        };
        let message = format!(
            "`{written}` is relative, and may mean something else where emitted code stands; {cure}"
        );
        return Err(Error::new_spanned(path, message));
    }
    if path.segments.iter().any(|segment| !segment.arguments.is_none()) {
        return Err(Error::new_spanned(path, "expected the path of a crate or module"));
    }
    Ok(())
}

/// Located, not replaced: the hygiene of `$crate` is what it means.
fn located(mut token: TokenTree, span: Span) -> TokenTree {
    token.set_span(token.span().located_at(span));
    token
}

fn is_semicolon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
}
