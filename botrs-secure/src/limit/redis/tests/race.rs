//! Two machines and one server.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// How many calls say yes, made by both at once.
async fn race<F>(shared: [&Shared; 2], calls: usize, call: fn(Shared, usize) -> F) -> usize
where
    F: Future<Output = bool> + Send + 'static,
{
    let passed = Arc::new(AtomicUsize::new(0));
    let mut tasks = tokio::task::JoinSet::new();
    // Eight tasks of each machine, so that calls overlap on one connection too.
    for task in 0..16 {
        let (shared, passed) = (shared[task % 2].clone(), Arc::clone(&passed));
        tasks.spawn(async move {
            for number in 0..calls {
                if call(shared.clone(), number).await {
                    passed.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.unwrap();
    }
    passed.load(Ordering::Relaxed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_machines_get_no_more_than_the_quota() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, two) = (connect(&server).await, connect(&server).await);
    for shared in [&one, &two] {
        shared.set_time(HOUR);
    }
    let passed = race([&one, &two], 500, |shared, _| async move {
        let (wide, narrow) = (take(1, Quota::new(900, HOUR)), take(2, Quota::new(700, HOUR)));
        shared.take(&[wide, narrow]).await.unwrap().is_ok()
    });
    assert_eq!(passed.await, 700);
    // All or none: of the wide one no more than what passed is gone.
    let passed = race([&one, &two], 100, |shared, _| async move {
        shared.take(&[take(1, Quota::new(900, HOUR))]).await.unwrap().is_ok()
    });
    assert_eq!(passed.await, 200);
    let passed = race([&one, &two], 100, |shared, number| async move {
        let number = number as u64;
        let ask = Admission { flood: Quota::new(10_000, HOUR), ..message(1, number) };
        shared.admit(&ask).await.unwrap().result.is_ok()
    });
    assert_eq!(passed.await, 100, "each message once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_failure_of_many_begins_the_block() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, two) = (connect(&server).await, connect(&server).await);
    let blocked = race([&one, &two], 1, |shared, _| async move {
        shared.fail(key(1), 1, RULE.threshold(11)).await.unwrap().blocked.is_some()
    });
    assert_eq!(blocked.await, 1);
    assert_eq!(one.fail(key(1), 1, RULE).await.unwrap().count, 0);
}
