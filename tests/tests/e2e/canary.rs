//! How the platform's secrets are known again in a text, as they are or encoded.

use std::sync::LazyLock;

/// How an AppSecret, an access token, the id of a session and the header with a token begin.
const CANARIES: [&str; 4] = ["loopback-secret-", "loopback-token-", "loopback-session-", "QQBot "];

/// A canary, and the form that it was found in: `text`, `hex`, `base64` or `bytes`.
pub(crate) type Found = (&'static str, &'static str);

static NEEDLES: LazyLock<Vec<(Found, String)>> = LazyLock::new(|| {
    let of = |canary: &'static str| needles(canary).map(move |(form, text)| ((canary, form), text));
    CANARIES.into_iter().flat_map(of).collect()
});

/// The canaries in a text.
pub(crate) fn found(text: &str) -> Vec<Found> {
    // A list of bytes may have them in lines of their own.
    let dense: String = text.split_whitespace().collect();
    let is_in = |((_, form), needle): &&(Found, String)| {
        (if *form == "bytes" { &dense } else { text }).contains(needle.as_str())
    };
    let mut found: Vec<_> = NEEDLES.iter().filter(is_in).map(|(found, _)| *found).collect();
    found.dedup();
    found
}

fn needles(canary: &str) -> impl Iterator<Item = (&'static str, String)> {
    let bytes = canary.as_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let list: Vec<_> = bytes.iter().map(u8::to_string).collect();
    let mut all = vec![("text", canary.to_owned()), ("bytes", list.join(","))];
    all.extend([("hex", hex.to_uppercase()), ("hex", hex)]);
    for before in 0..3 {
        let base64 = base64_after(before, bytes);
        all.push(("base64", base64.replace('+', "-").replace('/', "_")));
        all.push(("base64", base64));
    }
    all.into_iter()
}

/// The digits that depend on these bytes alone when so many others stand before them.
fn base64_after(before: usize, bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let all = [&vec![0; before][..], bytes].concat();
    let bit = |n: usize| usize::from(all[n / 8] >> (7 - n % 8) & 1);
    let digit = |n: usize| (n * 6..n * 6 + 6).fold(0, |value, n| value << 1 | bit(n));
    let whole = (before * 8).div_ceil(6)..all.len() * 8 / 6;
    whole.map(|n| char::from(DIGITS[digit(n)])).collect()
}
