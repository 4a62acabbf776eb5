//! Cooldowns in the store: a row a bucket, and not without a bound.

use super::*;
use crate::store::charges::{Charge, MOST_CHARGES};
use crate::store::rows::{self, Batch, Row};
use crate::store::tables::CHARGES;

fn charge(bucket: u64, tat: u64) -> Charge {
    Charge { bot: 1, bucket: (bucket, 7), tat, span: 1_000 }
}

/// For how many of them there was no room.
fn keep(store: &Store, charges: &[Charge], now: u64) -> u64 {
    let later = charges.iter().copied().map(Row::Charge).collect();
    let batch = Batch { later, ..Batch::default() };
    rows::keep(&store.0.database, &batch, now, false).unwrap().without_room
}

fn count(store: &Store) -> u64 {
    store.0.database.begin_read().unwrap().open_table(CHARGES).unwrap().len().unwrap()
}

#[test]
fn a_bucket_has_one_row_and_its_latest_charge() {
    let (store, _) = Store::failing();
    let many: Vec<_> = (0..100).map(|n| charge(9, 500 + n)).collect();
    assert_eq!(keep(&store, &many, 0), 0);
    assert_eq!(count(&store), 1);
    assert_eq!(store.charges(BotId::new(1), 0).unwrap(), [charge(9, 599)]);
    assert_eq!(store.charges(BotId::new(1), 598).unwrap(), [charge(9, 599)]);
    assert!(store.charges(BotId::new(1), 599).unwrap().is_empty());
    assert!(store.charges(BotId::new(2), 0).unwrap().is_empty());
}

#[test]
fn what_ends_later_than_it_lasts_is_cut_and_then_forgotten() {
    let (store, _) = Store::failing();
    keep(&store, &[charge(9, 5_000)], 4_500);
    // The clock went back.
    assert_eq!(store.charges(BotId::new(1), 100).unwrap(), [charge(9, 1_100)]);
    keep(&store, &[charge(8, 200)], 100);
    assert_eq!(store.charges(BotId::new(1), 100).unwrap(), [charge(8, 200)]);
}

#[test]
fn what_is_over_goes_as_others_come() {
    let (store, _) = Store::failing();
    let spread = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for n in 0..50u64 {
        let some: Vec<_> = (0..100).map(|m| charge(spread(n * 100 + m), n * 10 + 20)).collect();
        keep(&store, &some, n * 10);
    }
    // Two hundred are live at once.
    assert!((200..1_000).contains(&count(&store)), "{}", count(&store));
}

#[test]
fn at_the_bound_a_new_bucket_is_not_kept_and_no_other_goes() {
    let (store, _) = Store::failing();
    fill(&store, |writing| {
        let mut charges = writing.open_table(CHARGES).unwrap();
        for n in 0..MOST_CHARGES {
            charges.insert((1, n), (0, 500, 1_000)).unwrap();
        }
    });
    assert_eq!(keep(&store, &[charge(MOST_CHARGES, 500), charge(5, 600)], 400), 1);
    assert_eq!(count(&store), MOST_CHARGES);
    let kept = store.charges(BotId::new(1), 0).unwrap();
    assert_eq!(kept[5], charge(5, 600), "one that is there changes");
}
