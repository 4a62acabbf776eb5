//! What is counted adds up, and nothing in a record gets out of its place on the page.

use serde_json::{Value, json};

use super::*;
use crate::content::corpus;

fn tally(records: &[Value]) -> Tally {
    let mut tally = Tally::default();
    for record in records {
        tally.add(&Record::read(&record.to_string()).unwrap());
    }
    tally
}

fn decision(time: &str, user: &str, action: &str, rule: &str) -> Value {
    json!({
        "timestamp": time, "event_type": "decision", "user_id": user, "action": action,
        "rule": rule, "success": rule == "allowed",
    })
}

fn sample() -> Tally {
    let effect = |rule: &str| json!({"event_type": "effect", "action": "members.mute", "rule": rule, "success": rule == "done"});
    let mut refused = decision("2026-11-30T10:59:59.999Z", "u:a", "ban", "permission");
    refused["count"] = 7.into();
    tally(&[
        decision("2026-11-30T10:00:00.000Z", "u:a", "mute", "allowed"),
        refused,
        decision("2026-11-30T11:00:00.000Z", "u:b", "mute", "cooldown"),
        effect("intent"),
        effect("done"),
        effect("intent"),
        effect("unknown"),
        json!({"event_type": "alert", "rule": "intrusion.blocked", "timestamp": "2026-12-01T10:30:00.000Z"}),
        json!({"event_type": "lost", "count": 5}),
    ])
}

#[test]
fn everything_is_counted_once_and_what_stands_for_many_as_many() {
    let tally = serde_json::to_value(sample()).unwrap();
    let row = |name: &str, allowed: u64, refused: u64| json!({"name": name, "allowed": allowed, "refused": refused});
    assert_eq!((&tally["records"], &tally["lost"]), (&json!(9), &json!(5)));
    assert_eq!(tally["commands"], json!([row("ban", 0, 7), row("mute", 1, 1)]));
    assert_eq!(
        tally["rules"],
        json!([row("permission", 0, 7), row("allowed", 1, 0), row("cooldown", 0, 1)])
    );
    assert_eq!(tally["principals"], json!([row("u:a", 1, 7), row("u:b", 0, 1)]));
    assert_eq!(tally["effects"], json!([row("members.mute", 1, 1)]));
    let counts =
        |hour: &Value| [&hour["allowed"], &hour["refused"], &hour["blocked"]].map(Value::as_u64);
    let hours: Vec<_> = tally["hours"].as_array().unwrap().iter().map(counts).collect();
    assert_eq!(hours, [[1, 7, 0].map(Some), [0, 1, 0].map(Some), [0, 0, 1].map(Some)]);
}

#[test]
fn bars_have_no_gaps_and_lose_nothing() {
    let tally = sample();
    for most in 1..60 {
        let bars = tally.hours.bars(most);
        assert!(bars.len() <= most, "{} of {most}", bars.len());
        let sum = bars.iter().map(|bar| bar.counts.refused).sum::<u64>();
        assert_eq!(sum, 8);
        assert_eq!(bars.last().unwrap().counts.blocked, 1);
    }
    assert_eq!(tally.hours.bars(60).len(), 25);
    assert!(Tally::default().hours.bars(10).is_empty());
}

#[test]
fn no_name_gets_out_of_its_place() {
    let names = [
        "<script>alert(1)</script>",
        "a\"onload=\"x",
        "'><img src=x>",
        "\u{202e}x\u{1b}[2J\n",
        "&lt;",
    ];
    let records: Vec<_> = names
        .iter()
        .map(|name| decision("2026-11-30T10:00:00.000Z", name, name, name))
        .chain(names.iter().map(|name| decision(name, name, name, "permission")))
        .collect();
    let tally = tally(&records);
    let page = page::page(&tally);
    let head = page.find("<h1>").unwrap();
    for bad in [
        "<script",
        "<img",
        "onload=\"",
        "'>",
        "\u{202e}",
        "\u{1b}",
        "javascript:",
        "http://",
        "https://",
    ] {
        assert!(!page[head..].contains(bad), "{bad}");
    }
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("&amp;lt;"));
    let text = tables::tables(&tally);
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
}

#[test]
fn whatever_people_wrote_the_page_has_the_same_tags_and_the_terminal_the_same_lines() {
    let texts =
        corpus::with_sample("attack_misc", &["/%0d%0aSet-Cookie:a=b\r\n", "\"><svg/onload=x>"]);
    let shown = |text: &str| {
        let tally = tally(&[decision("2026-11-30T10:00:00.000Z", text, text, text)]);
        let (page, tables) = (page::page(&tally), tables::tables(&tally));
        (page.matches(['<', '>']).count(), tables.lines().count(), tables)
    };
    let (tags, lines, _) = shown("harmless");
    for text in texts.into_iter().chain(corpus::hostile()) {
        let (these, written, tables) = shown(&text);
        assert_eq!((these, written), (tags, lines), "{text:?}");
        let obeyed = |c: char| c != '\n' && (c.is_control() || crate::json::misleads(c));
        assert!(!tables.contains(obeyed), "{tables:?}");
    }
}

#[test]
fn an_empty_log_has_a_report_too() {
    for text in [page::page(&Tally::default()), tables::tables(&Tally::default())] {
        assert!(text.contains('0'), "{text}");
    }
}

#[test]
fn more_names_than_are_told_apart_are_counted_together() {
    let mut tally = Tally::default();
    for at in 0..1_000_010 {
        let user = format!("u:{at}");
        tally.add(&Record {
            event_type: "decision".into(),
            user_id: Some(user.into()),
            ..Record::default()
        });
    }
    assert_eq!(tally.principals.most(|row| row.refused)[0].1.refused, 10);
}
