//! The values that a text shows or takes a width from: arguments, and variables that it names.

use proc_macro2::Ident;
use quote::format_ident;
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::{Expr, ExprReference, parse_quote};

use crate::paths::ends;
use crate::reply::literal::{Count, Piece, Which};
use crate::reply::parse::Input;

/// A value.
pub(crate) struct Value {
    pub(crate) name: Option<Ident>,
    expr: Expr,
    /// Its variables in the expansion: a reference to it, what shows it, and the number that it is.
    pub(crate) var: Ident,
    pub(crate) shown: Ident,
    pub(crate) count: Ident,
    /// Whether a piece shows it, whatever it is.
    pub(crate) is_shown: bool,
    /// Whether it is a width or a precision.
    pub(crate) is_count: bool,
}

impl Value {
    fn new(n: usize, name: Option<Ident>, expr: Expr) -> Self {
        let span = ends(&expr).0;
        let [var, shown, count] =
            ["value", "shown", "count"].map(|of| format_ident!("{of}{n}", span = span));
        Self { name, expr, var, shown, count, is_shown: false, is_count: false }
    }

    /// `&expr`, with the parentheses that the expression may need.
    pub(crate) fn reference(&self) -> Expr {
        let expr = Box::new(self.expr.clone());
        Expr::Reference(ExprReference {
            attrs: Vec::new(),
            and_token: Default::default(),
            mutability: None,
            expr,
        })
    }
}

/// The arguments, then the variables.
pub(crate) struct Values {
    pub(crate) list: Vec<Value>,
    args: usize,
}

/// A piece uses a value that cannot exist.
pub(crate) struct NoValue;

impl Values {
    pub(crate) fn of(input: &Input, pieces: &[Piece]) -> Result<Self, NoValue> {
        let args = input.args.iter().enumerate();
        let list = args.map(|(n, arg)| Value::new(n, arg.name.clone(), arg.value.clone()));
        let mut values = Self { list: list.collect(), args: input.args.len() };
        for piece in pieces {
            let Piece::Value(which, layout) = piece else { continue };
            for count in [&layout.width, &layout.precision].into_iter().flatten() {
                if let Count::Value(which) = count {
                    values.find_or_add(which, input)?.is_count = true;
                }
            }
            values.find_or_add(which, input)?.is_shown |= layout.number.is_none();
        }
        Ok(values)
    }

    /// The value that a piece means.
    pub(crate) fn get(&self, which: &Which) -> Option<&Value> {
        self.position(which).map(|n| &self.list[n])
    }

    fn position(&self, which: &Which) -> Option<usize> {
        match which {
            Which::Position(n) => (*n < self.args).then_some(*n),
            Which::Name(name) => self
                .list
                .iter()
                .position(|value| value.name.as_ref().is_some_and(|known| known.unraw() == name)),
        }
    }

    fn find_or_add(&mut self, which: &Which, input: &Input) -> Result<&mut Value, NoValue> {
        let n = match (self.position(which), which) {
            (Some(n), _) => n,
            (None, Which::Position(_)) => return Err(NoValue),
            (None, Which::Name(name)) => {
                let mut variable = variable(name).ok_or(NoValue)?;
                variable.set_span(input.literal.span());
                let expr = parse_quote!(#variable);
                self.list.push(Value::new(self.list.len(), Some(variable), expr));
                self.list.len() - 1
            }
        };
        Ok(&mut self.list[n])
    }
}

/// The variable of that name, which may have to be written `r#name`.
fn variable(name: &str) -> Option<Ident> {
    let plain = Ident::parse_any.parse_str(name).ok()?;
    match name {
        "_" | "Self" | "super" | "crate" => None,
        "self" => Some(plain),
        _ if syn::parse_str::<Ident>(name).is_ok() => Some(plain),
        _ => Some(Ident::new_raw(name, plain.span())),
    }
}
