use std::collections::HashMap;

use proptest::prelude::*;

use crate::clock::Moment;
use crate::limit::entry::Mark;
use crate::limit::key::Key;
use crate::limit::table::Table;

#[derive(Debug, Clone)]
enum Step {
    Insert { key: u64, until: u64 },
    Remove { key: u64 },
    Sweep { now: u64 },
}

fn step() -> impl Strategy<Value = Step> {
    // Few upper bits, so that most keys compete for the same slots, at the end of the table too.
    let key = (0..4u64, 1..40u64).prop_map(|(high, low)| (high.wrapping_sub(2) << 60) | low);
    prop_oneof![
        4 => (key.clone(), 0..100u64).prop_map(|(key, until)| Step::Insert { key, until }),
        2 => key.prop_map(|key| Step::Remove { key }),
        1 => (0..100u64).prop_map(|now| Step::Sweep { now }),
    ]
}

proptest! {
    #[test]
    fn a_table_is_a_map(steps in prop::collection::vec(step(), 1..400)) {
        let mut table = Table::<Mark>::new(200);
        let mut model = HashMap::new();
        let mut latest = 0;
        for step in steps {
            match step {
                Step::Insert { key, until } => match table.get_mut(Key(key)) {
                    Some(mark) => {
                        prop_assert_eq!(model.insert(key, until), Some(mark.until.0));
                        mark.until = Moment(until);
                    }
                    None => {
                        // Missing: never there, removed, or swept after its time.
                        prop_assert!(model.insert(key, until).is_none_or(|until| until <= latest));
                        table.insert(Mark { until: Moment(until), ..Mark::new(Key(key)) });
                    }
                },
                Step::Remove { key } => {
                    table.remove(Key(key));
                    model.remove(&key);
                }
                Step::Sweep { now } => {
                    latest = latest.max(now);
                    table.make_room(Moment(now));
                    model.retain(|key, until| *until > latest || table.get(Key(*key)).is_some());
                }
            }
            for (key, until) in &model {
                prop_assert_eq!(table.get(Key(*key)).map(|mark| mark.until.0), Some(*until));
            }
        }
    }
}

#[test]
fn expired_entries_make_way_before_the_table_grows_over_its_bound() {
    let mut table = Table::<Mark>::new(1000);
    let mut inserted = 0;
    for number in 0..100_000 {
        let now = Moment(number);
        if table.make_room(now) {
            let mark = Mark { until: Moment(number + 500), ..Mark::new(super::key(number)) };
            table.insert(mark);
            inserted += 1;
        }
        assert!(table.bytes() <= 1000 * size_of::<Mark>());
    }
    assert_eq!(inserted, 100_000);
}

#[test]
fn growth_leaves_no_table_emptier_than_promised() {
    let mut table = Table::<Mark>::new(1 << 20);
    for number in 0..100_000usize {
        table.insert(Mark { until: Moment(1), ..Mark::new(super::key(number as u64)) });
        if number > 1000 {
            assert!(table.bytes() <= 26 * (number + 1), "{number}: {}", table.bytes());
        }
    }
}
