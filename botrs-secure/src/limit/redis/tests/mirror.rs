//! The blocks that a process remembers, by themselves.

use std::sync::Arc;

use tokio::time::{Instant, advance};

use super::super::mirror::{MOST, Mirror};
use super::*;

fn generation(name: &str) -> Arc<str> {
    name.into()
}

/// What a server of this generation lacks.
fn lacking(mirror: &mut Mirror, generation: &Arc<str>) -> Vec<Key> {
    mirror.lacking(generation, 10).into_iter().map(|(principal, _)| principal).collect()
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_an_earlier_generation_is_no_word_of_this_one() {
    let (mut mirror, [before, now]) = (Mirror::new(), ["a", "b"].map(generation));
    assert_eq!(lacking(&mut mirror, &before), []);
    mirror.remember(key(1), HOUR, Some(&before));
    assert_eq!(lacking(&mut mirror, &before), []);
    assert_eq!(lacking(&mut mirror, &now), [key(1)]);
    // It was on its way when the server lost what it held.
    mirror.remember(key(2), HOUR, Some(&before));
    assert_eq!(lacking(&mut mirror, &now).len(), 2);
    mirror.remember(key(2), HOUR, Some(&now));
    assert_eq!(lacking(&mut mirror, &now), [key(1)]);
}

#[tokio::test(start_paused = true)]
async fn the_longer_block_stays_unless_the_server_says_otherwise() {
    let (mut mirror, server) = (Mirror::new(), generation("a"));
    lacking(&mut mirror, &server);
    mirror.remember(key(1), HOUR, None);
    mirror.remember(key(1), MINUTE, None);
    assert_eq!(mirror.blocked(key(1)), Some(HOUR));
    // It has not been told of the longer one.
    mirror.remember(key(1), MINUTE, Some(&server));
    assert_eq!(mirror.blocked(key(1)), Some(HOUR));
    let lacking = mirror.lacking(&server, 10);
    mirror.keep(&lacking);
    mirror.remember(key(1), MINUTE, Some(&server));
    assert_eq!(mirror.blocked(key(1)), Some(MINUTE), "it was lifted and made anew");
    mirror.remember(key(1), DAY, Some(&server));
    assert_eq!(mirror.blocked(key(1)), Some(DAY));
}

#[tokio::test(start_paused = true)]
async fn only_what_the_server_had_when_it_was_asked_is_lifted_by_its_answer() {
    let (mut mirror, server) = (Mirror::new(), generation("a"));
    lacking(&mut mirror, &server);
    mirror.remember(key(1), HOUR, None);
    advance(SECOND).await;
    assert!(!mirror.forget_lifted(key(1), Instant::now()));
    assert!(mirror.blocked(key(1)).is_some(), "it was not told");
    let asked = Instant::now();
    advance(SECOND).await;
    let lacking = mirror.lacking(&server, 10);
    mirror.keep(&lacking);
    assert!(!mirror.forget_lifted(key(1), asked));
    assert!(mirror.blocked(key(1)).is_some(), "it was told after it was asked");
    advance(SECOND).await;
    assert!(mirror.forget_lifted(key(1), Instant::now()));
    assert_eq!(mirror.blocked(key(1)), None);
}

#[tokio::test(start_paused = true)]
async fn a_block_that_grew_while_it_was_uploaded_is_uploaded_again() {
    let (mut mirror, server) = (Mirror::new(), generation("a"));
    mirror.remember(key(1), MINUTE, None);
    let uploading = mirror.lacking(&server, 10);
    mirror.remember(key(1), HOUR, None);
    mirror.keep(&uploading);
    assert_eq!(lacking(&mut mirror, &server), [key(1)]);
}

#[tokio::test(start_paused = true)]
async fn what_is_over_is_not_uploaded() {
    let (mut mirror, server) = (Mirror::new(), generation("a"));
    mirror.remember(key(1), MINUTE, None);
    mirror.remember(key(2), HOUR, None);
    advance(MINUTE).await;
    assert_eq!(lacking(&mut mirror, &server), [key(2)]);
}

#[tokio::test(start_paused = true)]
async fn a_full_mirror_takes_no_more_and_is_searched_once_a_minute() {
    let mut mirror = Mirror::new();
    for number in 0..MOST as u64 {
        mirror.remember(key(number), 10 * SECOND, None);
    }
    let next = key(MOST as u64);
    mirror.remember(next, HOUR, None);
    assert_eq!(mirror.blocked(next), None);
    mirror.remember(key(0), HOUR, None);
    assert_eq!(mirror.blocked(key(0)), Some(HOUR), "one that is there may grow");
    // All others are over, but it was searched just now.
    advance(10 * SECOND).await;
    mirror.remember(next, HOUR, None);
    assert_eq!(mirror.blocked(next), None);
    advance(MINUTE).await;
    mirror.remember(next, HOUR, None);
    assert_eq!(mirror.blocked(next), Some(HOUR));
    assert!(mirror.blocked(key(0)).is_some());
}
