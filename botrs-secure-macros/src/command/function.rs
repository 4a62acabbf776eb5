//! The function under the attribute. Its body stays tokens, so that a half-written one does no harm.

use proc_macro2::{Ident, TokenStream, TokenTree};
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
    /// Reads a function; of anything else, notes that only `what` can stand here.
    pub(crate) fn read(item: TokenStream, what: &str, diag: &Diag) -> Option<Self> {
        diag.take((|input: ParseStream<'_>| Self::parse(input, what)).parse2(item))
    }

    fn parse(input: ParseStream<'_>, what: &str) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        if !is_function(input) {
            return Err(input.error(what));
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

    /// Whether there is a body, and not only a signature.
    pub(crate) fn has_body(&self) -> bool {
        self.parts().is_some()
    }

    /// The body's inner attributes and what follows them.
    fn parts(&self) -> Option<(TokenStream, TokenStream)> {
        let Some(TokenTree::Group(body)) = self.body.clone().into_iter().next() else {
            return None;
        };
        let mut left = body.stream().into_iter().peekable();
        let mut inner = TokenStream::new();
        while let Some(hash) =
            left.next_if(|token| matches!(token, TokenTree::Punct(hash) if hash.as_char() == '#'))
        {
            let bang = left
                .next_if(|token| matches!(token, TokenTree::Punct(bang) if bang.as_char() == '!'));
            let Some(bang) = bang else {
                // An attribute of the first statement.
                return Some((inner, [hash].into_iter().chain(left).collect()));
            };
            inner.extend([hash, bang].into_iter().chain(left.next()));
        }
        Some((inner, left.collect()))
    }

    /// The function with statements before its own.
    pub(crate) fn with_beginning(&self, statements: TokenStream) -> TokenStream {
        let Self { attrs, vis, sig, .. } = self;
        let (inner, body) = self.parts().unwrap_or_default();
        quote::quote!(#(#attrs)* #vis #sig { #inner #statements #body })
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
