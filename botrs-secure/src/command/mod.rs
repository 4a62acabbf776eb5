//! A command: what its attribute said, the shim that parses its arguments, and what its body may do.
//!
//! The macro emits data ([`CommandSpec`]), a type that names the command ([`Command`]) and marks of
//! what the attribute checks ([`Checks`]). Deciding is ordinary code: the shim takes each parameter
//! from the [`Call`], ends parsing, awaits the author's checks, asks for admission
//! ([`Parsed::admit`]), and only then runs the function. What needs a decision, a [`Target`] or a
//! [`Context`], can be had from an [`Admitted`] alone.

mod answer;
mod arg;
mod argument;
mod audit;
mod call;
mod check;
mod choice;
mod confirm;
mod context;
mod inherit;
mod limits;
mod line;
mod order;
mod param;
mod param_spec;
mod power;
mod proof;
mod registry;
mod shim;
mod slots;
mod spec;
mod state;
mod unchecked;
mod unique;

use std::future::Future;
use std::pin::Pin;

pub use answer::{AfterError, IntoAnswer, after_error};
pub use arg::{ArgError, FromArg};
pub use argument::{Argument, Field};
pub use audit::Audit;
pub use call::{Admitted, Call, Parsed, Pending};
pub use check::IntoVerdict;
pub use choice::{ChoiceSpec, choose, show_choice};
pub(crate) use confirm::Confirm;
pub use context::{Author, Context, NoPowers};
pub use inherit::assert_subcommand;
#[cfg(test)]
pub(crate) use inherit::is_within;
pub(crate) use limits::{Charge, Disagreement};
pub use limits::{Limit, Scope, assert_bucket};
pub use line::Line;
pub(crate) use line::{REDACTED, shown};
pub(crate) use order::objection;
pub use order::{assert_field, assert_param};
pub use param::{Kind, Param};
pub use param_spec::{ParamSpec, Switch};
pub use power::{
    ChannelSettings, Channels, Guild, History, Members, Messages, RoleSettings, Roles,
};
pub(crate) use proof::{Bond, MOST_TARGETS};
pub use proof::{Channel, GuildRole, Message, Target};
pub(crate) use proof::{Claims, Proofs, ProvenMessage};
pub(crate) use registry::{Need, Registered, Registry, Requirement, Unfit};
pub use shim::Take;
pub(crate) use spec::same;
pub use spec::{Access, CommandSpec};
pub use state::State;
pub(crate) use state::States;
#[cfg(test)]
pub(crate) use unchecked::hand_out;
pub use unchecked::{Unchecked, UncheckedApi};
pub use unique::assert_unique;

use crate::error::Error;
use crate::gate::{Denial, Live, Stop};
use crate::reply::Reply;

/// A future that owns its state, as the library passes them around.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a call comes to: a reply, nothing to say, or why it did not run to its end.
pub type Answer = Result<Option<Reply>, Stop>;

pub(crate) type Run = for<'a> fn(&'a Live) -> BoxFuture<'a, Answer>;

/// Whether checks let a call pass.
pub type Passed<'a> = BoxFuture<'a, Result<(), Denial>>;

pub(crate) type InheritedChecks = for<'a> fn(&'a Live) -> Passed<'a>;
/// The author's answer to a body that failed.
pub(crate) type OnError = for<'a> fn(Context<'a>, &'a Error) -> BoxFuture<'a, Answer>;

/// The type that `#[command]` makes beside the function, of the same name.
///
/// Not written by hand: a body that runs without the shim has no context and no proofs.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a command",
    label = "not a command",
    note = "put `#[command(..)]` on the function `{Self}`"
)]
pub trait Command: Sized + 'static {
    /// What the attribute said.
    const SPEC: CommandSpec;

    /// Parses, asks for admission and runs the body.
    #[doc(hidden)]
    fn run<'a>(call: Call<'a, Self>) -> BoxFuture<'a, Answer>;

    /// Awaits its checks for a call of a subcommand, which inherits them.
    #[doc(hidden)]
    fn checks<'a>(_: Parsed<'a, Self>) -> Passed<'a> {
        Box::pin(async { Ok(()) })
    }
}

/// Says that the attribute of a command requires the permission `P` in every case.
///
/// `#[command]` writes it; a power asks for it. Written by hand for a permission that the attribute
/// does not require, it does not compile where a power is called, and is refused at run time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not check `{P}`",
    label = "this power needs `{P}`",
    note = "add `perm = {P}` to `#[command(..)]` on `{Self}`"
)]
// Without the bound `P: Permission`, which would be a second error for what is no permission.
pub trait Checks<P>: Command {}
