#![cfg(unix)]

use std::fs;
use std::io::Cursor;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use clap::Parser as _;

use super::*;
use crate::audit::TestDir;
use crate::cli::{About, Cli};
use crate::secret::file::tests::file;

const WORDS: &str = "correct horse battery";
const TOML: &str = "app_id = 102000001\nsecret = \"s3cr3t\"\n";

/// A terminal or a script before the commands.
#[derive(Default)]
struct Script<'a> {
    input: &'a str,
    typed: &'a [&'a str],
    is_typed: bool,
    is_seen: bool,
}

impl Script<'_> {
    /// What is printed, or the error.
    fn run(&self, args: &[&str]) -> Result<(Answer, String), String> {
        let args = ["botrs-secure", "secret"].iter().chain(args);
        let cli = Cli::try_parse_from(args).map_err(|error| error.to_string())?;
        let About::Secret(action) = cli.about else { unreachable!("it is the command's name") };
        let typed = std::cell::RefCell::new(self.typed.iter());
        let mut output = Vec::new();
        let mut console = Console {
            input: &mut Cursor::new(self.input),
            output: &mut output,
            asker: &|_| match typed.borrow_mut().next() {
                Some(typed) => Ok((*typed).to_owned()),
                None => Err(std::io::Error::other("no terminal")),
            },
            is_typed: self.is_typed,
            is_seen: self.is_seen,
        };
        let answer = action.run_on(&mut console).map_err(|error| error.to_string())?;
        Ok((answer, String::from_utf8(output).unwrap()))
    }
}

/// What is printed by a command that succeeds, with this input.
fn printed(input: &str, args: &[&str]) -> String {
    let (answer, printed) = Script { input, ..Script::default() }.run(args).unwrap();
    assert_eq!(answer, Answer::Yes, "{printed}");
    printed
}

fn error(input: &str, args: &[&str]) -> String {
    let error = Script { input, ..Script::default() }.run(args).unwrap_err();
    assert!(!error.contains("s3cr3t"), "{error}");
    error
}

/// The path of a new identity, and its recipient.
fn identity(dir: &TestDir, name: &str) -> (String, String) {
    let path = dir.join(name).to_str().unwrap().to_owned();
    let recipient = printed("", &["keygen", &path]);
    (path, recipient.trim().to_owned())
}

fn mode(path: &str) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

fn at(dir: &TestDir, name: &str) -> String {
    dir.join(name).to_str().unwrap().to_owned()
}

#[test]
fn an_identity_is_made_once_for_its_owner_alone() {
    let dir = TestDir::new();
    let (path, recipient) = identity(&dir, "identity");
    assert!(recipient.starts_with("age1"));
    assert_eq!(mode(&path), 0o600);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(&recipient) && text.contains("\nAGE-SECRET-KEY-1"));
    error("", &["keygen", &path]);
    assert_eq!(fs::read_to_string(&path).unwrap(), text, "it is left alone");
}

#[test]
fn what_a_script_seals_a_script_opens() {
    let dir = TestDir::new();
    let (identity, recipient) = identity(&dir, "identity");
    let sealed = printed(TOML, &["seal", "--to", &recipient]);
    assert!(sealed.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"));
    assert_eq!(printed(&sealed, &["open", "--identity", &identity]), TOML);
    let value = printed("s3cr3t\r\n", &["seal", "--to", &recipient, "--value"]);
    assert!(value.starts_with("age:") && value.ends_with('\n'));
    assert_eq!(printed(&value, &["open", "--identity", &identity]), "s3cr3t");
    // Into files, which have to be new.
    let (age, plain) = (at(&dir, "credentials.age"), at(&dir, "credentials.toml"));
    assert_eq!(printed(TOML, &["seal", "--to", &recipient, "-o", &age]), "");
    assert_eq!(printed("", &["open", &age, "--identity", &identity, "-o", &plain]), "");
    assert_eq!((mode(&plain), fs::read_to_string(&plain).unwrap()), (0o600, TOML.to_owned()));
    error("", &["open", &age, "--identity", &identity, "-o", &plain]);
    error(TOML, &["seal", "--to", &recipient, "-o", &age]);
}

#[test]
fn passphrases_come_from_files_from_the_input_or_from_whoever_types_them() {
    let dir = TestDir::new();
    let words = file(&dir, "words", 0o600, format!("{WORDS}\n"));
    let words = words.to_str().unwrap();
    let sealed = printed(TOML, &["seal", "--to-passphrase-file", words]);
    assert_eq!(printed(&sealed, &["open", "--passphrase-file", words]), TOML);
    let age = file(&dir, "age", 0o644, &sealed);
    let age = age.to_str().unwrap();
    assert_eq!(printed(&format!("{WORDS}\n"), &["open", age, "--passphrase-file", "-"]), TOML);
    let typing = |typed| Script { typed, is_typed: true, ..Script::default() };
    assert_eq!(typing(&[WORDS]).run(&["open", age]).unwrap().1, TOML);
    let wrong = typing(&["something else"]).run(&["open", age]).unwrap_err();
    assert!(wrong.contains("the passphrase is wrong"), "{wrong}");
    // A new one is asked for twice, then what is to be sealed.
    let (_, sealed) = typing(&[WORDS, WORDS, "s3cr3t"]).run(&["seal", "--to-passphrase"]).unwrap();
    assert_eq!(printed(&sealed, &["open", "--passphrase-file", words]), "s3cr3t");
    let differs = typing(&[WORDS, "correct horse batery"]).run(&["seal", "--to-passphrase"]);
    assert!(differs.unwrap_err().contains("not the same"));
    let short = typing(&["short", "short"]).run(&["seal", "--to-passphrase"]);
    assert!(short.unwrap_err().contains("at least 12 characters"));
    // Nobody to ask.
    assert!(error(TOML, &["seal", "--to-passphrase"]).contains("no terminal"));
    assert!(error(TOML, &["seal", "--to-passphrase-file", "-"]).contains("is what is sealed"));
    let open = file(&dir, "open", 0o644, WORDS);
    let refused = error(TOML, &["seal", "--to-passphrase-file", open.to_str().unwrap()]);
    assert!(refused.contains("0644"), "{refused}");
}

#[test]
fn nothing_is_shown_on_a_terminal_without_being_asked_for() {
    let dir = TestDir::new();
    let (identity, recipient) = identity(&dir, "identity");
    let age = at(&dir, "age");
    printed(TOML, &["seal", "--to", &recipient, "-o", &age]);
    let terminal = Script { is_seen: true, ..Script::default() };
    let refused = terminal.run(&["open", &age, "--identity", &identity]).unwrap_err();
    assert!(refused.contains("--show") && !refused.contains("s3cr3t"), "{refused}");
    let shown = terminal.run(&["open", &age, "--identity", &identity, "--show"]).unwrap().1;
    assert_eq!(shown, TOML);
}

#[test]
fn an_identity_in_place_of_a_recipient_is_not_repeated() {
    let dir = TestDir::new();
    let (path, _) = identity(&dir, "identity");
    let text = fs::read_to_string(path).unwrap();
    let secret = text.lines().last().unwrap();
    let refused = error(TOML, &["seal", "--to", secret]);
    assert!(!refused.contains(secret) && refused.contains("is it the identity?"), "{refused}");
}

#[test]
fn a_file_is_sealed_anew_and_the_old_key_opens_it_no_more() {
    let dir = TestDir::new();
    let ((old, to_old), (new, to_new)) = (identity(&dir, "old"), identity(&dir, "new"));
    let sealed = printed(TOML, &["seal", "--to", &to_old]);
    let age = file(&dir, "age", 0o644, &sealed);
    let age = age.to_str().unwrap();
    printed("", &["rotate", age, "--identity", &old, "--to", &to_new]);
    assert_eq!(mode(age), 0o644, "as it was");
    assert!(fs::read(age).unwrap().starts_with(b"-----BEGIN"), "as it was");
    assert_eq!(printed("", &["open", age, "--identity", &new]), TOML);
    assert!(error("", &["open", age, "--identity", &old]).contains("another identity"));
    // Both passphrases from the input.
    let input = format!("{WORDS}\nanother one, longer\n");
    let dash = ["--passphrase-file", "-", "--to-passphrase-file", "-"];
    printed(&format!("{WORDS}\n"), &["rotate", age, "--identity", &new, dash[2], dash[3]]);
    printed(&input, &[&["rotate", age][..], &dash].concat());
    let opened = printed("another one, longer\n", &["open", age, "--passphrase-file", "-"]);
    assert_eq!(opened, TOML);
}

#[test]
fn the_old_file_is_whole_whatever_keeps_it_from_being_sealed_anew() {
    let dir = TestDir::new();
    let ((old, to_old), (other, _)) = (identity(&dir, "old"), identity(&dir, "other"));
    let age = at(&dir, "age");
    printed(TOML, &["seal", "--to", &to_old, "-o", &age]);
    let before = fs::read(&age).unwrap();
    let is_whole = |args: &[&str]| {
        let refused = error("", &[&["rotate", &age][..], args].concat());
        assert_eq!(fs::read(&age).unwrap(), before, "{refused}");
        refused
    };
    is_whole(&["--identity", &other, "--to", &to_old]);
    is_whole(&["--identity", &old, "--to", "age1none"]);
    is_whole(&["--identity", &old]);
    // Another run is writing, or was ended while it did.
    fs::write(dir.join("age.new"), "mine").unwrap();
    let refused = is_whole(&["--identity", &old, "--to", &to_old]);
    assert!(refused.contains("age.new"), "{refused}");
    assert_eq!(fs::read(dir.join("age.new")).unwrap(), b"mine");
}

#[test]
fn values_in_a_configuration_are_sealed_anew_and_all_else_is_left() {
    let dir = TestDir::new();
    let ((old, to_old), (new, to_new)) = (identity(&dir, "old"), identity(&dir, "new"));
    let value = |plain| printed(plain, &["seal", "--to", &to_old, "--value"]).trim().to_owned();
    let text = format!(
        "# 密封\ntoken = '{}' # kept\n[a]\nlist = [\"x\", \"{}\"]\n",
        value("s3cr3t"),
        value("more")
    );
    let toml = file(&dir, "bot.toml", 0o600, &text);
    let toml = toml.to_str().unwrap();
    printed("", &["rotate", toml, "--identity", &old, "--to", &to_new]);
    let rotated = fs::read_to_string(toml).unwrap();
    assert!(
        rotated.starts_with("# 密封\ntoken = \"age:") && rotated.contains(" # kept\n[a]\nlist")
    );
    assert_eq!(mode(toml), 0o600);
    let checked = printed("", &["check", toml, "--identity", &new]);
    assert_eq!(checked.matches("it opens").count(), 2, "{checked}");
    let (answer, checked) = Script::default().run(&["check", toml, "--identity", &old]).unwrap();
    assert_eq!((answer, checked.matches("another identity").count()), (Answer::No, 2), "{checked}");
    let plain = file(&dir, "plain.toml", 0o600, "a = 1\n");
    let refused =
        error("", &["rotate", plain.to_str().unwrap(), "--identity", &new, "--to", &to_new]);
    assert!(refused.contains("no sealed values"), "{refused}");
}

#[test]
fn a_check_tells_modes_owners_and_keys() {
    let dir = TestDir::new();
    let (identity, recipient) = identity(&dir, "identity");
    let check = |path: &Path| {
        let args = ["check", path.to_str().unwrap(), "--identity", &identity];
        let (answer, text) = Script::default().run(&args)?;
        assert!(!text.contains("s3cr3t"), "{text}");
        Ok::<_, String>((answer, text))
    };
    let good = check(&file(&dir, "good.toml", 0o600, TOML)).unwrap();
    assert!(good.0 == Answer::Yes && good.1.contains("(0600, "), "{}", good.1);
    let open = check(&file(&dir, "open.toml", 0o644, TOML)).unwrap();
    assert!(
        open.0 == Answer::No && open.1.contains("0644") && open.1.contains("0600"),
        "{}",
        open.1
    );
    let lacking = check(&file(&dir, "lacking.toml", 0o600, "secret = 's3cr3t'\n")).unwrap();
    assert!(lacking.0 == Answer::No && lacking.1.contains("app_id is missing"), "{}", lacking.1);
    let broken = check(&file(&dir, "broken.toml", 0o600, "secret = s3cr3t\n")).unwrap();
    assert!(broken.0 == Answer::No && broken.1.contains(":1:10: "), "{}", broken.1);
    check(&dir.join("nowhere")).unwrap_err();
    // A sealed one can be read by all, and what is in it is looked at.
    let sealed = printed("secret = 's3cr3t'\n", &["seal", "--to", &recipient]);
    let sealed = check(&file(&dir, "sealed.age", 0o644, sealed)).unwrap();
    assert!(sealed.0 == Answer::No && sealed.1.contains("app_id is missing"), "{}", sealed.1);
    let sealed = printed(TOML, &["seal", "--to", &recipient]);
    let sealed = file(&dir, "whole.age", 0o644, sealed);
    assert_eq!(check(&sealed).unwrap().0, Answer::Yes);
    let args = ["check", sealed.to_str().unwrap()];
    let unopened = Script::default().run(&args).unwrap();
    assert!(unopened.0 == Answer::Yes && unopened.1.contains("warning"), "{}", unopened.1);
    let json = Script::default().run(&["check", sealed.to_str().unwrap(), "--json"]).unwrap().1;
    assert!(json.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}
