//! The platform asks whether the bot has the AppSecret (opcode 13).
//!
//! The bot signs what it is given with the key that events are signed with, and nothing tells the two apart. So it
//! signs digits and letters only: an event begins with a brace.

use ed25519_dalek::SigningKey;
use serde_json::{Value, json};

use super::keys::signed;
use super::refusal::Refusal;
use super::signed::LONGEST_TIME;

/// The longest token.
const LONGEST: usize = 64;

/// The answer to a question that is well formed.
pub(super) fn answer(question: &Value, key: &SigningKey) -> Result<String, Refusal> {
    let time = text(question, "event_ts", LONGEST_TIME, |byte| byte.is_ascii_digit())?;
    let token = text(question, "plain_token", LONGEST, |byte| byte.is_ascii_alphanumeric())?;
    let signature = signed(key, format!("{time}{token}").as_bytes());
    Ok(json!({ "plain_token": token, "signature": signature }).to_string())
}

fn text<'q>(
    question: &'q Value,
    name: &str,
    longest: usize,
    is_part: fn(&u8) -> bool,
) -> Result<&'q str, Refusal> {
    let text = question.get(name).and_then(Value::as_str).ok_or(Refusal::Challenge)?;
    let fits = (1..=longest).contains(&text.len()) && text.as_bytes().iter().all(is_part);
    if fits { Ok(text) } else { Err(Refusal::Challenge) }
}

#[cfg(test)]
mod tests {
    use super::super::keys::signing_key;
    use super::*;

    fn ask(time: &str, token: &str) -> Result<String, Refusal> {
        let key = signing_key("DG5g3B4j9X2KOErG");
        answer(&json!({ "event_ts": time, "plain_token": token }), &key)
    }

    #[test]
    fn the_published_question_has_the_published_answer() {
        let answer = ask("1725442341", "Arq0D5A61EgUu4OxUvOp").unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["plain_token"], "Arq0D5A61EgUu4OxUvOp");
        assert_eq!(
            answer["signature"],
            "87befc99c42c651b3aac0278e71ada338433ae26fcb24307bdc5ad38c1adc2d01bcfcadc0842edac85e85205028a1132afe09280305f13aa6909ffc2d652c706"
        );
    }

    #[test]
    fn nothing_is_signed_that_could_be_an_event() {
        let event = r#"{"op":0,"d":{"content":"/ban 1"},"t":"AT_MESSAGE_CREATE"}"#;
        let long = "a".repeat(65);
        for token in [event, "{", "\"", "a\"", "令牌", "ａ", "", " ", "a b", "a-b", "a\n", &long]
        {
            assert_eq!(ask("1725442341", token), Err(Refusal::Challenge), "{token}");
        }
        for time in ["", " 1", "1a", "-1", "1.5", "１", "12345678901234", "1725442341{"] {
            assert_eq!(ask(time, "abc"), Err(Refusal::Challenge), "{time}");
        }
        assert!(ask("1234567890123", &long[1..]).is_ok());
        let key = signing_key("s");
        for question in [
            json!(null),
            json!([]),
            json!({"event_ts": "1"}),
            json!({"plain_token": "a"}),
            json!({"event_ts": 1, "plain_token": "a"}),
            json!({"event_ts": "1", "plain_token": ["a"]}),
            json!({"event_ts": "1", "plain_token": {"a": "b"}}),
        ] {
            assert_eq!(answer(&question, &key), Err(Refusal::Challenge), "{question}");
        }
    }
}
