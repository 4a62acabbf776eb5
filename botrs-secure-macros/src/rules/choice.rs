//! `one_of("a", "b")`, `one_of(1, 2)`.

use proc_macro2::Group;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Error, Expr, ExprLit, Lit, LitStr, Result, Token};

use crate::literal;

/// The values that are let pass, all of one kind.
pub(crate) enum Choices {
    Texts(Vec<LitStr>),
    Numbers(Vec<i128>),
}

/// Reads the values; the first says of which kind they are.
pub(crate) fn read(list: &Group) -> Result<Choices> {
    const EXAMPLE: &str = r#"one_of("a", "b")"#;
    let exprs = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(list.stream())?;
    let Some(first) = exprs.first() else {
        return Err(Error::new_spanned(
            list,
            format!("an empty `one_of` lets nothing pass; write `{EXAMPLE}`"),
        ));
    };
    if matches!(literal::peel(first), Expr::Lit(ExprLit { lit: Lit::Str(_), .. })) {
        let mut texts: Vec<LitStr> = Vec::new();
        for expr in &exprs {
            let text = literal::text(expr, EXAMPLE)?;
            let again = texts.iter().any(|other| other.value() == text.value());
            refuse(again, expr)?;
            texts.push(text);
        }
        return Ok(Choices::Texts(texts));
    }
    let mut numbers = Vec::new();
    for expr in &exprs {
        let number = literal::integer(expr)
            .map_err(|_| Error::new_spanned(expr, "`one_of` lists strings or whole numbers"))?;
        refuse(numbers.contains(&number), expr)?;
        numbers.push(number);
    }
    Ok(Choices::Numbers(numbers))
}

fn refuse(again: bool, expr: &Expr) -> Result<()> {
    if again { Err(Error::new_spanned(expr, "this value is here twice")) } else { Ok(()) }
}
