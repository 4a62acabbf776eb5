//! A program that has a recorder of metrics already: it cannot have another.

use botrs_secure::BuildError;
use botrs_secure::prelude::*;

#[test]
fn a_bot_that_is_watched_needs_the_recorder_of_the_process() {
    metrics::set_global_recorder(metrics::NoopRecorder).expect("the first");
    let described = || {
        SecureBot::builder(Credentials::new("1", "secret").expect("well formed"))
            .sandbox(false)
            .policy(Policy::new().trust_c2c())
            .audit(AuditLog::to_writer(std::io::sink()))
    };
    let refused = described().watch_at(([127, 0, 0, 1], 0).into()).build();
    assert!(matches!(refused, Err(BuildError::OtherRecorder)));
    assert!(described().build().is_ok());
}
