use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc;

use super::pool::Pool;
use super::*;

fn password(text: &str) -> Password {
    Password::new(text.into()).unwrap()
}

fn verify(text: &str, stored: &str) -> Result<Verified, PasswordError> {
    password(text).verify(stored)
}

/// From `src/test.c` of the reference implementation, phc-winner-argon2.
const OF_REFERENCE: [&str; 3] = [
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
    "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
];

/// Made with argon2-cffi, which binds the reference implementation: version 16, the other algorithms.
const OLDER: [&str; 3] = [
    "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$2gcOV25Q8vOKPIl8vdxsf7QCjocJcf+erntOGHkpXm4",
    "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
    "$argon2d$v=19$m=256,t=2,p=1$c29tZXNhbHQ$JcTui6RIBUtJ78gE5Hi52CO+H5vS6Z9R1uxAB6OhUB8",
];

/// Made with argon2-cffi: our parameters, and those that it has by itself.
const CURRENT: [(&str, &str); 2] = [
    (
        "correct horse battery staple",
        "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$gy5SuVm5Z7Vw7keB9se9p87QGcomaseB/S2U1OhTsM0",
    ),
    (
        "password",
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$rBWULD5jOGpQy32rLvGcmvQMVqIVNAmrCtekWvUA8bw",
    ),
];

/// Made with argon2-cffi from the text with `fi` as two letters.
const COMPOSED: &str = "$argon2id$v=19$m=256,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$yllAYCbmgOpf63cOGPAzKuTakZRIpKraSbShfbYWjYE";

#[test]
fn strings_of_other_implementations_verify() {
    for stored in OF_REFERENCE.into_iter().chain(OLDER) {
        assert_eq!(verify("password", stored), Ok(Verified::Outdated), "{stored}");
        assert_eq!(verify("Password", stored), Err(PasswordError::Wrong), "{stored}");
    }
    for (text, stored) in CURRENT {
        assert_eq!(verify(text, stored), Ok(Verified::Current), "{stored}");
    }
}

#[test]
fn a_hash_has_the_parameters_and_a_salt_of_its_own() {
    let (one, two) = (password("x").hash().unwrap(), password("x").hash().unwrap());
    assert_ne!(one, two);
    assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
    assert_eq!(verify("x", &one), Ok(Verified::Current));
    assert_eq!(verify("y", &one), Err(PasswordError::Wrong));
}

#[test]
fn each_thing_that_is_weaker_is_outdated() {
    let salt = "c2FsdHNhbHRzYWx0c2FsdA";
    let hash = "yllAYCbmgOpf63cOGPAzKuTakZRIpKraSbShfbYWjYE";
    let is_current = |head: &str, salt: &str, hash: &str| {
        let text = format!("${head}${salt}${hash}");
        Stored::parse(&text).unwrap().is_current()
    };
    assert!(is_current("argon2id$v=19$m=19456,t=2,p=1", salt, hash));
    for weaker in [
        "argon2id$v=19$m=19455,t=2,p=1",
        "argon2id$v=19$m=19456,t=1,p=1",
        "argon2id$v=16$m=19456,t=2,p=1",
        "argon2i$v=19$m=19456,t=2,p=1",
    ] {
        assert!(!is_current(weaker, salt, hash), "{weaker}");
    }
    let head = "argon2id$v=19$m=19456,t=2,p=1";
    assert!(!is_current(head, "c2FsdHNhbHRzYWx0c2Fs", hash), "15 bytes of salt");
    assert!(!is_current(head, salt, &format!("{}A", &hash[..41])), "31 bytes of hash");
}

#[test]
fn what_asks_for_too_much_is_not_computed() {
    for costly in [
        "m=4194304,t=2,p=1",
        "m=65537,t=2,p=1",
        "m=256,t=11,p=1",
        "m=256,t=4294967295,p=1",
        "m=256,t=2,p=9",
    ] {
        let stored = OF_REFERENCE[1].replace("m=256,t=2,p=1", costly);
        assert_eq!(verify("password", &stored), Err(PasswordError::TooCostly), "{costly}");
    }
}

#[test]
fn what_is_just_allowed_is_parsed() {
    let most = "$argon2id$v=19$m=65536,t=10,p=8$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA";
    assert!(
        Stored::parse(most).is_ok_and(|stored| !stored.is_current()),
        "8 bytes of salt, 16 of hash"
    );
    assert!(Stored::parse(&most[..most.len() - 2]).is_err(), "15 bytes of hash");
}

#[test]
fn what_is_no_phc_string_of_argon2_is_refused() {
    let good = OF_REFERENCE[1];
    let long = format!("{good}{}", "A".repeat(512));
    for wrong in [
        "",
        "password",
        &good[..good.len() - 44],
        &good.replace("$v=19", ""),
        &good.replace("v=19", "v=18"),
        &good.replace("argon2id", "scrypt"),
        &good.replace("m=256", "m=-1"),
        &good.replace("m=256", "m=1"),
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$Ff5cernD4kDGi1A2",
        &good.replace("c29tZXNhbHQ", "c29tZXNhbA"),
        &good.replace("c29tZXNhbHQ", "c29tZXNhb.Q"),
        &good.replace("c29tZXNhbHQ", "c29tZXNhbHR"),
        &long,
    ] {
        assert_eq!(verify("password", wrong), Err(PasswordError::Malformed), "{wrong}");
    }
}

#[test]
fn texts_that_look_alike_are_one_password() {
    assert_eq!(verify("密码fi", COMPOSED), Ok(Verified::Outdated));
    assert_eq!(verify("密码ﬁ", COMPOSED), Ok(Verified::Outdated));
    assert_eq!(normalise("é"), normalise("e\u{301}"));
    assert_eq!(normalise("１２"), b"12");
}

#[test]
fn lengths_are_bounded_and_nothing_grows() {
    let error = |text: String| Password::new(text).map(drop);
    assert_eq!(error(String::new()), Err(PasswordError::Length));
    assert_eq!(error("x".repeat(1025)), Err(PasswordError::Length));
    assert_eq!(error("x".repeat(1024)), Ok(()));
    let widest = "\u{fdfa}".repeat(341);
    assert_eq!(normalise(&widest).capacity(), widest.len() * GROWTH);
    let worst = ('\0'..=char::MAX).map(|letter| {
        let text = letter.to_string();
        normalise(&text).len().div_ceil(text.len())
    });
    assert_eq!(worst.max(), Some(GROWTH));
}

#[test]
fn debug_shows_nothing_and_the_text_is_wiped() {
    let password = password("hunter2");
    assert_eq!(format!("{password:?}"), "Password([redacted])");
    // What `drop` does, while it can still be looked at.
    let mut letters = Arc::into_inner(password.0).unwrap();
    letters.wipe();
    assert_eq!(letters.0, [0; 7]);
}

#[tokio::test]
async fn the_async_ways_answer_the_same() {
    let stored = password("x").hash_async().await.unwrap();
    assert_eq!(password("x").verify_async(&stored).await, Ok(Verified::Current));
    assert_eq!(password("y").verify_async(&stored).await, Err(PasswordError::Wrong));
}

#[tokio::test]
async fn two_work_some_wait_and_the_others_are_refused() {
    static SMALL: Pool = Pool::new(2, 1);
    static MOST_AT_ONCE: AtomicUsize = AtomicUsize::new(0);
    static WORKING: AtomicUsize = AtomicUsize::new(0);
    let (started, begun) = mpsc::channel();
    let mut releases = Vec::new();
    let tasks = Vec::from_iter((0..3).map(|_| {
        let (release, released) = mpsc::channel::<()>();
        releases.push(release);
        let started = started.clone();
        tokio::spawn(SMALL.run(move || {
            MOST_AT_ONCE.fetch_max(WORKING.fetch_add(1, SeqCst) + 1, SeqCst);
            started.send(()).unwrap();
            // Ends when its sender is dropped.
            let _ = released.recv();
            WORKING.fetch_sub(1, SeqCst);
            Ok(())
        }))
    }));
    while SMALL.free() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(SMALL.run(|| Ok(())).await, Err(PasswordError::Busy));
    // Both work before either may end.
    begun.recv().and_then(|()| begun.recv()).unwrap();
    drop(releases);
    for task in tasks {
        assert_eq!(task.await.unwrap(), Ok(()));
    }
    assert_eq!(begun.try_iter().count(), 1);
    assert_eq!(MOST_AT_ONCE.load(SeqCst), 2);
}

#[tokio::test]
async fn who_gives_up_waiting_does_not_free_the_turn() {
    static SMALL: Pool = Pool::new(1, 0);
    let (started, begun) = tokio::sync::oneshot::channel();
    let (release, released) = mpsc::channel::<()>();
    let task = tokio::spawn(SMALL.run(move || {
        started.send(()).unwrap();
        let _ = released.recv();
        Ok(())
    }));
    begun.await.unwrap();
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert_eq!(SMALL.run(|| Ok(())).await, Err(PasswordError::Busy));
    drop(release);
    while SMALL.free() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(SMALL.run(|| Ok(())).await, Ok(()));
}
