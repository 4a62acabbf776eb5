//! What looks like a secret.

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    /// A word, a path, an address, or where the value is to be found.
    Harmless,
    /// What stands for a value in an example.
    Placeholder,
    Secret,
}

const PLACEHOLDERS: &[&str] = &[
    "your",
    "example",
    "placeholder",
    "change",
    "replace",
    "xxx",
    "todo",
    "test",
    "dummy",
    "fake",
    "sample",
    "redacted",
    "...",
    "…",
    "<",
    "***",
];
const NAMES: &[&str] =
    &["secret", "password", "passwd", "passphrase", "token", "api_key", "apikey", "private_key"];
/// Of a name with one of these, the value is where the secret is or what is said of it.
const ABOUT: &[&str] = &["_file", "_path", "_dir", "_url", "_name", "_env", "_key_id", "_type"];
const IDENTITY: &str = "AGE-SECRET-KEY-1";

/// Whether a name is that of a secret.
pub(super) fn is_secrets_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('-', "_");
    NAMES.iter().any(|part| name.contains(part)) && !ABOUT.iter().any(|end| name.ends_with(end))
}

/// What the value of such a name is.
pub(super) fn value(text: &str) -> Looks {
    let is_of_other_kind = text.contains(char::is_whitespace)
        || text.contains("://")
        || text.starts_with(['/', '.', '$', '{', '[', '%'])
        || text.starts_with("age:");
    if text.len() < 6 || is_of_other_kind {
        return Looks::Harmless;
    }
    let lower = text.to_lowercase();
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let is_word = text.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | '-' | '.'));
    let is_one_letter = text.chars().all(|c| text.starts_with(c));
    if is_one_letter || PLACEHOLDERS.iter().any(|part| lower.contains(part)) {
        Looks::Placeholder
    } else if is_word && !has_digit {
        // Names of variables and of fields stand where secrets do.
        if text.len() < 24 || text.contains('_') { Looks::Harmless } else { Looks::Secret }
    } else {
        Looks::Secret
    }
}

/// Whether a text is a secret whatever it is called: an identity of age, a private key, or what AppSecrets look like.
pub(super) fn is_secret_anywhere(text: &str) -> bool {
    has_key(text) || is_app_secret(text)
}

/// Whether there is an identity or a private key in it.
pub(super) fn has_key(text: &str) -> bool {
    let identity = text.find(IDENTITY).and_then(|at| text.get(at + IDENTITY.len()..));
    let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let pem = text.split_once("PRIVATE KEY-----").map(|(_, rest)| rest.len());
    identity.is_some_and(|rest| digits(rest) >= 58) || pem.is_some_and(|length| length >= 64)
}

fn is_app_secret(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.bytes().any(|byte| is(&byte));
    (28..=32).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        // An openid has no others.
        && !text.bytes().all(|byte| byte.is_ascii_hexdigit())
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known() {
        for name in
            ["secret", "APP_SECRET", "db_password", "accessToken", "api-key", "QQ_BOT_SECRET"]
        {
            assert!(is_secrets_name(name), "{name}");
        }
        for name in ["greeting", "QQ_BOT_SECRET_FILE", "token_url", "key", "password_path"] {
            assert!(!is_secrets_name(name), "{name}");
        }
    }

    #[test]
    fn values_are_told_from_words_and_placeholders() {
        for text in ["hunter2x", "Zx81kQ0pLm", "p@ssw0rd!", "correcthorsebatterystaple"] {
            assert_eq!(value(text), Looks::Secret, "{text}");
        }
        for text in ["your-secret-1", "xxxxxxxx", "<secret1>", "change_me_2", "11111111"] {
            assert_eq!(value(text), Looks::Placeholder, "{text}");
        }
        for text in [
            "",
            "none",
            "${TOKEN1}",
            "/etc/secret1",
            "https://a.b/1",
            "age:YWdl1",
            "QQ_BOT_SECRET",
            "at most 12 characters",
            "bearer",
        ] {
            assert_eq!(value(text), Looks::Harmless, "{text}");
        }
    }

    #[test]
    fn keys_are_known_by_their_form() {
        let identity = format!("{IDENTITY}{}", "Q".repeat(58));
        assert!(is_secret_anywhere(&identity) && !is_secret_anywhere("AGE-SECRET-KEY-1…"));
        assert!(is_secret_anywhere(&format!("-----BEGIN PRIVATE KEY-----\n{}", "a".repeat(64))));
        assert!(is_secret_anywhere("aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY"));
        let hexadecimal = "0123456789abcdef0123456789ABCDEF";
        for text in [hexadecimal, "0123456789abcdefghijklmnopqrstuv", "aB3"] {
            assert!(!is_secret_anywhere(text), "{text}");
        }
    }
}
