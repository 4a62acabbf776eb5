//! Each verb by itself.

use super::*;

#[tokio::test]
async fn a_message_is_let_in_once() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()));
    assert_eq!(admit(&shared, message(1, 1)).await, Err(Refused::Again));
    assert_eq!(admit(&shared, message(1, 2)).await, Ok(()));
}

#[tokio::test]
async fn all_buckets_are_charged_or_none() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    shared.set_time(HOUR);
    let (open, shut) = (take(1, Quota::once_per(MINUTE)), take(2, Quota::once_per(HOUR)));
    assert_eq!(shared.take(&[shut]).await, Ok(Ok(())));
    assert_eq!(shared.take(&[open, shut]).await, Ok(Err(HOUR)));
    assert_eq!(shared.take(&[open]).await, Ok(Ok(())));
    assert_eq!(shared.take(&[open, shut]).await, Ok(Err(HOUR)), "the longest wait, not the first");
    assert_eq!(shared.take(&[]).await, Ok(Ok(())));
}
