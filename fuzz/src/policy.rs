//! The policy's file.

use botrs_secure::Policy;

/// What is wrong is said in both languages, on a line that there is.
pub fn holds(text: &str) {
    let read = Policy::parse(text).map(drop);
    assert_eq!(read, Policy::parse(text).map(drop), "{text:?}");
    let Err(error) = read else { return };
    let lines = text.split('\n').count();
    assert!(error.lines().all(|line| (1..=lines).contains(&line)), "{text:?}: {error}");
    assert_eq!(error.lines().count(), error.to_string().lines().count(), "{text:?}: {error}");
    for line in error.to_string().lines() {
        assert!(line.contains(" / ") && !line.contains(char::is_control), "{text:?}: {line:?}");
    }
}
