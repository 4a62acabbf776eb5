//! Runs the tests in one process and reports them as cargo's own harness does.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use botrs_secure::testing::loopback::Platform;
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};

/// Beyond this a test hangs.
const LIMIT: Duration = Duration::from_secs(60);
/// How many run at once.
const AT_ONCE: usize = 16;

/// Exit code of cargo's harness for a failure.
const FAILURE: u8 = 101;

pub(crate) type Body = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A test. Each has a bot and a guild of its own, so that they do not see each other.
#[derive(Clone, Copy)]
pub(crate) struct Test {
    /// With the crate's name in front.
    pub(crate) path: &'static str,
    pub(crate) run: fn(Platform) -> Body,
}

impl Test {
    fn name(&self) -> &'static str {
        self.path.split_once("::").map_or(self.path, |(_, name)| name)
    }
}

/// Lists async functions of a module as its tests.
macro_rules! tests {
    ($($name:ident),* $(,)?) => {
        &[$($crate::runner::Test {
            path: concat!(module_path!(), "::", stringify!($name)),
            run: |platform| Box::pin($name(platform)),
        }),*]
    };
}
pub(crate) use tests;

/// What the arguments ask for, as far as cargo's harness knows it.
pub(crate) struct Arguments {
    pub(crate) list: bool,
    pub(crate) nocapture: bool,
    exact: bool,
    ignored: bool,
    filters: Vec<String>,
    skips: Vec<String>,
}

impl Arguments {
    pub(crate) fn from_env() -> Self {
        let (mut filters, mut skips, mut flags) = (Vec::new(), Vec::new(), Vec::new());
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--skip" => skips.extend(words.next()),
                "--test-threads" | "--format" | "--color" | "-Z" => drop(words.next()),
                flag if flag.starts_with('-') => flags.push(word),
                _ => filters.push(word),
            }
        }
        let has = |flag: &str| flags.iter().any(|given| given == flag);
        Self {
            list: has("--list"),
            nocapture: has("--nocapture") || has("--no-capture"),
            exact: has("--exact"),
            ignored: has("--ignored"),
            filters,
            skips,
        }
    }

    fn wants(&self, test: &Test) -> bool {
        let name = test.name();
        let fits =
            |filter: &String| if self.exact { name == filter } else { name.contains(filter) };
        let chosen = self.filters.is_empty() || self.filters.iter().any(fits);
        chosen && !self.skips.iter().any(fits) && !self.ignored
    }
}

/// Prints the names of the tests.
pub(crate) fn list(arguments: &Arguments, groups: &[&[Test]]) {
    for test in groups.iter().copied().flatten().filter(|test| arguments.wants(test)) {
        println!("{}: test", test.name());
    }
}

/// Runs one group after the other, the tests of a group at once; the bots run on `bots`.
pub(crate) async fn run(
    arguments: &Arguments,
    platform: &Platform,
    bots: &Runtime,
    groups: Vec<Vec<Test>>,
) -> ExitCode {
    let began = Instant::now();
    let total = groups.iter().map(Vec::len).sum::<usize>();
    let groups: Vec<Vec<Test>> = groups
        .into_iter()
        .map(|group| group.into_iter().filter(|test| arguments.wants(test)).collect())
        .collect();
    let count = groups.iter().map(Vec::len).sum::<usize>();
    println!("\nrunning {count} tests");
    let mut failures = Vec::new();
    for group in groups {
        failures.extend(run_group(platform, bots, group).await);
    }
    if !failures.is_empty() {
        println!("\nfailures:\n");
        for (name, why) in &failures {
            println!("---- {name} ----\n{why}\n");
        }
    }
    let verdict = if failures.is_empty() { "ok" } else { "FAILED" };
    let (passed, failed, filtered) = (count - failures.len(), failures.len(), total - count);
    println!(
        "\ntest result: {verdict}. {passed} passed; {failed} failed; 0 ignored; 0 measured; \
         {filtered} filtered out; finished in {:.2}s\n",
        began.elapsed().as_secs_f64()
    );
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILURE) }
}

async fn run_group(
    platform: &Platform,
    bots: &Runtime,
    group: Vec<Test>,
) -> Vec<(&'static str, String)> {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    for test in group {
        let (turns, platform, bots) = (turns.clone(), platform.clone(), bots.handle().clone());
        running.spawn(async move {
            let _turn = turns.acquire().await;
            let mut body = bots.spawn((test.run)(platform));
            let ended = tokio::time::timeout(LIMIT, &mut body).await;
            body.abort();
            let failure = match ended {
                Ok(Ok(())) => None,
                Ok(Err(error)) => Some(told(error)),
                Err(_) => Some(format!("still running after {} s", LIMIT.as_secs())),
            };
            (test.name(), failure)
        });
    }
    let mut failures = Vec::new();
    while let Some(ended) = running.join_next().await {
        let (name, failure) = ended.expect("the runner does not panic");
        println!("test {name} ... {}", if failure.is_none() { "ok" } else { "FAILED" });
        failures.extend(failure.map(|why| (name, why)));
    }
    failures
}

fn told(error: JoinError) -> String {
    let Ok(panic) = error.try_into_panic() else { return "cancelled".into() };
    let text = |panic: &dyn Any| {
        panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
    };
    text(panic.as_ref()).unwrap_or_else(|| "a panic without a text".into())
}
