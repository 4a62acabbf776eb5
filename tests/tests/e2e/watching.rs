//! What the logs of a whole process hold, and that a bot does not start while they would hold secrets.

use std::fs;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use botrs_secure::testing::loopback::Platform;

use crate::alone::{Directory, Process};
use crate::canary::{self, Found};
use crate::runner::{Test, tests};
use crate::site::{PATIENCE, Site, member};
use crate::watched::{self, Logger};

pub(crate) const TESTS: &[Test] = tests![
    secrets_are_known_in_every_form,
    a_filter_keeps_every_secret_out_of_every_log,
    without_the_filter_secrets_are_logged,
    a_logger_of_the_log_crate_hears_the_threads_of_the_feed,
    a_bot_does_not_start_while_secrets_are_logged,
];

async fn secrets_are_known_in_every_form(_: Platform) {
    for (text, form) in [
        ("x loopback-token-1", "text"),
        ("payload: 0x6c6f6f706261636b2d746f6b656e2d31", "hex"),
        ("6C6F6F706261636B2D746F6B656E2D", "hex"),
        ("bG9vcGJhY2stdG9rZW4tMQ==", "base64"),
        ("eGxvb3BiYWNrLXRva2VuLTE=", "base64"),
        ("eHhsb29wYmFjay10b2tlbi0x", "base64"),
        ("[108, 111, 111, 112, 98, 97, 99, 107, 45, 116, 111, 107, 101, 110, 45]", "bytes"),
        ("108,\n    111,\n111,112,98,97,99,107,45,116,111,107,101,110,45,", "bytes"),
    ] {
        assert_eq!(canary::found(text), [("loopback-token-", form)], "{text}");
    }
    assert_eq!(canary::found("loopback-tok 6c6f6f706261636b2d bG9vcGJhY2st [108, 111]"), []);
}

async fn a_filter_keeps_every_secret_out_of_every_log(platform: Platform) {
    for logger in [Logger::Filtered, Logger::FilteredLayer] {
        let (site, other) = (Site::new(&platform), Site::new(&platform));
        let told = Told::of(&site, logger, |command| watched::with_client(command, &other)).await;
        assert_eq!(canary::found(&told.all()), [], "{logger:?}");
        // Silence is no proof: all of them were heard below what is kept back.
        for heard in ["botrs::client::lifecycle", "botrs_secure", "hyper_util", "reqwest", "TRACE"]
        {
            assert!(told.log.contains(heard), "{logger:?} {heard}");
        }
        for shown in ["Credentials", "SecureBot", "Handle", "Policy", "Decision", "Context"] {
            assert!(told.shown.contains(shown), "{shown}: {}", told.shown);
        }
        assert!(told.stderr.contains("panicked"), "{}", told.stderr);
        assert!(told.audit.contains(r#""rule":"panicked""#), "{}", told.audit);
    }
}

async fn without_the_filter_secrets_are_logged(platform: Platform) {
    let (site, other) = (Site::new(&platform), Site::new(&platform));
    let told = Told::of(&site, Logger::Open, |command| {
        watched::with_client(command, &other);
        watched::with_secrets(command);
    });
    told.await.tells_secrets();
}

async fn a_logger_of_the_log_crate_hears_the_threads_of_the_feed(platform: Platform) {
    let site = Site::new(&platform);
    Told::of(&site, Logger::Log, watched::with_secrets).await.tells_secrets();
}

async fn a_bot_does_not_start_while_secrets_are_logged(platform: Platform) {
    for logger in [Logger::Open, Logger::Log] {
        let (site, directory) = (Site::new(&platform), Directory::new("loud"));
        let mut process = started(watched::command(&site, logger, &directory.0), &directory);
        let code = ended(&mut process).await.code();
        let said = fs::read_to_string(directory.0.join("stderr")).expect("a file of text");
        assert_eq!(code, Some(1), "{logger:?}: {said}");
        for needed in [
            "LoggedSecrets",
            "botrs::http::response=DEBUG",
            "tungstenite::protocol::frame=TRACE",
            "filter_fn(botrs_secure::is_safe_to_log)",
            "程序的日志会写下访问令牌",
        ] {
            assert!(said.contains(needed), "{logger:?} {needed}: {said}");
        }
        // The AppSecret was not sent, nor was any token asked for.
        assert_eq!(site.bot.traffic().tokens, 0, "{logger:?}");
    }
}

/// A process whose standard error is kept in a file of this directory.
fn started(mut command: Command, directory: &Directory) -> Process {
    let stderr = fs::File::create(directory.0.join("stderr")).expect("a file");
    Process(command.stdout(Stdio::null()).stderr(stderr).spawn().expect("a process"))
}

/// Waits for its end.
async fn ended(process: &mut Process) -> ExitStatus {
    for _ in 0..PATIENCE.as_millis() / 10 {
        if let Some(status) = process.0.try_wait().expect("a child") {
            return status;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it does not end");
}

/// All that a bot in a process of its own told.
struct Told {
    log: String,
    shown: String,
    audit: String,
    stderr: String,
}

impl Told {
    /// Of a bot that logs in, talks, panics, resumes and replaces its token.
    async fn of(site: &Site, logger: Logger, set: impl FnOnce(&mut Command)) -> Self {
        let directory = Directory::new(&format!("told-{}", site.bot.app_id()));
        let mut command = watched::command(site, logger, &directory.0);
        set(&mut command);
        let mut process = started(command, &directory);
        site.bot.connected().await;
        site.reply(&site.post(site.by(member(0)).text("/look"))).await;
        site.bot.close(4009);
        assert!(site.bot.wait_until(PATIENCE, |traffic| traffic.resumes == 1).await);
        site.bot.revoke_tokens();
        site.bot.close(4004);
        assert!(site.bot.wait_until(PATIENCE, |traffic| traffic.identifies == 2).await);
        let id = process.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill").success());
        let status = ended(&mut process).await;
        let read = |name| fs::read_to_string(directory.0.join(name)).expect("a file of text");
        let stderr = read("stderr");
        assert!(status.success(), "{logger:?}: {stderr}");
        Self { log: read("log"), shown: read("shown"), audit: read("audit.jsonl"), stderr }
    }

    fn all(&self) -> String {
        [&*self.log, &self.shown, &self.audit, &self.stderr].concat()
    }

    /// Its log has them, and nothing else: frames sent as bytes, those received also as text.
    fn tells_secrets(self) {
        let found = canary::found(&self.log);
        let expected: [Found; 4] = [
            ("loopback-token-", "bytes"),
            ("loopback-token-", "hex"),
            ("QQBot ", "bytes"),
            ("loopback-session-", "text"),
        ];
        for secret in expected {
            assert!(found.contains(&secret), "{secret:?}: {found:?}");
        }
        assert_eq!(canary::found(&Self { log: String::new(), ..self }.all()), []);
    }
}
