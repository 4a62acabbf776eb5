//! What is slow, or many.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::Platform;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Listening;
use crate::runner::{Test, tests};
use crate::site::{OWNER, PATIENCE, member};

pub(crate) const TESTS: &[Test] = tests![
    who_sends_a_byte_a_second_is_cut_off,
    honest_events_pass_while_every_connection_is_held,
];

async fn who_sends_a_byte_a_second_is_cut_off(platform: Platform) {
    let site = Listening::start(&platform).await;
    let request = site.says(OWNER, "/mute <@!300> 1m").0.bytes();
    let head = request.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a head") + 4;
    // One in the middle of its head, another in that of its body.
    let slow = [3, head + 3].map(|sent| {
        let (request, at) = (request.clone(), site.at);
        tokio::spawn(async move {
            let mut stream = TcpStream::connect(at).await.expect("a connection");
            stream.write_all(&request[..sent]).await.expect("room");
            let (mut reads, mut writes) = stream.split();
            let trickle = async {
                for byte in &request[sent..] {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    if writes.write_all(&[*byte]).await.is_err() {
                        break;
                    }
                }
            };
            let mut answer = Vec::new();
            tokio::select! {
                () = trickle => {}
                _ = reads.read_to_end(&mut answer) => {}
            }
            answer
        })
    });
    assert_eq!(site.hears(OWNER, "/mute <@!301> 1m").await, "allowed");
    for slow in slow {
        let ended = tokio::time::timeout(PATIENCE, slow).await.expect("it is cut off");
        assert_eq!(ended.expect("no panic"), [0; 0], "no answer");
    }
    site.refused("webhook.slow", 2).await;
    assert_eq!(site.bot.decisions_told(), 1);
    site.bot.stop().await;
}

async fn honest_events_pass_while_every_connection_is_held(platform: Platform) {
    let site = Listening::start(&platform).await;
    let mut held = Vec::new();
    // More than there may be at once, unless this process may not have as many files.
    while held.len() < 1_100 {
        match TcpStream::connect(site.at).await {
            Ok(mut stream) => {
                stream.write_all(b"POST / HTTP/1.1\r\nhost: x\r\n").await.expect("room");
                held.push(stream);
            }
            Err(_) => break,
        }
    }
    // Leaves a few for what the bot itself has to open.
    held.truncate(held.len().saturating_sub(50).max(1_040).min(held.len()));
    for user in 0..3 {
        assert_eq!(site.hears(member(user), "/ping").await, "allowed", "{} held", held.len());
    }
    drop(held);
    site.bot.stop().await;
}
