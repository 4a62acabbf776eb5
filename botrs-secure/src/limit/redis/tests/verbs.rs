//! Each verb by itself.

use super::*;

#[tokio::test]
async fn the_first_reason_of_a_refusal_counts() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    shared.set_time(HOUR);
    let used = [take(1, Quota::once_per(MINUTE))];
    assert_eq!(shared.take(&used).await, Ok(Ok(())));
    let ask = Admission { flood: Quota::per(3, MINUTE), takes: &used, ..message(1, 1) };
    // The mark is set before the look at the quotas, as after a denied permission.
    assert_eq!(admit(&shared, ask).await, Err(Refused::Wait(MINUTE)));
    assert_eq!(admit(&shared, ask).await, Err(Refused::Again));
    // Nobody's attempt, or the third would be one too many.
    assert_eq!(admit(&shared, ask).await, Err(Refused::Again));
    let stale = |number| Admission { stale: true, message: key(number), ..ask };
    assert_eq!(admit(&shared, stale(7)).await, Err(Refused::Stale));
    assert_eq!(admit(&shared, stale(7)).await, Err(Refused::Stale), "it is not marked");
    let wait = Duration::from_secs(20);
    assert_eq!(admit(&shared, stale(7)).await, Err(Refused::Flood(wait)), "it was an attempt");
    assert_eq!(admit(&shared, ask).await, Err(Refused::Again), "a repeated one is no flood");
    let stale_again = Admission { stale: true, ..ask };
    assert_eq!(admit(&shared, stale_again).await, Err(Refused::Stale));
    shared.block(key(1), HOUR).await.unwrap();
    assert_eq!(admit(&shared, ask).await, Err(Refused::Blocked(HOUR)));
}

#[tokio::test]
async fn a_look_charges_nothing_and_a_flood_is_charged() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    shared.set_time(HOUR);
    let takes = [take(1, Quota::once_per(MINUTE))];
    for number in 0..10 {
        let ask = Admission { takes: &takes, ..message(1, number) };
        assert_eq!(admit(&shared, ask).await, Ok(()));
    }
    let wait = Duration::from_secs(6);
    assert_eq!(admit(&shared, message(1, 10)).await, Err(Refused::Flood(wait)));
    assert_eq!(shared.take(&takes).await, Ok(Ok(())));
}

#[tokio::test]
async fn a_mark_ends_with_its_time() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    shared.set_time(HOUR);
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()));
    shared.set_time(2 * HOUR - Duration::from_micros(1));
    assert_eq!(admit(&shared, message(1, 1)).await, Err(Refused::Again));
    shared.set_time(2 * HOUR);
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()));
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

#[tokio::test]
async fn what_can_never_be_charged_waits_for_ever() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let twice = Take { cost: 2, ..take(1, Quota::once_per(MINUTE)) };
    assert_eq!(shared.take(&[twice]).await, Ok(Err(Duration::MAX)));
    let many = [take(1, Quota::once_per(MINUTE)); MAX_TAKES + 1];
    assert_eq!(shared.take(&many).await, Ok(Err(Duration::MAX)));
    let ask = Admission { takes: &many, ..message(1, 1) };
    assert_eq!(admit(&shared, ask).await, Err(Refused::Wait(Duration::MAX)));
    // As many as may be, of the longest interval: exact to the microsecond.
    let longest = Quota::once_per(Duration::MAX);
    shared.set_time(HOUR);
    assert_eq!(shared.take(&[take(2, longest)]).await, Ok(Ok(())));
    shared.set_time(HOUR + Duration::from_micros(1));
    let interval = micros(longest.interval());
    let wait = Duration::from_micros(interval - 1);
    assert_eq!(shared.take(&[take(2, longest)]).await, Ok(Err(wait)));
}

#[tokio::test]
async fn the_servers_own_time_goes_on() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let takes = [take(1, Quota::once_per(HOUR))];
    assert_eq!(shared.take(&takes).await, Ok(Ok(())));
    let first = shared.take(&takes).await.unwrap().unwrap_err();
    tokio::time::sleep(Duration::from_millis(2)).await;
    let second = shared.take(&takes).await.unwrap().unwrap_err();
    assert!(second < first && first <= HOUR, "{first:?} {second:?}");
    let wall = crate::clock::Clock::default().now().wall;
    assert!(shared.started_at().abs_diff(wall) < 60_000);
}

#[tokio::test]
async fn a_block_is_made_looked_up_and_lifted() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    shared.set_time(HOUR);
    assert_eq!(shared.blocked(key(1)).await, Ok(None));
    assert_eq!(shared.block(key(1), HOUR).await, Ok(HOUR));
    assert_eq!(shared.block(key(1), MINUTE).await, Ok(HOUR), "an earlier block stays");
    assert_eq!(shared.blocked(key(1)).await, Ok(Some(HOUR)));
    assert_eq!(shared.blocked(key(2)).await, Ok(None));
    assert_eq!(shared.unblock(key(1)).await, Ok(true));
    assert_eq!(shared.unblock(key(1)).await, Ok(false));
    assert_eq!(shared.known_block(key(1)), None);
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()));
    let longest = Duration::from_micros(LONGEST);
    assert_eq!(shared.block(key(1), Duration::MAX).await, Ok(longest));
}

#[tokio::test]
async fn six_failures_in_an_hour_block_for_a_day() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    shared.set_time(HOUR);
    block(&shared, 1).await;
    assert_eq!(shared.blocked(key(1)).await, Ok(Some(DAY)));
    assert_eq!(shared.unblock(key(1)).await, Ok(true));
    for minute in 0..5 {
        shared.set_time(2 * HOUR + minute * 10 * MINUTE);
        shared.fail(key(1), 1, RULE).await.unwrap();
    }
    // The first has left the window.
    shared.set_time(3 * HOUR);
    assert_eq!(shared.fail(key(1), 1, RULE).await.unwrap().count, 5);
    assert_eq!(shared.unblock(key(1)).await, Ok(false));
    assert_eq!(shared.fail(key(1), 1, RULE).await.unwrap().count, 1, "failures are forgotten too");
}

#[tokio::test]
async fn a_large_threshold_counts_as_the_largest() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let rule = Intrusion { threshold: u32::MAX, ..RULE };
    for count in 1..=Intrusion::MAX_THRESHOLD + 1 {
        let failure = shared.fail(key(1), 1, rule).await.unwrap();
        assert_eq!(failure.blocked.is_some(), count > Intrusion::MAX_THRESHOLD);
    }
}

#[tokio::test]
async fn a_clock_that_steps_back_gives_nothing_and_heals() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let takes = [take(1, Quota::new(2, MINUTE))];
    shared.set_time(100 * HOUR);
    assert_eq!(shared.take(&takes).await, Ok(Ok(())));
    assert_eq!(shared.take(&takes).await, Ok(Ok(())));
    shared.set_time(HOUR);
    assert_eq!(shared.take(&takes).await, Ok(Err(MINUTE)), "no more than the quota, and no longer");
    shared.set_time(HOUR + MINUTE - SECOND);
    assert_eq!(shared.take(&takes).await, Ok(Err(SECOND)), "time goes on");
    shared.set_time(HOUR + MINUTE);
    assert_eq!(shared.take(&takes).await, Ok(Ok(())));
    assert_eq!(shared.take(&takes).await, Ok(Err(MINUTE)));
    // The flood quota is one like the others.
    for number in 0..10 {
        assert_eq!(admit(&shared, message(1, number)).await, Ok(()));
    }
    shared.set_time(MINUTE);
    let wait = Duration::from_secs(6);
    assert_eq!(admit(&shared, message(1, 10)).await, Err(Refused::Flood(wait)));
    assert_eq!(admit(&shared, message(1, 9)).await, Err(Refused::Again), "marks stay");
    shared.set_time(MINUTE + wait);
    assert_eq!(admit(&shared, message(1, 10)).await, Ok(()));
}

#[tokio::test]
async fn every_key_expires_and_none_holds_an_id() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()));
    shared.take(&[take(1, Quota::once_per(HOUR))]).await.unwrap().unwrap();
    shared.fail(key(1), 1, RULE).await.unwrap();
    shared.block(key(2), HOUR).await.unwrap();
    assert!(matches!(shared.change_grants(0, &[]).await, Ok(Changed::Done(_))));
    let keys: Vec<String> = server.ask(&["KEYS", "*"]);
    let kinds = ["generation", "grants", "mark", "flood", "bucket", "failures", "block"];
    for kind in kinds {
        let start = format!("{{botrs-secure:{BOT}}}:{kind}");
        assert_eq!(keys.iter().filter(|key| key.starts_with(&start)).count(), 1, "{kind}");
    }
    assert_eq!(keys.len(), kinds.len());
    for key in &keys {
        assert!(server.ask::<i64>(&["PTTL", key]) > 0, "{key}");
    }
}

#[tokio::test]
async fn whoever_reads_the_server_learns_no_fingerprint_and_finds_nothing_by_one() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let known = [key(1), take(1, Quota::once_per(HOUR)).bucket.key, message(1, 1).message];
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()));
    shared.take(&[take(1, Quota::once_per(HOUR))]).await.unwrap().unwrap();
    block(&shared, 1).await;
    // From fingerprints one could solve for their seeds.
    let names: Vec<String> = server.ask(&["KEYS", "*"]);
    let ends: Vec<_> = names.iter().map(|name| name.rsplit(':').next().unwrap()).collect();
    for Key(bits) in known {
        let digits =
            [format!("{bits:016x}"), format!("{:016x}", bits.swap_bytes()), bits.to_string()];
        for shown in digits {
            assert!(!ends.iter().any(|end| end.contains(&shown)), "{shown} {names:?}");
        }
    }
    // With another key nothing of it is found.
    let config = Redis::new(server.url()).time_limit(5 * SECOND);
    let other = Shared::connect(&config, &SecretKey::new([8; 32]), BOT).await.unwrap();
    assert_eq!(other.blocked(key(1)).await, Ok(None));
    assert_eq!(admit(&other, message(1, 1)).await, Ok(()));
    assert!(is_blocked(&shared, 1, 2).await);
}

#[tokio::test]
async fn a_message_grows_old_by_the_servers_clock() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let latest = (BEGIN + micros(HOUR)) / 1_000;
    let ask = |number| Admission { stale_after: Some(latest), ..message(1, number) };
    shared.set_time(HOUR);
    assert_eq!(admit(&shared, ask(1)).await, Ok(()));
    shared.set_time(HOUR + Duration::from_micros(1));
    assert_eq!(admit(&shared, ask(2)).await, Err(Refused::Stale));
    assert_eq!(admit(&shared, message(1, 2)).await, Ok(()), "it was not marked");
}

#[tokio::test]
async fn the_generation_is_renewed_by_admissions() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let generation = format!("{{botrs-secure:{BOT}}}:generation");
    let days = |days: u64| i64::try_from(days * 24 * 60 * 60 * 1_000).unwrap();
    server.ask::<i64>(&["PEXPIRE", &generation, &days(58).to_string()]);
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()));
    assert!(server.ask::<i64>(&["PTTL", &generation]) > days(59));
}

#[tokio::test]
async fn a_verb_is_one_round_trip() {
    let Some(server) = Server::start(&[]) else { return };
    let shared = connect(&server).await;
    let takes = [take(1, Quota::new(1_000, HOUR))];
    let calls = || {
        let stats: String = server.ask(&["INFO", "commandstats"]);
        let of = |name: &str| {
            let start = format!("cmdstat_{name}:calls=");
            let line = stats.lines().find_map(|line| line.strip_prefix(&start));
            line.map_or(0, |line| line.split(',').next().unwrap().parse::<u64>().unwrap())
        };
        (of("evalsha"), of("eval") + of("script|load"))
    };
    assert_eq!(admit(&shared, message(1, 0)).await, Ok(()));
    let (before, loaded) = calls();
    for number in 1..=5 {
        let ask = Admission { takes: &takes, ..message(1, number) };
        assert_eq!(admit(&shared, ask).await, Ok(()));
    }
    assert_eq!(calls(), (before + 5, loaded));
}

#[tokio::test]
async fn bots_and_prefixes_do_not_mix() {
    let Some(server) = Server::start(&[]) else { return };
    let config = Redis::new(server.url()).time_limit(5 * SECOND);
    let (secret, other) = (secret(), BotId::new(BOT.get() + 1));
    let one = Shared::connect(&config, &secret, BOT).await.unwrap();
    let two = Shared::connect(&config, &secret, other).await.unwrap();
    let three = Shared::connect(&config.prefix("other"), &secret, BOT).await.unwrap();
    for shared in [&one, &two, &three] {
        assert_eq!(admit(shared, message(1, 1)).await, Ok(()));
    }
    block(&one, 1).await;
    assert!(!is_blocked(&two, 1, 2).await && !is_blocked(&three, 1, 2).await);
}
