//! The record is complete: exactly one record of each decision, a pair for each effect, one for each change.

pub(crate) mod changes;
pub(crate) mod decisions;
pub(crate) mod effects;
pub(crate) mod sums;

use std::collections::HashMap;

use serde_json::Value;

use crate::site::{Site, Told};

/// The record of each decision that the bot told, in the order in which it told them: there is exactly one,
/// with the same rule, and none that was not told.
fn decisions(site: &Site) -> Vec<Value> {
    // What was no message is recorded, and of nothing is decided.
    let is_decision =
        |it: &Value| it["event_type"] == "decision" && it["rule"] != "source.malformed";
    let mut records = HashMap::new();
    for record in site.recorded_all(is_decision) {
        let id = record["correlation"].as_str().expect("an id").to_owned();
        if let Some(first) = records.insert(id, record.clone()) {
            panic!("two records of one decision: {first} {record}");
        }
    }
    let record_of = |told: &Told| {
        let record = records.remove(&format!("{:016x}", told.correlation));
        let record = record.unwrap_or_else(|| panic!("no record of {told:?}"));
        assert_eq!(record["rule"], told.rule, "{record}");
        assert_eq!(record["success"], told.rule == "allowed", "{record}");
        record
    };
    let told = site.told().iter().map(record_of).collect();
    assert!(records.is_empty(), "nobody was told: {records:#?}");
    told
}

/// What was done under the id of a decision, in order: the action and its result, of which each has exactly
/// two records that differ in nothing else.
fn effects(site: &Site, decision: &Value) -> Vec<(String, String)> {
    let is_of =
        |it: &Value| it["event_type"] == "effect" && it["correlation"] == decision["correlation"];
    let records = site.recorded_all(is_of);
    let pair = |pair: &[Value]| {
        let [intent, result] = pair else { panic!("an intent without a result: {pair:?}") };
        assert_eq!((&intent["rule"], result["rule"] == "intent"), (&"intent".into(), false));
        for same in ["action", "target", "details", "user_id", "place"] {
            assert_eq!(intent[same], result[same], "{same}: {pair:?}");
        }
        assert_eq!(intent["user_id"], decision["user_id"]);
        assert!(intent["n"].as_u64() < result["n"].as_u64());
        let text = |member: &str| result[member].as_str().expect("a text").to_owned();
        (text("action"), text("rule"))
    };
    records.chunks(2).map(pair).collect()
}
