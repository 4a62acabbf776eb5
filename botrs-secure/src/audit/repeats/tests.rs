//! Whatever comes, and whenever: all of it is recorded or counted, and only refusals are counted.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::id::{ChannelId, GuildId, UserId};
use crate::place::Place;

fn place(guild: u64, channel: u64) -> Place {
    Place::Guild { guild: GuildId::new(guild), channel: ChannelId::new(channel) }
}

fn refusal(person: u64, correlation: u64) -> Event {
    Event {
        weight: Weight::Refusal,
        correlation,
        bot: Some(BotId::new(102)),
        place: Some(place(1, 1)),
        person: Some(PersonId::User(UserId::new(person))),
        ..Event::new(Kind::Decision, correlation, "mute", "permission.missing")
    }
}

/// In the order of the library's writer.
struct Log {
    repeats: Repeats,
    now: Instant,
    /// What became of what was taken in.
    written: Vec<Event>,
}

impl Log {
    fn new() -> Self {
        Self { repeats: Repeats::default(), now: Instant::now(), written: Vec::new() }
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
        while let Some(event) = self.repeats.over(self.now) {
            self.written.push(event);
        }
    }

    fn take(&mut self, event: Event) {
        self.pass(Duration::ZERO);
        self.written.extend(self.repeats.take(event, self.now));
    }

    fn flush(&mut self) {
        self.written.extend(self.repeats.all());
    }

    /// Of which each is: the correlation of the last, how many, and since when.
    fn counts(&self) -> Vec<(u64, u64, Option<u64>)> {
        let since = |kind| match kind {
            Kind::Repeated { since_ms, .. } => Some(since_ms),
            _ => None,
        };
        let count = |event: &Event| (event.correlation, event.kind.count(), since(event.kind));
        self.written.iter().map(count).collect()
    }
}

#[test]
fn the_first_are_records_and_the_rest_are_one() {
    let mut log = Log::new();
    (1..=10).for_each(|number| log.take(refusal(5, number)));
    let first = [(1, 1, None), (2, 1, None), (3, 1, None)];
    assert_eq!(log.counts(), first);
    assert_eq!(log.repeats.held(), 7);
    log.pass(WINDOW - Duration::from_millis(1));
    assert_eq!(log.counts(), first);
    log.pass(Duration::from_millis(1));
    assert_eq!(log.counts()[3..], [(10, 7, Some(4))]);
    assert_eq!(log.repeats.held(), 0);
}

#[test]
fn one_that_is_held_alone_is_written_as_it_is() {
    let mut log = Log::new();
    (1..=4).for_each(|number| log.take(refusal(5, number)));
    log.pass(WINDOW);
    assert_eq!(log.counts()[3..], [(4, 1, None)]);
}

#[test]
fn a_window_does_not_grow_and_the_next_begins_anew() {
    let mut log = Log::new();
    for number in 1..=20 {
        log.take(refusal(5, number));
        log.pass(WINDOW / 10);
    }
    let counts: Vec<_> = log.counts().into_iter().map(|(last, count, _)| (last, count)).collect();
    let singles = |from: u64| (from..from + 3).map(|number| (number, 1));
    let expected = singles(1).chain([(10, 7)]).chain(singles(11)).chain([(20, 7)]);
    assert!(counts.iter().copied().eq(expected), "{counts:?}");
}

#[test]
fn what_was_held_comes_before_what_is_later() {
    let mut log = Log::new();
    (1..=5).for_each(|number| log.take(refusal(5, number)));
    log.now += 2 * WINDOW;
    log.take(refusal(5, 6));
    assert_eq!(log.counts()[3..], [(5, 2, Some(4)), (6, 1, None)]);
}

#[test]
fn a_flush_gives_out_what_is_held_and_the_window_goes_on() {
    let mut log = Log::new();
    (1..=5).for_each(|number| log.take(refusal(5, number)));
    log.flush();
    (6..=8).for_each(|number| log.take(refusal(5, number)));
    log.flush();
    log.flush();
    assert_eq!(log.counts()[3..], [(5, 2, Some(4)), (8, 3, Some(6))]);
}

/// Whether these are counted together.
fn are_alike(one: &Event, other: &Event) -> bool {
    let mut log = Log::new();
    (0..5).for_each(|_| log.take(one.clone()));
    log.take(other.clone());
    log.repeats.held() == 3
}

#[test]
fn what_is_counted_together_is_of_one_principal_and_rule() {
    let one = refusal(5, 1);
    let text = || Some("other words".into());
    assert!(are_alike(&one, &Event { place: Some(place(1, 2)), details: text(), ..one.clone() }));
    for other in [
        Event { bot: Some(BotId::new(103)), ..one.clone() },
        Event { place: Some(place(2, 1)), ..one.clone() },
        Event { place: None, ..one.clone() },
        Event { action: "kick", ..one.clone() },
        Event { rule: "limit.flood", ..one.clone() },
        refusal(6, 1),
    ] {
        assert!(!are_alike(&one, &other));
    }
}

#[test]
fn where_there_is_no_room_for_a_window_each_is_a_record() {
    let mut log = Log::new();
    let most = MOST as u64;
    for person in 0..most + 10 {
        (0..5).for_each(|number| log.take(refusal(person, number)));
    }
    assert_eq!((log.repeats.windows.len(), log.repeats.begun.len()), (MOST, MOST));
    assert_eq!(log.repeats.held(), 2 * most);
    assert_eq!(log.written.len() as u64, 3 * most + 50);
    log.pass(WINDOW);
    assert!(log.repeats.windows.is_empty() && log.repeats.begun.is_empty());
    assert_eq!(log.written.iter().map(|event| event.kind.count()).sum::<u64>(), 5 * (most + 10));
}

#[derive(Debug, Clone)]
enum Step {
    Come { person: u64, weight: Weight },
    Pass { millis: u64 },
    Flush,
}

fn step() -> impl Strategy<Value = Step> {
    let weight = prop_oneof![
        8 => Just(Weight::Refusal),
        1 => Just(Weight::Usual),
        1 => Just(Weight::Privileged),
    ];
    prop_oneof![
        12 => (0..4_u64, weight).prop_map(|(person, weight)| Step::Come { person, weight }),
        3 => (0..4_000_u64).prop_map(|millis| Step::Pass { millis }),
        1 => Just(Step::Flush),
    ]
}

proptest! {
    #[test]
    fn it_adds_up(steps in prop::collection::vec(step(), 0..200)) {
        let mut log = Log::new();
        let mut came = HashMap::<_, Vec<u64>>::new();
        for (number, step) in (1..).zip(steps) {
            match step {
                Step::Pass { millis } => log.pass(Duration::from_millis(millis)),
                Step::Flush => log.flush(),
                Step::Come { person, weight } => {
                    let before = log.written.len();
                    log.take(Event { weight, ..refusal(person, number) });
                    came.entry((person, weight == Weight::Refusal)).or_default().push(number);
                    if weight != Weight::Refusal {
                        let last = log.written[before..].last();
                        prop_assert!(last.is_some_and(|last| last.correlation == number));
                    }
                }
            }
        }
        log.flush();
        prop_assert_eq!(log.repeats.held(), 0);
        for ((person, is_refusal), came) in came {
            let mut came = came.into_iter();
            let who = Some(PersonId::User(UserId::new(person)));
            for event in log.written.iter().filter(|event| {
                event.person == who && (event.weight == Weight::Refusal) == is_refusal
            }) {
                // Each record stands for those that came next, down to the one that it is.
                let stands_for: Vec<_> = came.by_ref().take(event.kind.count() as usize).collect();
                prop_assert_eq!(stands_for.len() as u64, event.kind.count());
                prop_assert_eq!(stands_for.last(), Some(&event.correlation));
                if let Kind::Repeated { since_ms, .. } = event.kind {
                    prop_assert!(is_refusal && event.kind.count() > 1);
                    prop_assert_eq!(stands_for[0], since_ms);
                }
            }
            prop_assert_eq!(came.next(), None);
        }
    }
}
