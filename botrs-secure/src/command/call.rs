//! One call on its way: parsed word by word, then admitted or refused.

use std::future::Future;
use std::marker::PhantomData;

use crate::command::check::IntoVerdict;
use crate::command::context::Context;
use crate::command::line::Line;
use crate::command::param_spec::ParamSpec;
use crate::command::proof::{Claims, Proofs};
use crate::gate::admission::{self, Admission};
use crate::gate::{Denial, Live, Stage};
use crate::validate::Answer;

/// A call whose arguments are still to be parsed. Only the library makes one.
pub struct Call<'a, C> {
    live: &'a Live,
    line: Line<'a>,
    claims: Claims,
    command: PhantomData<fn() -> C>,
}

impl<'a, C> Call<'a, C> {
    pub(crate) fn new(live: &'a Live) -> Self {
        live.enter(Stage::Arguments);
        let mut line = Line::new(live.words(), live.command.spec.params);
        if live.command.has_secrets_below {
            line.hide_all();
        }
        Self { live, line, claims: Claims::default(), command: PhantomData }
    }

    /// What the command says of its parameter `n`.
    pub(crate) fn spec(&self, n: usize) -> Result<&'static ParamSpec, Denial> {
        self.live.command.spec.params.get(n).ok_or(Denial::Unproven)
    }

    /// Asks a function of the author's about the parameter `n`, if that is there and obeys its other
    /// rules.
    #[doc(hidden)]
    pub fn custom<V, A: Answer>(
        &mut self,
        n: usize,
        rule: &'static str,
        value: Option<V>,
        ask: impl FnOnce(V) -> A,
    ) {
        self.line.custom(self.live.command.spec.params, n, rule, value, ask);
    }

    /// Ends parsing: words that no parameter took are refused, and values that break rules.
    #[doc(hidden)]
    pub fn parsed(self) -> Result<Parsed<'a, C>, Denial> {
        self.line.finish()?;
        self.live.enter(Stage::Check);
        Ok(Parsed { live: self.live, claims: self.claims, command: PhantomData })
    }

    /// Whether an argument was typed.
    pub(crate) fn has(&self, spec: &ParamSpec) -> bool {
        self.line.has(spec)
    }

    /// The words that the caller typed.
    pub(crate) fn line(&mut self) -> &mut Line<'a> {
        &mut self.line
    }

    pub(crate) fn claims(&mut self) -> &mut Claims {
        &mut self.claims
    }

    pub(crate) fn live(&self) -> &'a Live {
        self.live
    }
}

/// A call whose arguments are parsed, before anybody else was asked.
pub struct Parsed<'a, C> {
    live: &'a Live,
    claims: Claims,
    command: PhantomData<fn() -> C>,
}

impl<'a, C> Parsed<'a, C> {
    /// A call of a subcommand, as its parent's checks see it: without arguments.
    pub(crate) fn by_a_subcommand(live: &'a Live) -> Self {
        Self { live, claims: Claims::default(), command: PhantomData }
    }

    /// A context without powers, for the author's checks.
    #[doc(hidden)]
    #[must_use]
    pub fn context(&self) -> Context<'a> {
        Context::new(self.live)
    }

    /// Awaits one of the author's checks.
    #[doc(hidden)]
    pub async fn check<V: IntoVerdict>(
        &self,
        name: &'static str,
        check: impl Future<Output = V>,
    ) -> Result<(), Denial> {
        check.await.into_verdict(name)
    }

    /// The same for a check that sees these parameters: of what is not to be shown it says nothing.
    #[doc(hidden)]
    pub async fn check_of<V: IntoVerdict>(
        &self,
        params: &[usize],
        name: &'static str,
        check: impl Future<Output = V>,
    ) -> Result<(), Denial> {
        let all = self.live.command.spec.params;
        let hides = params.iter().any(|&n| all.get(n).is_none_or(ParamSpec::is_redacted));
        match self.check(name, check).await {
            Err(Denial::Check { check, .. }) if hides => Err(Denial::Check { check, reason: None }),
            verdict => verdict,
        }
    }

    /// Asks for admission: authority, confirmation, capacity and limits, in this order.
    #[doc(hidden)]
    pub async fn admit(self) -> Result<Admitted<'a, C>, Denial> {
        for parent in &self.live.command.parents {
            if let Some(checks) = parent.spec.inherited_checks {
                checks(self.live).await?;
            }
        }
        let admission = admission::admit(self.live, self.claims).await?;
        Ok(Admitted { live: self.live, admission, command: PhantomData })
    }
}

/// An admitted call: the only source of contexts with powers and of proofs.
pub struct Admitted<'a, C> {
    pub(crate) live: &'a Live,
    admission: Admission,
    command: PhantomData<fn() -> C>,
}

impl<C> Admitted<'_, C> {
    pub(crate) fn proofs(&self) -> &Proofs {
        &self.admission.proofs
    }
}

/// A parsed parameter that waits for the call to be admitted.
///
/// Until [`Param::open`](crate::Param::open) it is a claim that nobody can reach. It holds the value
/// itself and nothing that the trait would have to name: whether a shim is `Send` must not depend on
/// lifetimes, and a type that is no parameter must be one error and not several.
pub struct Pending<T>(pub(crate) T);
