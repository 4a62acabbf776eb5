//! One request for all who ask the same before it is sent.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::watch;

use super::kept::{Kept, Put};
use super::question::Question;
use super::{Answer, Freshness, PATIENCE, Source, within};
use crate::adapter::PlatformErrorKind;

/// How long a request waits for the one before it to end.
const TURN: Duration = Duration::from_secs(1);
/// How many questions of one kind may be on their way; more are refused.
pub(super) const FLIGHTS: usize = 4_096;

/// Where those who wait for a request learn its end.
type Ending<A> = watch::Receiver<Option<Answer<A>>>;

/// All questions of one kind.
pub(super) struct Shared<Q: Question> {
    state: Mutex<State<Q>>,
}

struct State<Q: Question> {
    kept: Kept<Q, Q::Answer>,
    /// The latest request of each question, until it has ended.
    flights: HashMap<Q, Flight<Q::Answer>>,
    number: u64,
}

struct Flight<A> {
    number: u64,
    is_sent: bool,
    ending: Ending<A>,
}

impl<Q: Question> Default for Shared<Q> {
    fn default() -> Self {
        let state = State { kept: Kept::new(), flights: HashMap::new(), number: 0 };
        Self { state: Mutex::new(state) }
    }
}

impl<Q: Question> Shared<Q> {
    pub(super) async fn ask(
        self: &Arc<Self>,
        source: &Arc<Source>,
        question: Q,
        freshness: Freshness,
    ) -> Answer<Q::Answer> {
        if let Some(answer) = self.kept(source, question, freshness) {
            return Ok(answer);
        }
        let mut ending = self.join(source, question)?;
        match tokio::time::timeout(PATIENCE, ending.wait_for(Option::is_some)).await {
            Ok(Ok(told)) => told.clone().unwrap_or(Err(PlatformErrorKind::Unknown)),
            // The request panicked, or the runtime is ending.
            Ok(Err(_)) => Err(PlatformErrorKind::Unknown),
            Err(_) => Err(PlatformErrorKind::TimedOut),
        }
    }

    #[cfg(test)]
    pub(super) fn kept_count(&self) -> usize {
        self.state.lock().kept.len()
    }

    fn kept(&self, source: &Source, question: Q, freshness: Freshness) -> Option<Q::Answer> {
        if freshness == Freshness::Now {
            return None;
        }
        let (epoch, now) = (question.epoch(&source.epochs), source.clock.now().mono);
        self.state.lock().kept.get(&question, epoch, now)
    }

    /// Joins the request that is to be sent next, or starts it.
    fn join(self: &Arc<Self>, source: &Arc<Source>, question: Q) -> Answer<Ending<Q::Answer>> {
        let mut state = self.state.lock();
        let latest = state.flights.get(&question);
        if let Some(flight) = latest.filter(|flight| !flight.is_sent) {
            return Ok(flight.ending.clone());
        }
        let before = latest.map(|flight| flight.ending.clone());
        if before.is_none() && state.flights.len() >= FLIGHTS {
            return Err(PlatformErrorKind::RateLimited);
        }
        let (tell, ending) = watch::channel(None);
        state.number += 1;
        let number = state.number;
        let flight = Flight { number, is_sent: false, ending: ending.clone() };
        state.flights.insert(question, flight);
        drop(state);
        let landing = Landing { shared: Arc::clone(self), question, number };
        tokio::spawn(landing.fly(Arc::clone(source), before, tell));
        Ok(ending)
    }
}

/// A request in a task of its own. However it ends, nobody joins it afterwards.
struct Landing<Q: Question> {
    shared: Arc<Shared<Q>>,
    question: Q,
    number: u64,
}

impl<Q: Question> Landing<Q> {
    async fn fly(
        self,
        source: Arc<Source>,
        before: Option<Ending<Q::Answer>>,
        tell: watch::Sender<Option<Answer<Q::Answer>>>,
    ) {
        if let Some(mut before) = before {
            // However that one ended, and also where it does not end, it is this one's turn.
            let _ = tokio::time::timeout(TURN, before.wait_for(Option::is_some)).await;
        }
        let put = self.close(&source);
        let answer = within(self.question.put(source.platform.as_ref())).await;
        if let Ok(answer) = &answer {
            let now = source.clock.now().mono;
            self.shared.state.lock().kept.keep(self.question, put, answer.clone(), now);
        }
        // Nobody may be waiting any more.
        tell.send_replace(Some(answer));
    }

    /// Whoever comes from now on takes another request.
    fn close(&self, source: &Source) -> Put {
        let mut state = self.shared.state.lock();
        if let Some(flight) = state.flights.get_mut(&self.question)
            && flight.number == self.number
        {
            flight.is_sent = true;
        }
        let (epoch, at) = (self.question.epoch(&source.epochs), source.clock.now().mono);
        Put { at, epoch, number: self.number }
    }
}

impl<Q: Question> Drop for Landing<Q> {
    fn drop(&mut self) {
        let mut state = self.shared.state.lock();
        let is_latest = |flight: &Flight<_>| flight.number == self.number;
        if state.flights.get(&self.question).is_some_and(is_latest) {
            state.flights.remove(&self.question);
        }
    }
}
