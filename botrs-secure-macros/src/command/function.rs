//! The function under the attribute. Its body stays tokens, so that a half-written one does no harm.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, FnArg, ReturnType, Signature, Token, Visibility};

use crate::diag::Diag;

pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    body: TokenStream,
}

impl Function {
    /// Reads a function; of anything else, notes that it is none.
    pub(crate) fn read(item: TokenStream, diag: &Diag) -> Option<Self> {
        diag.take(Self::parse.parse2(item))
    }

    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        if !is_function(input) {
            return Err(input.error("`#[command]` applies to free async functions"));
        }
        Ok(Self { attrs, vis, sig: input.parse()?, body: input.parse()? })
    }

    /// Whether it has `self`, so that it is no free function.
    pub(crate) fn has_receiver(&self) -> bool {
        matches!(self.sig.inputs.first(), Some(FnArg::Receiver(_)))
    }

    /// Where an error of the return type belongs.
    pub(crate) fn output(&self) -> TokenStream {
        match &self.sig.output {
            ReturnType::Type(_, ty) => ty.to_token_stream(),
            ReturnType::Default => self.sig.ident.to_token_stream(),
        }
    }

    pub(crate) fn ident(&self) -> &Ident {
        &self.sig.ident
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attrs, vis, sig, body } = self;
        tokens.extend(quote::quote!(#(#attrs)* #vis #sig #body));
    }
}

/// Whether `fn` comes next, after words that can stand before it.
fn is_function(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    while !ahead.peek(Token![fn]) {
        let word =
            ahead.peek(Token![const]) || ahead.peek(Token![async]) || ahead.peek(Token![unsafe]);
        let abi = ahead.peek(Token![extern]);
        if !(word || abi) || ahead.parse::<proc_macro2::TokenTree>().is_err() {
            return false;
        }
        if abi && ahead.parse::<Option<syn::LitStr>>().is_err() {
            return false;
        }
    }
    true
}
