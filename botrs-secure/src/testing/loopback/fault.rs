//! Failures on demand.

use std::time::Duration;

use super::platform::Platform;

/// Which requests fail.
#[derive(Debug, Clone)]
pub struct Matcher {
    method: Option<String>,
    path: String,
    app_id: Option<String>,
}

impl Matcher {
    /// Requests whose path begins like this; `/` is all of them.
    pub fn path(start: impl Into<String>) -> Self {
        Self { method: None, path: start.into(), app_id: None }
    }

    /// Only with this method, in capitals.
    #[must_use]
    pub fn method(self, method: impl Into<String>) -> Self {
        Self { method: Some(method.into()), ..self }
    }

    /// Only of the bot with this AppID.
    #[must_use]
    pub fn app_id(self, app_id: impl Into<String>) -> Self {
        Self { app_id: Some(app_id.into()), ..self }
    }

    fn fits(&self, method: &str, path: &str, app_id: Option<&str>) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted == method)
            && path.starts_with(&self.path)
            && self.app_id.as_deref().is_none_or(|wanted| app_id == Some(wanted))
    }
}

/// How a request fails.
#[derive(Debug, Clone)]
pub struct Failure {
    pub(super) kind: Kind,
    left: Option<u32>,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    Answer { status: u16, body: String },
    Delay(Duration),
}

impl Failure {
    /// An answer with this HTTP status, and the platform's code and message in the body.
    pub fn answer(status: u16, code: u32, message: &str) -> Self {
        Self::body(status, serde_json::json!({ "code": code, "message": message }).to_string())
    }

    /// An answer with this HTTP status and this body.
    pub fn body(status: u16, body: impl Into<String>) -> Self {
        Self::new(Kind::Answer { status, body: body.into() })
    }

    /// An answer with this HTTP status and a body that is no JSON.
    #[must_use]
    pub fn garbage(status: u16) -> Self {
        Self::body(status, "<html>garbage")
    }

    /// The usual answer, so much later.
    #[must_use]
    pub fn delay(by: Duration) -> Self {
        Self::new(Kind::Delay(by))
    }

    /// Only so many times.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { left: Some(times), ..self }
    }

    fn new(kind: Kind) -> Self {
        Self { kind, left: None }
    }
}

/// The failures that were asked for, the newest last.
#[derive(Default)]
pub(super) struct Faults(Vec<(Matcher, Failure)>);

impl Faults {
    /// The failure for this request, if one was asked for.
    fn take(&mut self, method: &str, path: &str, app_id: Option<&str>) -> Option<Kind> {
        let due = |(matcher, failure): &&mut (Matcher, Failure)| {
            failure.left != Some(0) && matcher.fits(method, path, app_id)
        };
        let (_, failure) = self.0.iter_mut().rev().find(due)?;
        failure.left = failure.left.map(|left| left - 1);
        Some(failure.kind.clone())
    }
}

impl Platform {
    /// Lets requests that fit fail from now on.
    pub fn fail(&self, which: Matcher, how: Failure) {
        self.change(|world| world.faults.0.push((which, how)));
    }

    /// Takes back all failures.
    pub fn heal(&self) {
        self.change(|world| world.faults.0.clear());
    }

    pub(super) fn fault(&self, method: &str, path: &str, app_id: Option<&str>) -> Option<Kind> {
        self.change(|world| world.faults.take(method, path, app_id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_failure_that_fits_and_is_left_counts() {
        let mut faults = Faults::default();
        faults.0.push((Matcher::path("/channels/"), Failure::garbage(200)));
        let once = Failure::answer(403, 1, "no").times(1);
        faults.0.push((Matcher::path("/channels/1").method("GET").app_id("a"), once));
        let mut status = |method: &str, path: &str, app: Option<&str>| {
            faults.take(method, path, app).map(|kind| match kind {
                Kind::Answer { status, .. } => status,
                Kind::Delay(_) => 0,
            })
        };
        assert_eq!(status("GET", "/channels/1", Some("b")), Some(200));
        assert_eq!(status("POST", "/channels/1", Some("a")), Some(200));
        assert_eq!(status("GET", "/channels/1", Some("a")), Some(403));
        assert_eq!(status("GET", "/channels/1", Some("a")), Some(200));
        assert_eq!(status("GET", "/guilds/1", None), None);
    }
}
