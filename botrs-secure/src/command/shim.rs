//! What the shim of a command does: parse, ask for admission, run the body.
//!
//! It is generic code of the library and not the macro's, so that rustc checks it once and not for
//! each command.

use std::future::Future;

use crate::command::call::{Admitted, Call, Pending};
use crate::command::{Answer, BoxFuture};
use crate::gate::Denial;

/// How a parameter is taken from a call, as values: what it takes to name its type only once.
#[doc(hidden)]
pub struct Take<'a, C, T> {
    pub(crate) take: fn(&mut Call<'a, C>, usize) -> Result<Pending<T>, Denial>,
    pub(crate) open: fn(Pending<T>, &Admitted<'a, C>) -> Result<T, Denial>,
}

macro_rules! shims {
    ($($name:ident($($n:literal $param:ident $T:ident),*);)+) => {
        #[doc(hidden)]
        #[expect(clippy::too_many_arguments, reason = "one for each parameter of the command")]
        impl<'a, C: 'static> Call<'a, C> {
            $(
                #[allow(unused_mut)]
                pub fn $name<$($T,)* Run, Returned>(
                    mut self,
                    body: fn($($T),*) -> Run,
                    $($param: Take<'a, C, $T>,)*
                    answer: fn(Returned) -> Answer,
                ) -> BoxFuture<'a, Answer>
                where
                    $($T: Send + 'a,)*
                    Run: Future<Output = Returned> + Send + 'a,
                    Returned: 'a,
                {
                    Box::pin(async move {
                        $(let $param = ($param.open, ($param.take)(&mut self, $n)?);)*
                        // Kept until the end: it holds the permit of the call.
                        let admitted = self.parsed()?.admit().await?;
                        let run = body($(($param.0)($param.1, &admitted)?),*);
                        let returned = run.await;
                        drop(admitted);
                        answer(returned)
                    })
                }
            )+
        }
    };
}

shims! {
    run0();
    run1(0 a A);
    run2(0 a A, 1 b B);
    run3(0 a A, 1 b B, 2 c D);
    run4(0 a A, 1 b B, 2 c D, 3 d E);
    run5(0 a A, 1 b B, 2 c D, 3 d E, 4 e F);
    run6(0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G);
    run7(0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H);
    run8(0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H, 7 h I);
    run9(0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H, 7 h I, 8 i J);
    run10(0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H, 7 h I, 8 i J, 9 j K);
    run11(0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H, 7 h I, 8 i J, 9 j K, 10 k L);
    run12(0 a A, 1 b B, 2 c D, 3 d E, 4 e F, 5 f G, 6 g H, 7 h I, 8 i J, 9 j K, 10 k L, 11 l M);
}
