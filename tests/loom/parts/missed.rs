//! A change that finds no room is told before whatever was sent after it.

use std::collections::VecDeque;

use loom::sync::Arc;
use loom::thread;

use crate::every_order;
use crate::missed::{Missed, Missing, missed};
use crate::sync::{AtomicU64, Mutex, Ordering};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    Message,
    Change,
    Later,
    /// That something was missed.
    Greeting,
}

/// With room for one event, as the channel of the library has for many.
struct Channel {
    events: Mutex<VecDeque<Event>>,
    /// What the change changes; it orders nothing by itself.
    world: AtomicU64,
}

impl Channel {
    fn send(&self, event: Event) -> bool {
        let mut events = self.events.lock();
        let has_room = events.is_empty();
        if has_room {
            events.push_back(event);
        }
        has_room
    }
}

fn produce(channel: &Channel, missing: &Missing) {
    channel.world.store(1, Ordering::Relaxed);
    if !channel.send(Event::Change) {
        missing.note();
    }
    while !channel.send(Event::Later) {
        thread::yield_now();
    }
}

/// The order of the library's queue.
fn next(channel: &Channel, missed: &mut Missed<Event>) -> Event {
    if let Some(event) = missed.held() {
        return event;
    }
    loop {
        let taken = channel.events.lock().pop_front();
        if taken.is_some() {
            return missed.before(taken, || Event::Greeting).expect("it is something");
        }
        thread::yield_now();
    }
}

#[test]
fn what_comes_after_a_change_comes_after_the_word_of_it() {
    every_order(|| {
        let events = Mutex::new(VecDeque::from([Event::Message]));
        let channel = Arc::new(Channel { events, world: AtomicU64::new(0) });
        let (missing, mut missed) = missed();
        let sending = Arc::clone(&channel);
        let producer = thread::spawn(move || produce(&sending, &missing.clone()));
        let (mut told, mut messages) = (0, 0);
        loop {
            match next(&channel, &mut missed) {
                Event::Message => messages += 1,
                Event::Later => break,
                Event::Change => told += 1,
                Event::Greeting => {
                    told += 1;
                    let world = channel.world.load(Ordering::Relaxed);
                    assert_eq!(world, 1, "told before it was so");
                }
            }
        }
        assert_eq!(told, 1, "once, and before what came later");
        assert_eq!(messages, 1, "what was there before is not lost for it");
        producer.join().unwrap();
    });
}

/// What is noted while a word is on its way is in that word, or gets another.
#[test]
fn of_two_changes_that_are_missed_none_is_lost() {
    every_order(|| {
        let world = Arc::new(AtomicU64::new(0));
        let (missing, mut missed) = missed::<u64>();
        let changing = Arc::clone(&world);
        let producer = thread::spawn(move || {
            for change in 1..=2 {
                changing.store(change, Ordering::Relaxed);
                missing.note();
            }
        });
        let mut seen = 0;
        let mut look = |missed: &mut Missed<u64>| {
            if missed.before(None, || 0).is_some() {
                seen = world.load(Ordering::Relaxed);
            }
        };
        look(&mut missed);
        look(&mut missed);
        producer.join().unwrap();
        look(&mut missed);
        assert_eq!(seen, 2);
    });
}
