//! The calls that reached the platform, one line each.

use botrs_secure::testing::loopback::Recorded;
use serde_json::Value;

use botrs_secure_examples::paint::{Paint, pad};

/// The longest body that is shown whole, in characters.
const LONGEST: usize = 80;

/// A line for each call; look-ups of members share one.
pub(crate) fn shown(calls: &[Recorded], paint: Paint) -> Vec<String> {
    let mut lines = Vec::new();
    let (lookups, others): (Vec<_>, Vec<_>) = calls.iter().partition(|call| member(call).is_some());
    if let Some(first) = lookups.first() {
        // They are asked for at once, so their order says nothing.
        let mut users: Vec<_> = lookups.iter().filter_map(|call| member(call)).collect();
        users.sort_unstable();
        let path = first.path.rsplit_once('/').map_or("", |(path, _)| path);
        let path = format!("{path}/{{{}}}", users.join(", "));
        lines.push(paint.dim(&line(first, &path, "")));
    }
    for call in others {
        let text = line(call, &shortened(&call.path), &body(call));
        let is_effect = call.method != "GET" && call.json()["msg_id"].is_null();
        lines.push(if is_effect { paint.cyan(&text) } else { paint.dim(&text) });
    }
    lines
}

fn line(call: &Recorded, path: &str, body: &str) -> String {
    let gap = if body.is_empty() { "" } else { " " };
    format!("{} {path}{gap}{body} → {}", pad(&call.method, 6), call.status)
}

/// The user whose membership was looked up.
fn member(call: &Recorded) -> Option<&str> {
    let (path, user) = call.path.rsplit_once('/')?;
    (call.method == "GET" && path.ends_with("/members")).then_some(user)
}

/// The body without what is the same in every reply, its invisible characters made visible.
fn body(call: &Recorded) -> String {
    let mut body = call.json();
    let Some(fields) = body.as_object_mut() else { return call.body.clone() };
    fields.retain(|name, value| !value.is_null() && name != "msg_id" && name != "msg_type");
    if fields.is_empty() {
        return String::new();
    }
    let text = Value::to_string(&body).replace('\u{200b}', "\\u200b");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The path with its openids, which have 32 digits, cut short.
fn shortened(path: &str) -> String {
    let short = |part: &str| {
        let is_openid = part.len() == 32 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_openid { format!("{}…{}", &part[..4], &part[28..]) } else { part.to_owned() }
    };
    path.split('/').map(short).collect::<Vec<_>>().join("/")
}
