//! The parameters of a command, all together: how they are taken from a call and what is said of them.
//!
//! It is generic code of the library and not the macro's, so that rustc checks it once and not for each
//! command: of a command, it only looks at the types of its parameters and at the call of its function.

use std::future::Future;

use crate::command::call::{Admitted, Call, Pending};
use crate::command::param::Param;
use crate::command::param_spec::ParamSpec;
use crate::command::{Answer, BoxFuture, Command};
use crate::gate::Denial;

/// The parameters of the command `C`: a tuple of [`Param`]s.
#[doc(hidden)]
pub trait Params<'a, C>: Sized {
    /// What their types say.
    const TYPES: &'static [ParamSpec];
    /// The parameters before the call is admitted.
    type Pending: Send;

    fn take(call: &mut Call<'a, C>) -> Result<Self::Pending, Denial>;
    fn open(pending: Self::Pending, admitted: &Admitted<'a, C>) -> Result<Self, Denial>;
}

/// Parses, asks for admission and runs the body: what a command does unless its author has checks or
/// rules of their own.
pub(crate) fn run<'a, C: Command>(mut call: Call<'a, C>) -> BoxFuture<'a, Answer> {
    Box::pin(async move {
        let pending = C::Params::take(&mut call)?;
        // Kept until the end: it holds the permit of the call.
        let admitted = call.parsed()?.admit().await?;
        let params = C::Params::open(pending, &admitted)?;
        let answer = C::body(params).await;
        drop(admitted);
        answer
    })
}

/// The answer of a body, made of what it returns.
#[doc(hidden)]
pub fn answer<'a, F, T>(body: F, answer: fn(T) -> Answer) -> BoxFuture<'a, Answer>
where
    F: Future<Output = T> + Send + 'a,
    T: 'a,
{
    Box::pin(async move { answer(body.await) })
}

macro_rules! params {
    ($(($($n:literal $param:ident $T:ident),*))+) => {
        $(
            #[allow(clippy::unused_unit, unused_variables)]
            impl<'a, C, $($T: Param<'a, C> + Send),*> Params<'a, C> for ($($T,)*) {
                const TYPES: &'static [ParamSpec] = &[$($T::SPEC),*];
                type Pending = ($(Pending<$T>,)*);

                fn take(call: &mut Call<'a, C>) -> Result<Self::Pending, Denial> {
                    Ok(($($T::take(call, $n)?,)*))
                }

                fn open(
                    ($($param,)*): Self::Pending,
                    admitted: &Admitted<'a, C>,
                ) -> Result<Self, Denial> {
                    Ok(($($T::open($param, admitted)?,)*))
                }
            }
        )+
    };
}

params! {
    ()
    (0 a A)
    (0 a A, 1 b B)
    (0 a A, 1 b B, 2 c D)
    (0 a A, 1 b B, 2 c D, 3 d E)
    (0 a A, 1 b B, 2 c D, 3 d E, 4 e F)
    (0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G)
    (0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H)
    (0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H, 7 h I)
    (0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H, 7 h I, 8 i J)
    (0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H, 7 h I, 8 i J, 9 j K)
    (0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H, 7 h I, 8 i J, 9 j K, 10 k L)
    (0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H, 7 h I, 8 i J, 9 j K, 10 k L, 11 l M)
}
