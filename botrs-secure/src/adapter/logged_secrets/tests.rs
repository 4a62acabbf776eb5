use tracing::Subscriber;
use tracing_subscriber::filter::{EnvFilter, LevelFilter, Targets, filter_fn};
use tracing_subscriber::prelude::*;

use super::*;
use crate::Locale;

/// What is said if a bot starts with this subscriber.
fn started(subscriber: impl Subscriber + Send + Sync + 'static) -> Result<(), String> {
    let refused = tracing::subscriber::with_default(subscriber, refuse_logged_secrets);
    refused.map_err(|error| {
        assert_eq!(error.kind(), StartErrorKind::LoggedSecrets);
        error.to_string()
    })
}

fn logging(directives: &str) -> impl Subscriber + Send + Sync + use<> {
    let filter = EnvFilter::builder().parse(directives).unwrap();
    tracing_subscriber::registry().with(silent_layer()).with(filter)
}

/// A layer that would log all, and writes nowhere.
fn silent_layer<S>() -> impl tracing_subscriber::Layer<S> + Send + Sync
where
    S: Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
{
    tracing_subscriber::fmt::layer().with_writer(std::io::sink)
}

fn is_safe(target: &str, level: Level) -> bool {
    let fields = FieldSet::new(&["message"], LOUD[0].callsite());
    is_safe_to_log(&Metadata::new("", target, level, None, None, None, fields, Kind::EVENT))
}

/// The first so many places, as they are named.
fn named(count: usize) -> String {
    let all = LOUD.map(|place| format!("{}={}", place.target(), place.level()));
    all[..count].join(", ")
}

#[test]
fn the_filter_keeps_secrets_back_and_nothing_else() {
    for (target, loudest) in [
        ("my_bot", Some(Level::TRACE)),
        ("botrs_secure::gate", Some(Level::TRACE)),
        ("hyper_util::client", Some(Level::TRACE)),
        ("botrs_elsewhere", Some(Level::TRACE)),
        ("tungstenite_elsewhere::protocol", Some(Level::TRACE)),
        ("botrs", Some(Level::INFO)),
        ("botrs::gateway::runtime::event_loop", Some(Level::INFO)),
        ("tungstenite::protocol", Some(Level::INFO)),
        ("tokio_tungstenite", Some(Level::INFO)),
        ("botrs::http::request", Some(Level::INFO)),
        ("botrs::http::response", None),
        ("botrs::client::dispatch", None),
    ] {
        let levels = [Level::ERROR, Level::WARN, Level::INFO, Level::DEBUG, Level::TRACE];
        for level in levels {
            let passes = loudest.is_some_and(|loudest| level <= loudest);
            assert_eq!(is_safe(target, level), passes, "{target} {level}");
        }
    }
}

#[test]
fn whatever_keeps_a_bot_from_its_start_is_kept_back_by_the_filter() {
    for place in LOUD {
        assert!(!is_safe_to_log(place), "{place:?}");
    }
}

#[test]
fn a_bot_does_not_start_while_secrets_are_logged() {
    for (directives, places) in [
        ("trace", &*named(5)),
        ("debug", &*named(3)),
        ("info,botrs=debug", &*named(3)),
        ("botrs[{message}]=debug", &*named(3)),
        ("info,botrs::http=debug", "botrs::http::response=DEBUG"),
        ("info,botrs::http::response=trace", "botrs::http::response=DEBUG"),
        ("botrs::gateway::runtime::auth=debug", "botrs::gateway::runtime::auth=DEBUG"),
        ("botrs::gateway::runtime::event_loop=debug", "botrs::gateway::runtime::event_loop=DEBUG"),
        ("tungstenite=trace", "tungstenite::protocol=TRACE, tungstenite::protocol::frame=TRACE"),
        ("tungstenite::protocol::frame=trace", "tungstenite::protocol::frame=TRACE"),
    ] {
        let said = started(logging(directives)).expect_err(directives);
        assert!(said.contains(&format!("（{places}）")), "{directives}: {said}");
        assert!(said.contains(&format!(" ({places}). ")), "{directives}: {said}");
    }
}

#[test]
fn a_bot_starts_with_other_logs() {
    assert_eq!(refuse_logged_secrets(), Ok(()));
    for directives in
        ["", "error", "info", "info,my_bot=trace,hyper=trace", "trace,botrs=info,tungstenite=debug"]
    {
        assert_eq!(started(logging(directives)), Ok(()), "{directives}");
    }
}

#[test]
fn a_filter_lets_a_bot_start_also_on_a_layer() {
    assert_eq!(started(logging("trace").with(filter_fn(is_safe_to_log))), Ok(()));
    let filtered = || silent_layer().with_filter(filter_fn(is_safe_to_log));
    assert_eq!(started(tracing_subscriber::registry().with(filtered())), Ok(()));
    let own = EnvFilter::builder().parse("info,my_bot=trace").unwrap();
    let directives_of_a_layer =
        tracing_subscriber::registry().with(silent_layer().with_filter(own));
    assert_eq!(started(directives_of_a_layer), Ok(()));
    // One layer with it does not speak for another without it.
    let with_another = tracing_subscriber::registry().with(filtered()).with(silent_layer());
    assert!(started(with_another).is_err());
    let quiet = Targets::new().with_default(LevelFilter::INFO);
    let with_a_quiet_one =
        tracing_subscriber::registry().with(filtered()).with(silent_layer().with_filter(quiet));
    assert_eq!(started(with_a_quiet_one), Ok(()));
}

#[test]
fn another_threads_logs_do_not_count() {
    let (ready, go) = (std::sync::Barrier::new(2), std::sync::Barrier::new(2));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            tracing::subscriber::with_default(logging("trace"), || {
                ready.wait();
                go.wait();
            });
        });
        ready.wait();
        let here = started(logging("info"));
        go.wait();
        assert_eq!(here, Ok(()));
    });
}

#[test]
fn the_cure_is_said_in_both_languages() {
    let error = StartError::new(StartErrorKind::LoggedSecrets, "tungstenite::protocol=TRACE");
    for locale in [Locale::Zh, Locale::En] {
        let said = error.explain(locale);
        for needed in [
            "filter_fn(botrs_secure::is_safe_to_log)",
            ".log_secrets_too()",
            "tungstenite::protocol=TRACE",
        ] {
            assert!(said.contains(needed), "{needed}: {said}");
        }
    }
}
