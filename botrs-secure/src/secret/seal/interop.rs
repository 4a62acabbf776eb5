//! Both ways with the program `age`, whose files these are.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Lock, Passphrase, SealedError, Unlock, new_identity, open};
use crate::audit::TestDir;
use crate::secret::file::tests::file;

const PLAIN: &str = "app_id = 102000001\nsecret = \"s3cr3t\"\n";
const WORDS: &str = "correct horse battery";
/// What `age -a -p` 1.1.1 made of them, with the work 2^18.
const BY_PASSPHRASE: &str = "-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCAyWjYrcStlUnRzRnRQUkFy
cU0xZllBIDE4ClJEY3d3OGxHUDhMSXlmZmJETUZEOUo0YmJ5Nmo1SlRzZGNxOUZ1
L1hqMGcKLS0tICswelJTTVFFZnYwdC9CcU5saTNnWS9PVGxKVGZobENvRUNJUXJm
WTJuc3MKeLUygLNLgzPLQbvwO0lpsrdzx5oaoPu7toBoafUs/fWnu5+e9qn2QPm3
L9HcOFVI8iVc94LDOSaaGoPKrp2qhgHKZU1A
-----END AGE ENCRYPTED FILE-----
";

/// Whether the program is there; a run that needs it fails where it is not.
fn is_installed() -> bool {
    let asked = Command::new("age").arg("--version").stdout(Stdio::null()).status();
    if asked.is_ok_and(|status| status.success()) {
        return true;
    }
    let required = env::var_os("BOTRS_SECURE_REQUIRE_AGE").is_some_and(|value| value == "1");
    assert!(!required, "there is no age, and BOTRS_SECURE_REQUIRE_AGE is 1");
    // Past `print!`, whose text nobody sees of a test that passes.
    let _ = writeln!(io::stdout(), "SKIPPED: there is no age, so this test tested nothing");
    false
}

/// What a program prints that succeeds.
fn output(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {args:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn what_age_sealed_by_a_passphrase_opens() {
    let opened = open(BY_PASSPHRASE.as_bytes(), &Unlock::passphrase(WORDS).unwrap());
    assert_eq!(opened.unwrap().as_slice(), PLAIN.as_bytes());
    let wrong = open(BY_PASSPHRASE.as_bytes(), &Unlock::passphrase("something else").unwrap());
    assert_eq!(wrong.map(drop), Err(SealedError::WrongKey));
}

#[test]
fn what_age_sealed_to_an_identity_opens_with_either_ones_identity() {
    if !is_installed() {
        return;
    }
    let dir = TestDir::new();
    let (identity, recipient) = new_identity();
    let theirs = dir.join("theirs");
    output("age-keygen", &["-o", text(&theirs)]);
    let their_recipient = output("age-keygen", &["-y", text(&theirs)]);
    let unlocks = [
        (Unlock::of_identities(&identity).unwrap(), recipient),
        (Unlock::identity_file(&theirs).unwrap(), their_recipient.trim().to_owned()),
    ];
    let (plain, sealed) = (file(&dir, "plain", 0o600, PLAIN), dir.join("sealed"));
    for (unlock, recipient) in unlocks {
        for form in [&[][..], &["-a"]] {
            output("age", &[form, &["-r", &recipient, "-o", text(&sealed), text(&plain)]].concat());
            let opened = open(&fs::read(&sealed).unwrap(), &unlock).unwrap();
            assert_eq!(opened.as_slice(), PLAIN.as_bytes());
        }
    }
}

#[test]
fn age_opens_what_is_sealed_here() {
    if !is_installed() {
        return;
    }
    let dir = TestDir::new();
    let (identity, recipient) = new_identity();
    let identity = file(&dir, "identity", 0o600, identity.as_str());
    assert_eq!(output("age-keygen", &["-y", text(&identity)]).trim(), recipient);
    let lock = Lock::to(&[recipient]).unwrap();
    let plain = PLAIN.as_bytes();
    for sealed in [lock.seal(plain).unwrap(), lock.seal_armoured(plain).unwrap()] {
        let sealed = file(&dir, "sealed", 0o600, sealed);
        assert_eq!(output("age", &["-d", "-i", text(&identity), text(&sealed)]), PLAIN);
    }
    // It asks a terminal for passphrases, so it is given one.
    let lock = Lock::Passphrase(Passphrase::new(&WORDS.to_owned().into()).unwrap());
    let sealed = file(&dir, "by-passphrase", 0o600, lock.seal_armoured(plain).unwrap());
    let opened = dir.join("opened");
    let asking = format!("age -d -o '{}' '{}'", text(&opened), text(&sealed));
    let mut terminal = Command::new("script")
        .args(["-qec", &asking, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    terminal.stdin.take().unwrap().write_all(format!("{WORDS}\n").as_bytes()).unwrap();
    assert!(terminal.wait().unwrap().success());
    assert_eq!(fs::read_to_string(opened).unwrap(), PLAIN);
}
