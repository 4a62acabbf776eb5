use std::ffi::OsString;

use super::*;

const APP_ID: &str = "QQ_BOT_APP_ID";
const SECRET: &str = "QQ_BOT_SECRET";

/// Credentials from an environment that holds these variables.
fn from_env(variables: &[(&str, &str)]) -> Result<Credentials, CredentialsError> {
    let value = |name: &str| variables.iter().find(|(own, _)| *own == name);
    env::read(&|name| value(name).map(|(_, value)| OsString::from(value)))
}

fn from(app_id: &str, secret: &str) -> Result<Credentials, CredentialsError> {
    from_env(&[(APP_ID, app_id), (SECRET, secret)])
}

fn are_good(credentials: &Credentials) {
    assert_eq!(credentials.app_id(), BotId::new(102_000_001));
    assert_eq!(credentials.secret().as_str(), "s3cr3t");
}

#[test]
fn variables_make_credentials() {
    are_good(&from("102000001", "s3cr3t\n").unwrap());
}

#[test]
fn what_is_missing_or_mixed_up_is_named_and_never_shown() {
    let missing = |name| Err(CredentialsError::Missing { name });
    assert_eq!(from("", "x").map(drop), missing(APP_ID));
    assert_eq!(from("1", "").map(drop), missing(SECRET));
    let mixed_up = from("s3cr3t", "102000001").unwrap_err();
    assert_eq!(mixed_up, CredentialsError::AppId);
    assert!(!mixed_up.to_string().contains("s3cr3t"));
}

#[test]
fn a_secret_with_what_nobody_sees_is_refused() {
    for odd in [
        " ",
        "\n",
        "\u{3000}",
        "a b",
        "a\0",
        "\u{feff}s3cr3t",
        "s3cr3t\u{200b}",
        "ｓ３ｃｒ３ｔ",
        "\u{7f}",
    ] {
        assert_eq!(from("1", odd).map(drop), Err(CredentialsError::Secret), "{odd:?}");
        assert_eq!(Credentials::new("1", odd).map(drop), Err(CredentialsError::Secret), "{odd:?}");
    }
    assert_eq!(from("1", "!s3cr3t~").unwrap().secret().as_str(), "!s3cr3t~");
}

#[test]
fn debug_shows_no_secret() {
    let debug = format!("{:?}", from("1", "s3cr3t").unwrap());
    assert!(debug.starts_with("Credentials { app_id") && !debug.contains("s3cr3t"), "{debug}");
}

/// What is wrong of a text, with `line:column` before each.
fn mistakes(text: &str) -> Vec<String> {
    let mistakes = file::parse(text).map(drop).unwrap_err();
    let error = TomlError::new(Path::new("bot.toml"), mistakes).to_string();
    assert!(!error.contains("s3cr3t"), "{error}");
    let lines = error.lines().map(|line| line.strip_prefix("bot.toml:").unwrap().to_owned());
    lines.collect()
}

#[test]
fn a_text_makes_credentials() {
    for text in [
        "app_id = \"102000001\"\nsecret = \"s3cr3t\"",
        "# kept apart\r\nsecret = 's3cr3t'\r\napp_id = 102000001\r\n",
        "\u{feff}app_id = 102_000_001\nsecret = \"s3cr3\\u0074\"",
    ] {
        are_good(&file::parse(text).unwrap_or_else(|_| panic!("{text}")));
    }
}

#[test]
fn everything_wrong_of_a_text_is_told_at_its_place() {
    let found = mistakes("app_id = \"s3cr3t\"\nsecret = \"\"\nsecet = \"s3cr3t\"\n");
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with("1:10: AppID 应为一串数字"), "{found:?}");
    assert!(found[1].starts_with("2:10: AppSecret 为空"), "{found:?}");
    assert!(found[2].starts_with("3:1: 不认识的键"), "{found:?}");
    assert!(found[2].ends_with("unknown key; there are app_id and secret"), "{found:?}");
    assert_eq!(
        mistakes(""),
        [" 缺少 app_id / app_id is missing", " 缺少 secret / secret is missing"]
    );
    assert_eq!(mistakes("app_id = 1"), [" 缺少 secret / secret is missing"]);
    for (text, place) in [
        ("app_id = -1\nsecret = 's3cr3t'", "1:10: "),
        ("app_id = 0x1\nsecret = 's3cr3t'", "1:10: "),
        ("app_id = 1.5\nsecret = 's3cr3t'", "1:10: "),
        ("app_id = 1\nsecret = 5", "2:10: "),
        ("app_id = 1\nsecret = ['s3cr3t']", "2:10: "),
        ("app_id = 1\nsecret = 's3cr3t '", "2:10: "),
        ("app_id = 1\nsecret = '''s3cr3t\n'''", "2:10: "),
        ("app_id = 1\nsecret = 's3cr3t'\n[s3cr3t]", "3:"),
        ("app_id = 1\nsecret = s3cr3t", "2:10: 这里不是 TOML"),
        (&format!("x = {}", "[".repeat(81)), "1:85: 嵌套太深"),
        ("app_id = 1\nsecret = 's3cr3t'\nsecret = 's3cr3t'", "3:1: 这里不是 TOML"),
    ] {
        let found = mistakes(text);
        assert!(found.len() == 1 && found[0].starts_with(place), "{text}: {found:?}");
    }
}

#[test]
fn no_broken_text_is_shown() {
    let text = "app_id = 's3cr3t'\nsecret = \"s3cr3t\"\n[s3cr3t]\ns3cr3t = [\"s3cr3t\"]\n";
    for cut in 0..text.len() {
        mistakes(&text[..cut]);
        mistakes(&text[cut..]);
        for odd in ["\"", "'", "=", "\\", "\0", "s3cr3t", "[", "\n", "."] {
            mistakes(&format!("{}{odd}{}", &text[..cut], &text[cut..]));
        }
    }
}

#[cfg(unix)]
mod files {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::audit::TestDir;
    use crate::secret::SecretFileError;
    use crate::secret::file::tests::file;

    fn mounted(dir: &TestDir) -> [String; 2] {
        let app_id = file(dir, "qq_bot_app_id", 0o440, "102000001\n");
        let secret = file(dir, "qq_bot_secret", 0o400, "s3cr3t\n");
        [app_id, secret].map(|path| path.to_str().unwrap().to_owned())
    }

    #[test]
    fn a_file_makes_credentials_and_its_mistakes_name_it() {
        let dir = TestDir::new();
        let good = file(&dir, "good", 0o600, "app_id = 102000001\nsecret = 's3cr3t'\n");
        are_good(&Credentials::from_file(good).unwrap());
        let bad = file(&dir, "bad", 0o600, "app_id = 102000001\nsecrets = 's3cr3t'\n");
        let error = Credentials::from_file(&bad).unwrap_err();
        assert!(error.to_string().starts_with(&format!("{}:2:1: ", bad.display())), "{error}");
        let CredentialsError::Toml(error) = error else { panic!("{error}") };
        assert_eq!(error.lines().collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_file_for_a_group_is_for_containers_alone() {
        let dir = TestDir::new();
        let path = file(&dir, "bot.toml", 0o440, "app_id = 102000001\nsecret = 's3cr3t'\n");
        let refused = Credentials::from_file(&path).map(drop);
        assert_eq!(refused, Err(SecretFileError::Mode { path, mode: 0o440 }.into()));
    }

    #[test]
    fn values_come_from_the_files_that_variables_name() {
        let dir = TestDir::new();
        let [app_id, secret] = mounted(&dir);
        let both = [("QQ_BOT_APP_ID_FILE", &*app_id), ("QQ_BOT_SECRET_FILE", &*secret)];
        are_good(&from_env(&both).unwrap());
        are_good(&from_env(&[(APP_ID, "102000001"), (SECRET, ""), both[1]]).unwrap());
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o444)).unwrap();
        let refused = from_env(&both).map(drop);
        let (path, mode) = (secret.into(), 0o444);
        assert_eq!(refused, Err(SecretFileError::SystemMode { path, mode }.into()));
    }

    #[test]
    fn values_come_from_the_credentials_of_systemd() {
        let dir = TestDir::new();
        let directory = ("CREDENTIALS_DIRECTORY", dir.path().to_str().unwrap());
        let missing = CredentialsError::Missing { name: APP_ID };
        assert_eq!(from_env(&[directory]).map(drop), Err(missing));
        are_good(&from_env(&[directory, (APP_ID, "102000001"), (SECRET, "s3cr3t")]).unwrap());
        mounted(&dir);
        are_good(&from_env(&[directory]).unwrap());
    }

    #[test]
    fn a_value_in_two_places_is_in_one_too_many() {
        let dir = TestDir::new();
        let [_, secret] = mounted(&dir);
        let directory = ("CREDENTIALS_DIRECTORY", dir.path().to_str().unwrap());
        let file = ("QQ_BOT_SECRET_FILE", &*secret);
        let several = |name, variables: &[_]| {
            assert_eq!(from_env(variables).map(drop), Err(CredentialsError::Several { name }));
        };
        several(SECRET, &[(APP_ID, "1"), (SECRET, "s3cr3t"), file]);
        several(SECRET, &[directory, file]);
        several(SECRET, &[directory, (SECRET, "s3cr3t")]);
        several(APP_ID, &[directory, (APP_ID, "1")]);
    }
}
