//! `perm = ..`: who may run a command.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Error, Expr, Path, Result, Token};

use crate::literal;

/// What one of `perm`, `owners_only` and `public` says.
pub(crate) enum Access {
    Public,
    OwnersOnly,
    All(Vec<Path>),
    Any(Vec<Path>),
}

impl Access {
    /// The permissions that every admitted caller holds.
    pub(crate) fn always(&self) -> &[Path] {
        match self {
            Self::All(permissions) => permissions,
            Self::Public | Self::OwnersOnly | Self::Any(_) => &[],
        }
    }

    /// Reads `A`, `all(A, B)` or `any(A, B)`.
    pub(crate) fn read(expr: &Expr) -> Result<Self> {
        match literal::peel(expr) {
            Expr::Binary(_) => Err(Error::new_spanned(
                expr,
                "write `all(A, B)` or `any(A, B)` for several permissions",
            )),
            Expr::Call(call) => {
                let word = literal::word(&call.func, "all(A, B)")?;
                let list: fn(Vec<Path>) -> Self = match word.to_string().as_str() {
                    "all" => Self::All,
                    "any" => Self::Any,
                    _ => return Err(Error::new_spanned(call, "write `all(A, B)` or `any(A, B)`")),
                };
                let permissions = permissions(&call.args)?;
                if permissions.is_empty() {
                    return Err(Error::new_spanned(
                        call,
                        format!("`{word}()` names no permission"),
                    ));
                }
                Ok(list(permissions))
            }
            _ => Ok(Self::All(vec![permission(expr)?])),
        }
    }
}

fn permission(expr: &Expr) -> Result<Path> {
    literal::path(expr, "BanMembers")
}

fn permissions(args: &Punctuated<Expr, Token![,]>) -> Result<Vec<Path>> {
    let mut list: Vec<Path> = Vec::new();
    for arg in args {
        let path = permission(arg)?;
        let same = |other: &Path| written(other) == written(&path);
        if list.iter().any(same) {
            return Err(Error::new_spanned(arg, "this permission is named twice"));
        }
        list.push(path);
    }
    Ok(list)
}

fn written(path: &Path) -> String {
    path.to_token_stream().to_string()
}
