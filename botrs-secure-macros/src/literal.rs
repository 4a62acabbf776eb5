//! Values of keys: strings, durations, integers and paths, each with a message for the usual slips.

use std::time::Duration;

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Error, Expr, ExprLit, Lit, LitStr, Path, Result, UnOp};

use crate::duration;
use crate::quota::{self, Quota};

/// What was written, without the invisible groups that `macro_rules` puts around it.
pub(crate) fn peel(mut expr: &Expr) -> &Expr {
    while let Expr::Group(group) = expr {
        expr = &group.expr;
    }
    expr
}

fn lit(expr: &Expr) -> Option<&Lit> {
    match peel(expr) {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        _ => None,
    }
}

/// A string.
pub(crate) fn text(expr: &Expr, example: &str) -> Result<LitStr> {
    match lit(expr) {
        Some(Lit::Str(text)) => Ok(text.clone()),
        _ => Err(Error::new_spanned(expr, format!("expected a string; write `{example}`"))),
    }
}

/// A duration, written as a string.
pub(crate) fn duration(expr: &Expr) -> Result<Duration> {
    match lit(expr) {
        Some(Lit::Str(text)) => {
            duration::parse(&text.value()).map_err(|message| Error::new_spanned(text, message))
        }
        Some(Lit::Int(number)) => {
            let digits = number.base10_digits();
            let message = format!("expected a duration string; write `\"{digits}s\"`");
            Err(Error::new_spanned(number, message))
        }
        _ => Err(Error::new_spanned(expr, "expected a duration string; write `\"30s\"`")),
    }
}

/// A duration that is not zero.
pub(crate) fn positive_duration(expr: &Expr) -> Result<Duration> {
    let duration = duration(expr)?;
    if duration.is_zero() {
        return Err(Error::new_spanned(expr, "a duration here must be greater than zero"));
    }
    Ok(duration)
}

/// A quota, written as a string.
pub(crate) fn quota(expr: &Expr) -> Result<Quota> {
    if let Some(Lit::Int(number)) = lit(expr) {
        let digits = number.base10_digits();
        let message = format!("expected a quota string; write `\"{digits}/min\"`");
        return Err(Error::new_spanned(number, message));
    }
    let text = text(expr, r#""10/min""#)?;
    quota::parse(&text.value()).map_err(|message| Error::new_spanned(text, message))
}

/// A text for people or records: one line that says something.
pub(crate) fn line(expr: &Expr, example: &str) -> Result<LitStr> {
    let text = text(expr, example)?;
    let value = text.value();
    if value.trim().is_empty() {
        return Err(Error::new_spanned(text, format!("this text is empty; write `{example}`")));
    }
    if value.contains(char::is_control) {
        return Err(Error::new_spanned(text, "this text is one line, without control characters"));
    }
    Ok(text)
}

/// A whole number that an `N` can hold.
pub(crate) fn integer<N: TryFrom<i128>>(expr: &Expr) -> Result<N> {
    let wrong = |message: &str| Error::new_spanned(expr, message);
    let (negative, digits) = match peel(expr) {
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => (true, lit(&unary.expr)),
        _ => (false, lit(expr)),
    };
    let Some(Lit::Int(number)) = digits else {
        return Err(wrong("expected a whole number"));
    };
    let number: i128 = number.base10_parse().map_err(|_| wrong("this number is too large"))?;
    let number = if negative { -number } else { number };
    N::try_from(number).map_err(|_| wrong("this number is out of range"))
}

/// A literal as the caller of a command would type it.
pub(crate) fn typed(expr: &Expr) -> Result<String> {
    let (sign, value) = match peel(expr) {
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => ("-", lit(&unary.expr)),
        _ => ("", lit(expr)),
    };
    match (sign, value) {
        (_, Some(Lit::Int(number))) => Ok(format!("{sign}{}", number.base10_digits())),
        (_, Some(Lit::Float(number))) => Ok(format!("{sign}{}", number.base10_digits())),
        ("", Some(Lit::Str(text))) => Ok(text.value()),
        ("", Some(Lit::Char(letter))) => Ok(letter.value().to_string()),
        ("", Some(Lit::Bool(value))) => Ok(value.value.to_string()),
        _ => Err(Error::new_spanned(
            expr,
            "expected a literal, as the caller would type it: `\"10m\"`, `5` or `true`",
        )),
    }
}

/// A path; `example` says how a good one looks.
pub(crate) fn path(expr: &Expr, example: &str) -> Result<Path> {
    match peel(expr) {
        Expr::Path(path) if path.qself.is_none() => Ok(path.path.clone()),
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            let message = format!(
                "expected a path, not a string; remove the quotes: `{}`",
                if text.value().is_empty() { example.to_owned() } else { text.value() }
            );
            Err(Error::new_spanned(text, message))
        }
        _ => Err(Error::new_spanned(expr, format!("expected a path, like `{example}`"))),
    }
}

/// A single word.
pub(crate) fn word(expr: &Expr, example: &str) -> Result<Ident> {
    let path = path(expr, example)?;
    path.get_ident().cloned().ok_or_else(|| {
        let written = path.to_token_stream().to_string().replace(' ', "");
        Error::new_spanned(
            &path,
            format!("expected a single word, like `{example}`, not `{written}`"),
        )
    })
}

/// A function of the author's as it was written, with what it gets to see: `is_fair(target)`.
pub(crate) fn call(name: String, args: &[impl ToTokens]) -> String {
    if args.is_empty() {
        return name;
    }
    let args: Vec<String> = args.iter().map(|arg| arg.to_token_stream().to_string()).collect();
    format!("{name}({})", args.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expr(text: &str) -> Expr {
        syn::parse_str(text).expect("an expression")
    }

    #[test]
    fn defaults_are_what_a_caller_types() {
        for (written, typed_text) in [
            (r#""10m""#, "10m"),
            ("5", "5"),
            ("5_000u32", "5000"),
            ("-5", "-5"),
            ("0.5", "0.5"),
            ("'x'", "x"),
            ("true", "true"),
        ] {
            assert_eq!(typed(&expr(written)).expect(written), typed_text);
        }
        for written in ["b\"x\"", "-\"x\"", "x", "5 + 1", "!5"] {
            assert!(typed(&expr(written)).is_err(), "{written}");
        }
    }

    #[test]
    fn integers_fit_their_type() {
        assert_eq!(integer::<u32>(&expr("0xff")).expect("hexadecimal"), 255);
        assert_eq!(integer::<i128>(&expr("-7")).expect("negative"), -7);
        for written in ["-1", "4294967296", "1.5", "\"1\"", "n", "!1"] {
            assert!(integer::<u32>(&expr(written)).is_err(), "{written}");
        }
        for written in ["!7", "n", "--7"] {
            assert!(integer::<i128>(&expr(written)).is_err(), "{written}");
        }
    }

    #[test]
    fn paths_are_plain() {
        for written in ["a", "a::b", "::a", "crate::a", "a::<u8>"] {
            assert!(path(&expr(written), "a").is_ok(), "{written}");
        }
        for written in ["<A as B>::c", "a()", "5", "\"a\"", "|x| x"] {
            assert!(path(&expr(written), "a").is_err(), "{written}");
        }
    }
}
