//! One call on its way: parsed word by word, then admitted or refused.

use std::future::Future;
use std::marker::PhantomData;

use crate::command::check::IntoVerdict;
use crate::command::context::Context;
use crate::command::proof::{Claims, Proofs};
use crate::command::spec::ParamSpec;
use crate::content::words::{Word, Words};
use crate::gate::admission::{self, Admission};
use crate::gate::{Denial, Live, Stage};
use crate::validate::{Answer, ValidationError, Violation};

/// A call whose arguments are still to be parsed. Only the library makes one.
pub struct Call<'a, C> {
    live: &'a Live,
    words: Words<'a>,
    claims: Claims,
    violations: Vec<Violation>,
    command: PhantomData<fn() -> C>,
}

impl<'a, C> Call<'a, C> {
    pub(crate) fn new(live: &'a Live) -> Self {
        live.enter(Stage::Arguments);
        let words = live.words();
        Self {
            live,
            words,
            claims: Claims::default(),
            violations: Vec::new(),
            command: PhantomData,
        }
    }

    /// What the command says of its parameter `n`.
    pub(crate) fn spec(&self, n: usize) -> Result<&'static ParamSpec, Denial> {
        self.live.command.spec.params.get(n).ok_or(Denial::Unproven)
    }

    /// Notes a rule that an argument breaks; [`parsed`](Self::parsed) refuses all of them together.
    pub(crate) fn broke(&mut self, violation: Violation) {
        self.violations.push(violation);
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
        // One that the command does not have gets asked too: nothing is let pass unseen.
        let name = self.spec(n).map_or("", |spec| spec.name);
        let Some(value) = value else { return };
        if self.violations.iter().any(|broken| broken.path() == name) {
            return;
        }
        if let Err(error) = ask(value).into_answer() {
            self.broke(Violation::new(rule, error).within(name));
        }
    }

    /// Ends parsing: words that no parameter took are refused, and values that break rules.
    #[doc(hidden)]
    pub fn parsed(mut self) -> Result<Parsed<'a, C>, Denial> {
        if let Some(word) = self.words.next() {
            return Err(Denial::Surplus { at: word.at(), word: beginning(word.text) });
        }
        ValidationError::check(self.violations).map_err(Denial::Invalid)?;
        self.live.enter(Stage::Check);
        Ok(Parsed { live: self.live, claims: self.claims, command: PhantomData })
    }

    pub(crate) fn has_words(&self) -> bool {
        !self.words.is_empty()
    }

    /// The word of an argument: the next one, all that is left, or its default.
    pub(crate) fn word(&mut self, spec: &ParamSpec) -> Result<Word<'a>, Denial> {
        let word = if self.words.is_empty() {
            None
        } else if spec.rest {
            Some(self.words.rest())
        } else {
            self.words.next()
        };
        match (word, spec.default) {
            (Some(word), _) => Ok(word),
            (None, Some(default)) => Ok(self.words.stand_in(default)),
            (None, None) => Err(Denial::Missing { name: spec.name }),
        }
    }

    pub(crate) fn claims(&mut self) -> &mut Claims {
        &mut self.claims
    }

    pub(crate) fn live(&self) -> &'a Live {
        self.live
    }
}

/// Enough of a word to know it by: a refusal is not for saying things through the bot.
fn beginning(word: &str) -> Box<str> {
    const LONGEST: usize = 20;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &word[..end]).into(),
        None => word.into(),
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
