//! Nothing that holds a secret shows it.

use std::fmt::Debug;

use serde::Serialize;

use super::bytes::SecretBytes;
use super::*;
use crate::audit::{AuditLog, AuditLogBuilder};
use crate::bot::{Builder, Handle, SecureBot};
use crate::policy::Policy;

/// What cannot be written out with what it holds; of anything else, asking does not compile.
trait NotSerialize<Which> {
    fn holds() {}
}

impl<T: ?Sized> NotSerialize<()> for T {}
// For what can be there are two to choose from, and nothing says which.
impl<T: Serialize + ?Sized> NotSerialize<u8> for T {}

/// What cannot be printed at all.
trait NotDebug<Which> {
    fn holds() {}
}

impl<T: ?Sized> NotDebug<()> for T {}
impl<T: Debug + ?Sized> NotDebug<u8> for T {}

macro_rules! hold {
    ($asked:ident: $($type:ty),* $(,)?) => { $(<$type as $asked<_>>::holds();)* };
}

/// All types with a secret in them, those of the crate alone included. One more belongs here.
#[test]
fn nothing_that_holds_a_secret_can_be_serialised() {
    hold!(NotSerialize: Credentials, text::SecretText, SecretBytes, SecretKey);
    hold!(NotSerialize: SecureBot, Builder, Handle, AuditLog, AuditLogBuilder);
    #[cfg(feature = "password")]
    hold!(NotSerialize: Password);
    #[cfg(feature = "sealed")]
    hold!(NotSerialize: Unlock, seal::Lock, seal::Passphrase);
    #[cfg(feature = "vault")]
    hold!(NotSerialize: Opened, Vault, VaultKey);
    #[cfg(feature = "redb")]
    hold!(NotSerialize: crate::Store);
    #[cfg(feature = "redis")]
    hold!(NotSerialize: crate::Redis);
}

#[test]
fn what_is_for_the_crate_alone_cannot_be_printed() {
    hold!(NotDebug: text::SecretText, SecretBytes, SecretKey);
    #[cfg(feature = "sealed")]
    hold!(NotDebug: seal::Lock, seal::Passphrase);
}

#[test]
fn what_can_be_printed_shows_nothing() {
    let credentials = Credentials::new("102000001", "s3cr3t").unwrap();
    let bot = SecureBot::builder(credentials.clone())
        .policy(Policy::new().trust_c2c())
        .audit(AuditLog::to_writer(std::io::sink()))
        .build()
        .unwrap();
    let mut shown = Shown::default();
    shown.add(&credentials);
    shown.add(&bot.handle());
    shown.add(&bot);
    #[cfg(feature = "password")]
    shown.add(&Password::new("s3cr3t".to_owned()).unwrap());
    #[cfg(feature = "sealed")]
    shown.add(&Unlock::passphrase("s3cr3t").unwrap());
    #[cfg(feature = "vault")]
    {
        // The digits of these bytes, and the bytes themselves as a list.
        let key = || VaultKey::from_bytes(&mut [0xa7; 32]);
        let vault = Vault::new(key());
        shown.add(&key());
        shown.add(&vault.open("x", &vault.seal("x", b"s3cr3t").unwrap()).unwrap());
        shown.add(&vault);
    }
    #[cfg(feature = "redis")]
    shown.add(&crate::Redis::new("redis://bot:s3cr3t@127.0.0.1:1"));
    assert!(shown.0 >= 3);
}

#[derive(Default)]
struct Shown(usize);

impl Shown {
    fn add(&mut self, value: &impl Debug) {
        for text in [format!("{value:?}"), format!("{value:#?}")] {
            let is_there = ["s3cr3t", "a7a7", "167, 167", "115, 51, 99"]
                .iter()
                .any(|part| text.contains(part));
            assert!(!is_there, "{text}");
        }
        self.0 += 1;
    }
}

#[test]
fn a_key_is_overwritten() {
    let mut bytes = [0xa7; 32];
    wipe(&mut bytes);
    assert_eq!(bytes, [0; 32]);
}
