use std::sync::{Arc, Mutex};

use super::*;

/// Collects the texts of all events, whatever their level.
#[derive(Clone, Default)]
struct Program(Arc<Mutex<Vec<String>>>);

impl Subscriber for Program {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn event(&self, event: &Event<'_>) {
        let mut message = Message::default();
        event.record(&mut message);
        self.0.lock().unwrap().push(message.0);
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        panic!("a span came through")
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// What the program hears of what `emit` logs on a thread of the feed.
fn heard(emit: impl FnOnce()) -> Vec<String> {
    let program = Program::default();
    let feed =
        tracing::subscriber::with_default(program.clone(), || dispatch(watch::Sender::default()));
    tracing::dispatcher::with_default(&feed, emit);
    let heard = program.0.lock().unwrap();
    heard.clone()
}

fn closed(code: u16) {
    tracing::info!(
        target: "botrs::gateway::runtime::event_loop",
        "[botrs] 关闭, 返回码: {} , 返回信息: {}", code, "x"
    );
}

#[test]
fn the_code_belongs_to_the_connection_that_was_polled() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    heard(|| {
        let both = async {
            tokio::join!(
                observe(async {
                    tokio::task::yield_now().await;
                    closed(4014);
                    tokio::task::yield_now().await;
                    1
                }),
                observe(async {
                    closed(4009);
                    tokio::task::yield_now().await;
                    2
                }),
                observe(async { 3 }),
            )
        };
        let ended = runtime.block_on(both);
        assert_eq!(ended, ((1, Some(4014)), (2, Some(4009)), (3, None)));
    });
}

#[test]
fn frames_and_tokens_do_not_reach_the_program() {
    let texts = heard(|| {
        tracing::debug!(target: "botrs::gateway", "[botrs] 接收消息: SECRET");
        tracing::trace!(target: "tungstenite::protocol", "SECRET");
        tracing::info!(target: "tungstenite::protocol", "SECRET");
        tracing::error!(target: "h2", "SECRET");
        tracing::info!(target: "botrs_elsewhere", "SECRET");
        tracing::info_span!(target: "botrs", "SECRET").in_scope(|| ());
        tracing::info!(target: "botrs::gateway", "started");
        tracing::warn!(target: "botrs_secure::adapter", "reconnecting");
        closed(4009);
    });
    assert_eq!(texts, ["started", "reconnecting", "[botrs] 关闭, 返回码: 4009 , 返回信息: x"]);
}

#[test]
fn unanswered_heartbeats_are_told() {
    let (unanswered, told) = watch::channel(());
    tracing::dispatcher::with_default(&dispatch(unanswered), || {
        tracing::warn!(target: "botrs::gateway::heartbeat", "[botrs] 心跳");
        assert!(!told.has_changed().unwrap());
        tracing::warn!(
            target: "botrs::gateway::heartbeat",
            "[botrs] 心跳确认超时 ({}ms 未收到ACK)，可能连接有问题", 60001
        );
        assert!(told.has_changed().unwrap());
    });
}

#[test]
fn only_botrs_own_words_name_a_code() {
    assert_eq!(close_code("[botrs] 关闭, 返回码: 4914 , 返回信息: 4009"), Some(4914));
    for other in ["", "4009", "[botrs] 关闭, 返回码: x", "x [botrs] 关闭, 返回码: 4009 ,"]
    {
        assert_eq!(close_code(other), None, "{other}");
    }
}

/// A gateway that closes its first connection with this code, before it says anything.
#[cfg(feature = "testing")]
async fn closing_gateway(code: u16) -> String {
    use futures_util::{SinkExt, StreamExt};
    use tokio_tungstenite::tungstenite::{Message, protocol::CloseFrame};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut socket = tokio_tungstenite::accept_async(stream).await.unwrap();
        let frame = CloseFrame { code: code.into(), reason: "x".into() };
        socket.send(Message::Close(Some(frame))).await.unwrap();
        while socket.next().await.is_some_and(|message| message.is_ok()) {}
    });
    url
}

/// Pins how botrs words the code that it tells nowhere else.
#[cfg(feature = "testing")]
#[test]
fn botrs_names_every_code_that_matters() {
    use botrs::gateway::Gateway;

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let codes = [4004, 4006, 4007, 4009, 4010, 4011, 4012, 4013, 4014, 4900, 4914, 4915, 1000];
    tracing::dispatcher::with_default(&dispatch(watch::Sender::default()), || {
        runtime.block_on(async {
            for code in codes {
                let url = closing_gateway(code).await;
                let token = botrs::Token::new("1", "unused");
                let mut gateway = Gateway::new(url, token, botrs::Intents::new(), None);
                let (events, _) = tokio::sync::mpsc::unbounded_channel();
                let (_, named) = observe(gateway.connect_once(events)).await;
                assert_eq!(named, Some(code));
            }
        });
    });
}
