//! The request for a token, which tells how long it lasts.
//!
//! botrs fetches tokens itself, and tells nobody how long they last; what is fetched elsewhere cannot be
//! put into its `Token`. The platform answers with the same token until its last minute. So it is asked
//! twice: here for the time that is left, then by botrs for a token that lasts at least as long.

use std::time::{Duration, Instant};

use botrs::{BotError, Token};
use futures_util::FutureExt;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use serde_json::{Value, json};

use super::Fetched;
use crate::adapter::start::{StartError, StartErrorKind};
use crate::id::BotId;
use crate::secret::SecretText;

const URL: &str = "https://bots.qq.com/app/getAppAccessToken";
/// How long an answer may take, and how much of it is read.
const PATIENCE: Duration = Duration::from_secs(10);
const MOST: usize = 64 << 10;
/// The longest that a token is believed to last; QQ's last two hours.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// Seconds are cut off here and there.
const ROUNDED: Duration = Duration::from_secs(2);

pub(super) struct Endpoint {
    client: Client,
    app: BotId,
}

impl Endpoint {
    pub(super) fn new(app: BotId) -> Result<Self, StartError> {
        let client = Client::builder().https_only(true).redirect(Policy::none()).timeout(PATIENCE);
        let client = client.build().map_err(|error| StartError::from_http(&error))?;
        Ok(Self { client, app })
    }

    /// A token of botrs' that holds what it fetched.
    pub(super) async fn fetch(&self, secret: &SecretText) -> Result<Fetched, StartError> {
        let begun = Instant::now();
        let lasts = self.lifetime(secret).await?;
        let token = Token::new(self.app.to_string(), secret.as_str());
        token.authorization_header().await.map_err(|error| unfetched(&error))?;
        // Ready at once, or botrs would fetch one with each request.
        let is_kept = tokio::task::unconstrained(token.authorization_header()).now_or_never();
        let lasts = lasts.saturating_sub(begun.elapsed() + ROUNDED);
        if is_kept.is_none() || lasts.is_zero() {
            return Err(odd("a token that has expired"));
        }
        Ok(Fetched { token, lasts })
    }

    /// How long the token lasts that the platform gives out now.
    async fn lifetime(&self, secret: &SecretText) -> Result<Duration, StartError> {
        let body = json!({"appId": self.app.to_string(), "clientSecret": secret.as_str()});
        let request = self.client.post(URL).header("content-type", "application/json");
        let sent = request.body(body.to_string()).send().await;
        let response = sent.map_err(|error| StartError::from_http(&error))?;
        let status = response.status().as_u16();
        let body = read(response).await?;
        match status {
            200 => lifetime_in(&body),
            400..=499 if status != 429 => Err(refused(&body, status)),
            _ => Err(StartError::new(StartErrorKind::Platform, format!("HTTP {status}"))),
        }
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, StartError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| StartError::from_http(&error))? {
        if chunk.len() > MOST - body.len() {
            return Err(odd("too much"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A wrong secret has the status 200 and a code of its own.
fn lifetime_in(body: &[u8]) -> Result<Duration, StartError> {
    let answer: Value = serde_json::from_slice(body).map_err(|_| odd("no JSON"))?;
    if answer["access_token"].as_str().is_none_or(str::is_empty) {
        return Err(if answer["code"].is_u64() { refused(body, 200) } else { odd("no token") });
    }
    let told = &answer["expires_in"];
    let seconds = told.as_u64().or_else(|| told.as_str()?.parse().ok());
    let lasts =
        seconds.map(Duration::from_secs).filter(|lasts| (ROUNDED..=LONGEST).contains(lasts));
    lasts.ok_or_else(|| odd("a token without a sensible lifetime"))
}

/// Only numbers and the fixed words of an answer are told: it could repeat what it was sent.
fn refused(body: &[u8], status: u16) -> StartError {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let code = answer["code"].as_u64().map_or(u64::from(status), |code| code);
    let kind = match code {
        11_298 => StartErrorKind::Address,
        _ => StartErrorKind::Credentials,
    };
    StartError::new(kind, code.to_string())
}

/// Of botrs' errors the kind alone is told: they hold the whole answer, which could repeat the secret.
fn unfetched(error: &BotError) -> StartError {
    let detail = match error {
        BotError::Http(error) => return StartError::from_http(error),
        BotError::Api { code, .. } => format!("HTTP {code}"),
        _ => "no token".to_owned(),
    };
    StartError::new(StartError::from_request(error).kind(), detail)
}

fn odd(what: &str) -> StartError {
    let detail = format!("the token endpoint answered with {what}");
    StartError::new(StartErrorKind::Platform, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(body: &str) -> StartErrorKind {
        lifetime_in(body.as_bytes()).expect_err(body).kind()
    }

    #[test]
    fn sensible_lifetimes_are_taken_as_numbers_and_as_texts() {
        for (told, seconds) in [("7200", 7200), ("\"7200\"", 7200), ("86400", 86400), ("2", 2)] {
            let body = format!(r#"{{"access_token":"t","expires_in":{told}}}"#);
            assert_eq!(lifetime_in(body.as_bytes()), Ok(Duration::from_secs(seconds)), "{told}");
        }
    }

    #[test]
    fn other_lifetimes_and_other_answers_are_the_platforms_fault() {
        for told in [
            "0",
            "1",
            "-1",
            "\"-1\"",
            "86401",
            "18446744073709551615",
            "1e3",
            "\"x\"",
            "null",
            "[]",
        ] {
            let body = format!(r#"{{"access_token":"t","expires_in":{told}}}"#);
            assert_eq!(kind_of(&body), StartErrorKind::Platform, "{told}");
        }
        for body in ["", "<html>", "[]", "{}", r#"{"access_token":""}"#, r#"{"access_token":7}"#] {
            assert_eq!(kind_of(body), StartErrorKind::Platform, "{body}");
        }
    }

    #[test]
    fn a_code_in_place_of_a_token_refuses_the_credentials_or_the_address() {
        assert_eq!(kind_of(r#"{"code":100016,"message":"s3cr3t"}"#), StartErrorKind::Credentials);
        assert_eq!(kind_of(r#"{"code":11298}"#), StartErrorKind::Address);
        let told = refused(br#"{"code":100016,"message":"s3cr3t"}"#, 200).to_string();
        assert!(told.contains("100016") && !told.contains("s3cr3t"), "{told}");
    }

    #[test]
    fn an_answer_that_repeats_the_secret_is_not_told() {
        for error in [
            BotError::Api { code: 502, message: "clientSecret=s3cr3t".into() },
            BotError::Auth("s3cr3t".into()),
            BotError::AuthenticationFailed("s3cr3t".into()),
        ] {
            let told = unfetched(&error);
            assert!(!format!("{told} {told:?}").contains("s3cr3t"), "{told:?}");
            assert_eq!(told.kind(), StartError::from_request(&error).kind());
        }
    }
}
