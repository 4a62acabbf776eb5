use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use serde::Deserialize;

use super::read;
use crate::secret::TomlError;

#[derive(Debug, PartialEq, Eq, Deserialize, crate::Validate)]
struct Config {
    #[validate(length(max = 20))]
    greeting: String,
    #[serde(default)]
    level: Option<u8>,
    #[serde(default)]
    mode: Mode,
    #[serde(default)]
    #[validate(nested)]
    places: Vec<Place>,
    #[serde(default)]
    names: BTreeMap<String, String>,
    #[serde(default)]
    never: Option<Never>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
enum Never {}

#[derive(Debug, PartialEq, Eq, Deserialize, crate::Validate)]
struct Place {
    #[validate(length(max = 8))]
    host: String,
    #[serde(default, deserialize_with = "never")]
    port: u16,
}

/// As a program's own type could speak of what it was given.
fn never<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    let given = String::deserialize(from)?;
    Err(serde::de::Error::custom(format!("no {given}, expected {given}")))
}

#[derive(Debug, PartialEq, Eq, Deserialize, Default)]
enum Mode {
    #[default]
    Quiet,
    Loud,
    Timed {
        hours: u8,
    },
    Placed(Place),
    Both(Place, Option<Place>),
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Strict {
    greeting: String,
}

fn variables(name: &str) -> Option<OsString> {
    match name {
        "TOKEN" => Some("s3cr3t".into()),
        "NESTED" => Some("${TOKEN}".into()),
        "EMPTY" => Some("".into()),
        "LONG" => Some("x".repeat(1 << 19).into()),
        _ => None,
    }
}

fn config(text: &str) -> Config {
    read::read(text, &variables).unwrap_or_else(|mistakes| panic!("{text}: {mistakes:?}"))
}

fn mistakes_of<T: serde::de::DeserializeOwned>(text: &str) -> Vec<String> {
    let mistakes = read::read::<T>(text, &variables).map(drop).unwrap_err();
    let error = TomlError::new(Path::new("bot.toml"), mistakes).to_string();
    assert!(!error.contains("s3cr3t"), "{error}");
    let lines = error.lines().map(|line| line.strip_prefix("bot.toml:").unwrap().to_owned());
    lines.collect()
}

fn mistakes(text: &str) -> Vec<String> {
    mistakes_of::<Config>(text)
}

#[test]
fn a_text_fills_its_type() {
    let read = config("greeting = 'hello'\nlevel = 3\nmode = 'Loud'\n[[places]]\nhost = 'a'\n");
    let places = vec![Place { host: "a".into(), port: 0 }];
    let (level, mode) = (Some(3), Mode::Loud);
    let (greeting, names) = ("hello".into(), [].into());
    assert_eq!(read, Config { greeting, level, mode, places, names, never: None });
}

#[test]
fn keys_that_the_type_does_not_have_are_refused_at_their_places() {
    let text = "greeting = ''\ncolour = 's3cr3t'\n[[places]]\nhost = ''\n[[places]]\nhost = ''\n  hots = 's3cr3t'\n";
    let found = mistakes(text);
    let expected = [
        "2:1: 不认识的键 `colour` / unknown key `colour`",
        "7:3: 不认识的键 `hots` / unknown key `hots`",
    ];
    assert_eq!(found, expected);
    let strict = mistakes_of::<Strict>("greeting = ''\ncolour = 's3cr3t'");
    assert_eq!(strict, ["2:1: 不认识的键 `colour` / unknown key `colour`"]);
    for (mode, place) in [
        ("{ Timed = { hours = 1, hour = 's3cr3t' } }", "2:31: "),
        ("{ Placed = { Placed = 's3cr3t', host = '' } }", "2:10: "),
        ("{ Placed = { host = '', hour = 's3cr3t' } }", "2:32: "),
        ("{ Both = [{ host = '' }, { host = '', hour = 's3cr3t' }] }", "2:46: "),
    ] {
        let found = mistakes(&format!("greeting = ''\nmode = {mode}"));
        assert!(found.len() == 1 && found[0].starts_with(place), "{mode}: {found:?}");
        assert!(found[0].contains("unknown key"), "{mode}: {found:?}");
    }
    // A map takes every key.
    assert_eq!(config("greeting = ''\n[names]\nx = 'y'").names["x"], "y");
}

#[test]
fn what_does_not_fit_is_told_without_what_was_found() {
    for (text, place, english) in [
        ("level = 3", "1:1: ", "`greeting` is missing"),
        ("greeting = ''\n[[places]]", "2:1: ", "`host` is missing"),
        ("greeting = ''\nlevel = 's3cr3t, expected s3cr3t'", "2:9: ", "expected u8"),
        ("greeting = ''\nlevel = 300", "2:9: ", "expected u8"),
        ("greeting = ''\nlevel = 99999999999999999999", "2:9: ", "expected u8"),
        ("greeting = ''\nlevel = '${TOKEN}'", "2:9: ", "expected u8"),
        ("greeting = ''\nmode = 's3cr3t'", "2:8: ", "expected one of `Quiet`, `Loud`, "),
        ("greeting = ''\nplaces = [{ host = '', port = 's3cr3t' }]", "2:31: ", "takes"),
        ("greeting = ''\nnever = 'x, expected s3cr3t'", "2:9: ", "takes"),
        ("greeting = s3cr3t", "1:12: ", "no TOML"),
        ("greeting = 's3cr3t'\ngreeting = 's3cr3t'", "2:1: ", "duplicate key"),
    ] {
        let found = mistakes(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert!(found[0].starts_with(place) && found[0].contains(english), "{text}: {found:?}");
    }
}

#[test]
fn references_are_what_variables_hold() {
    for (text, expected) in [
        ("${TOKEN}", "s3cr3t"),
        ("a${TOKEN}b${TOKEN}", "as3cr3tbs3cr3t"),
        ("$${TOKEN}", "${TOKEN}"),
        ("$$${TOKEN}", "$${TOKEN}"),
        ("$TOKEN $ {TOKEN} }", "$TOKEN $ {TOKEN} }"),
        ("${NESTED}", "${TOKEN}"),
        ("$$${", "$${"),
    ] {
        assert_eq!(config(&format!("greeting = '{text}'")).greeting, expected, "{text}");
    }
    let deep =
        config("greeting = ''\n[[places]]\nhost = '${TOKEN}'\n[names]\n'${TOKEN}' = '${TOKEN}'");
    assert_eq!(deep.places[0].host, "s3cr3t");
    assert_eq!(deep.names["${TOKEN}"], "s3cr3t", "keys are taken as they are");
}

#[test]
fn every_reference_to_nothing_is_named_with_its_key() {
    let found =
        mistakes("greeting = 's3cr3t${GONE}'\n[[places]]\nhost = '${EMPTY}'\n[names]\nx = '${}'\n");
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with("1:12: `greeting`：环境变量 GONE 没有设置"), "{found:?}");
    assert!(found[0].ends_with("`greeting`: the environment variable GONE is not set, or empty"));
    assert!(found[1].starts_with("3:8: `host`：环境变量 EMPTY 没有设置"), "{found:?}");
    assert!(found[2].starts_with("5:5: `x`：引用应写成 ${NAME}"), "{found:?}");
    // What it would have been is not looked into.
    assert_eq!(mistakes("greeting = ''\nlevel = '${GONE}'").len(), 1);
}

#[test]
fn what_could_be_meant_as_a_reference_is_refused() {
    for text in [
        "${",
        "${}",
        "${s3cr3t",
        "${s3cr3t-x}",
        "${TOKEN:-s3cr3t}",
        "${${TOKEN}}",
        "${ TOKEN}",
        "${1}",
        "${姓名}",
    ] {
        let found = mistakes(&format!("greeting = '{text}'"));
        assert!(
            found.len() == 1 && found[0].contains("a reference is written"),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn no_broken_text_is_shown() {
    let text = "greeting = \"s3cr3t\"\nlevel = 's3cr3t'\nplaces = [{ host = '''s3cr3t''' }]\n";
    for cut in 0..text.len() {
        for odd in ["\"", "'", "=", "\\", "\0", "[", "}", "\n", ".", "${", "\r"] {
            mistakes(&format!("{}{odd}{}", &text[..cut], &text[cut..]));
        }
    }
}

/// Dotted keys within each other's tables: four thousand tables deep in nine kilobytes.
#[test]
fn what_would_overflow_the_stack_is_refused() {
    let keys = "a.".repeat(70) + "a";
    let deep = format!("{}1{}", format!("{{ {keys} = ").repeat(60), "}".repeat(60));
    for text in [format!("greeting = ''\n[names]\nx = {deep}"), format!("x = [\n{deep}\n]\n}}")] {
        let found = mistakes(&text);
        assert!(found.len() == 1 && found[0].contains("nested too deeply"), "{found:?}");
    }
    let most = format!("greeting = ''\nx = {}1{}", "{ a = ".repeat(79), " }".repeat(79));
    assert!(mistakes(&most)[0].starts_with("2:1: 不认识的键 `x`"));
}

#[test]
fn a_file_cannot_ask_for_more_than_there_is_room_for() {
    assert_eq!(config("greeting = '${LONG}${LONG}'").greeting.len(), 1 << 20);
    let found = mistakes("greeting = '${LONG}${LONG}${LONG}'");
    assert!(found[0].contains("over 1 MiB"), "{found:?}");
}

#[test]
#[cfg(not(feature = "sealed"))]
fn what_is_sealed_is_not_taken_for_the_secret() {
    let found = mistakes("greeting = 'age:s3cr3t'");
    assert!(found[0].starts_with("1:12: `greeting` 是密封的"), "{found:?}");
    assert!(found[0].contains("turn on the feature `sealed`"), "{found:?}");
}

#[cfg(feature = "sealed")]
mod sealed {
    use super::*;
    use crate::secret::seal::{Lock, new_identity, value::of_sealed};

    /// An identity, and a value that is sealed to it.
    fn sealed(plain: &str) -> (String, String) {
        let (identity, recipient) = new_identity();
        let sealed = Lock::to(&[recipient]).unwrap().seal(plain.as_bytes()).unwrap();
        (identity.as_str().to_owned(), of_sealed(&sealed))
    }

    /// With the identity in the environment, or none.
    fn read_with(identity: &str, text: &str) -> Result<Config, String> {
        let variables = |name: &str| match name {
            "BOTRS_SECURE_IDENTITY" => Some(identity.into()),
            _ => variables(name),
        };
        read::read(text, &variables).map_err(|mistakes| {
            let error = TomlError::new(Path::new("bot.toml"), mistakes).to_string();
            assert!(!error.contains("s3cr3t") && !error.contains("AGE-SECRET"), "{error}");
            error
        })
    }

    #[test]
    fn what_is_sealed_is_opened_and_not_looked_into_again() {
        let (identity, value) = sealed("${TOKEN}");
        let text = format!("greeting = '{value}'\n[[places]]\nhost = '${{TOKEN}}'");
        let config = read_with(&identity, &text).unwrap();
        assert_eq!((&*config.greeting, &*config.places[0].host), ("${TOKEN}", "s3cr3t"));
        // A variable's text is taken as it is, and without such values nothing is asked for.
        assert_eq!(read_with("", "greeting = '${TOKEN}'").unwrap().greeting, "s3cr3t");
    }

    #[test]
    fn what_is_not_opened_is_named_by_its_key_and_line() {
        let (identity, value) = sealed("s3cr3t");
        let (_, other) = sealed("s3cr3t");
        let text = format!("greeting = '{value}'\n[names]\nx = '{other}'\ny = 'age:s3cr3t'\n");
        let error = read_with(&identity, &text).unwrap_err();
        let lines: Vec<_> = error.lines().collect();
        assert_eq!(lines.len(), 2, "{error}");
        assert!(lines[0].starts_with("bot.toml:3:5: `x`：打不开"), "{error}");
        assert!(lines[1].ends_with("`y`: this is no age file"), "{error}");
    }

    #[test]
    fn a_missing_identity_is_told_once_with_its_cure() {
        let (_, value) = sealed("s3cr3t");
        let text = format!("greeting = '{value}'\n[names]\nx = '{value}'\n");
        let error = read_with("", &text).unwrap_err();
        assert!(error.starts_with("bot.toml:1:12: `greeting` 是密封的"), "{error}");
        assert!(error.contains("BOTRS_SECURE_IDENTITY_FILE") && !error.contains("`x`"), "{error}");
    }

    #[test]
    fn no_file_asks_for_more_openings_than_64() {
        let (identity, value) = sealed("s3cr3t");
        let many = |count: usize| {
            let names = (0..count).map(|n| format!("k{n} = '{value}'\n")).collect::<String>();
            read_with(&identity, &format!("greeting = ''\n[names]\n{names}"))
        };
        assert_eq!(many(64).unwrap().names.len(), 64);
        let error = many(70).unwrap_err();
        assert_eq!(error.matches("more than 64 sealed values").count(), 1, "{error}");
    }
}

#[cfg(unix)]
mod files {
    use super::*;
    use crate::audit::TestDir;
    use crate::secret::file::tests::file;
    use crate::secret::{ConfigError, SecretFileError, SecureConfig};

    fn load(text: &str, mode: u32) -> (String, Result<Config, ConfigError>) {
        let dir = TestDir::new();
        let path = file(&dir, "bot.toml", mode, text);
        (path.to_str().unwrap().to_owned(), SecureConfig::load(&path))
    }

    #[test]
    fn a_good_file_is_loaded() {
        assert_eq!(load("greeting = 'hello'", 0o600).1.unwrap().greeting, "hello");
    }

    #[test]
    fn the_rules_of_the_type_hold() {
        let text = "greeting = 'much longer than twenty'\n[[places]]\nhost = 'longer than 8'\n";
        let (path, loaded) = load(text, 0o600);
        let error = loaded.unwrap_err().to_string();
        assert!(error.starts_with(&format!("{path}: greeting：")), "{error}");
        assert!(error.contains("places[0].host: "), "{error}");
    }

    #[test]
    fn a_file_that_others_can_read_is_not_loaded() {
        let (path, loaded) = load("greeting = 's3cr3t'", 0o640);
        let (path, mode) = (path.into(), 0o640);
        assert_eq!(loaded.unwrap_err(), SecretFileError::Mode { path, mode }.into());
    }

    #[test]
    fn mistakes_name_the_file() {
        let (path, loaded) = load("greeting = 's3cr3t'\nx = 1", 0o600);
        let error = loaded.unwrap_err().to_string();
        assert_eq!(error, format!("{path}:2:1: 不认识的键 `x` / unknown key `x`"));
    }
}
