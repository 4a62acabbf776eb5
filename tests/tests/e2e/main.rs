//! Bots on the real platform protocol, end to end: botrs' gateway and API client on one side, the
//! loopback platform on the other.
//!
//! One process without the test harness, since the loopback has to surround it before it starts:
//! `cargo test -p botrs-secure-tests --test e2e -- FILTER`. What bots say on standard error is shown
//! if a test fails, or with `--nocapture`.

mod alone;
mod buttons;
mod canary;
mod capture;
mod commands;
mod corpora;
mod escalation;
mod fleet;
mod floods;
mod gateway;
mod input;
mod leaks;
mod lifecycle;
mod moderation;
mod outgoing;
mod power_commands;
mod powers;
mod rank;
mod recorded;
mod replies;
mod runner;
mod running;
mod scraped;
mod secrets;
mod site;
mod source;
mod store;
mod tokens;
mod unchecked;
mod watched;
mod watching;
mod webhook;

use std::process::ExitCode;

use botrs_secure::testing::loopback::{self, Platform};

use runner::{Arguments, Test};

/// They run at once.
const TESTS: &[&[Test]] = &[
    buttons::TESTS,
    fleet::TESTS,
    floods::TESTS,
    gateway::TESTS,
    lifecycle::TESTS,
    moderation::TESTS,
    outgoing::TESTS,
    powers::TESTS,
    escalation::forged::TESTS,
    escalation::revoked::TESTS,
    escalation::asleep::TESTS,
    escalation::granted::TESTS,
    escalation::disabled::TESTS,
    escalation::blame::TESTS,
    input::TESTS,
    source::TESTS,
    rank::TESTS,
    recorded::decisions::TESTS,
    recorded::effects::TESTS,
    recorded::changes::TESTS,
    recorded::sums::TESTS,
    replies::TESTS,
    running::TESTS,
    scraped::TESTS,
    store::TESTS,
    tokens::TESTS,
    unchecked::TESTS,
    watching::TESTS,
    webhook::forged::TESTS,
    webhook::held::TESTS,
    webhook::honest::TESTS,
];
/// They judge what the others did.
const AFTERWARDS: &[&[Test]] = &[secrets::TESTS];

fn main() -> ExitCode {
    if let Some(audit) = alone::asked_for() {
        return alone::main(&audit);
    }
    if let Some((logger, directory)) = watched::asked_for() {
        return watched::main(logger, &directory);
    }
    let arguments = Arguments::from_env();
    if arguments.list {
        runner::list(&arguments, TESTS);
        runner::list(&arguments, AFTERWARDS);
        return ExitCode::SUCCESS;
    }
    let run = || loopback::run(|platform| tests(Arguments::from_env(), platform));
    if arguments.nocapture { run() } else { capture::captured(run) }
}

async fn tests(arguments: Arguments, platform: Platform) -> ExitCode {
    leaks::listen();
    // Apart from the platform, which reads and logs every secret; threads tell them apart.
    let bots = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("bots")
        .enable_all()
        .build()
        .expect("a runtime");
    let groups = vec![TESTS.concat(), AFTERWARDS.concat()];
    let code = runner::run(&arguments, &platform, &bots, groups).await;
    bots.shutdown_background();
    code
}
