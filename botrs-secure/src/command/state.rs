//! Application state, by type.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use crate::command::call::{Admitted, Call, Pending};
use crate::command::param::{Kind, Param};
use crate::command::param_spec::ParamSpec;
use crate::gate::Denial;

/// State that the author gave to [`Builder::state`](crate::Builder::state), as a parameter.
///
/// Dereferences to `T`; cloning shares it.
#[derive(Debug)]
pub struct State<T>(Arc<T>);

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'a, C, T: Send + Sync + 'static> Param<'a, C> for State<T> {
    const KIND: Kind = Kind::Extracted;
    type Seen<'s> = &'s T;

    fn parse(call: &mut Call<'a, C>, _: &ParamSpec) -> Result<Pending<Self>, Denial> {
        let state = call.live().talk.engine.states.get();
        state.map(Pending).ok_or(Denial::NoState { of: type_name::<T>() })
    }

    fn is_present(call: &Call<'a, C>, _: &ParamSpec) -> bool {
        call.live().talk.engine.states.get::<T>().is_some()
    }

    fn see(&self) -> &T {
        self
    }

    fn open(pending: Pending<Self>, _: &Admitted<'a, C>) -> Result<Self, Denial> {
        Ok(pending.0)
    }
}

/// All state of a bot.
#[derive(Default)]
pub(crate) struct States(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl States {
    /// Keeps `state`; false where one of its type is kept already.
    pub(crate) fn insert<T: Send + Sync + 'static>(&mut self, state: T) -> bool {
        self.0.insert(TypeId::of::<T>(), Arc::new(state)).is_none()
    }

    pub(crate) fn get<T: Send + Sync + 'static>(&self) -> Option<State<T>> {
        let state = Arc::clone(self.0.get(&TypeId::of::<T>())?);
        state.downcast().ok().map(State)
    }
}
