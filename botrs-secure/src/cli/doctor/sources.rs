//! Credentials in Rust sources.

use std::path::Path;

use super::faults::Faults;
use super::looks::{self, Looks};
use super::site::Site;
use super::tokens::{Kind, Token, tokens};

const CURE_ZH: &str = "请改用 Credentials::from_env()，并在 q.qq.com 更换泄露过的密钥";
const CURE_EN: &str = "use Credentials::from_env(), and replace what was published at q.qq.com";

/// What takes an AppID and an AppSecret.
const TAKERS: &[&str] = &["Token", "Credentials"];
/// What turns a literal into the type that is asked for.
const TURNERS: &[&str] = &["String", "from", "to_string", "to_owned", "into", "new", "Some"];
/// How far before a literal its name is looked for, in tokens.
const FAR: usize = 14;

pub(super) fn check(site: &Site, faults: &mut Faults) {
    for file in site.with(&[".rs"]) {
        let Some(text) = file.text() else {
            faults.warn(
                &file.path,
                None,
                "超过 1 MiB 或不是 UTF-8，没有检查",
                "over 1 MiB or not UTF-8; not looked at",
            );
            continue;
        };
        match tokens(&text) {
            Some(tokens) => {
                let is_test = is_test(file.path.strip_prefix(&site.root).unwrap_or(&file.path));
                look(&tokens, &file.path, is_test, faults);
            }
            None => faults.warn(
                &file.path,
                None,
                "不是 Rust，没有检查",
                "this is no Rust; not looked at",
            ),
        }
    }
}

fn look(tokens: &[Token], path: &Path, is_test: bool, faults: &mut Faults) {
    for (at, token) in tokens.iter().enumerate() {
        let line = Some(token.line);
        if let Some(found) = call(&tokens[at..]) {
            let (zh, en) = (
                format!("凭据写在源码里；{CURE_ZH}"),
                format!("credentials in the sources; {CURE_EN}"),
            );
            match found {
                Looks::Secret if !is_test => faults.fail(path, line, &zh, &en),
                _ => faults.warn(path, line, &zh, &en),
            }
        }
        let Some(text) = token.text() else { continue };
        let named = is_named_as_secret(&tokens[..at]).then(|| looks::value(text));
        let (zh, en) =
            (format!("像是写死的密钥；{CURE_ZH}"), format!("this looks like a secret; {CURE_EN}"));
        match named {
            _ if looks::is_secret_anywhere(text) => faults.fail(path, line, &zh, &en),
            Some(Looks::Secret) if !is_test => faults.fail(path, line, &zh, &en),
            Some(Looks::Secret | Looks::Placeholder) => faults.warn(path, line, &zh, &en),
            Some(Looks::Harmless) | None => {}
        }
    }
}

/// Tests have secrets of their own, which open nothing; what has the form of a real one is told all the same.
fn is_test(path: &Path) -> bool {
    path.ends_with("tests.rs") || path.iter().any(|part| part == "tests" || part == "benches")
}

/// Of `Token::new("..", "..")` at the beginning, what the secret looks like.
fn call(tokens: &[Token]) -> Option<Looks> {
    let [taker, colon, second, new, open, rest @ ..] = tokens else { return None };
    let is_call = TAKERS.contains(&taker.name()?)
        && (colon.is(':') && second.is(':') && open.is('('))
        && new.name() == Some("new");
    if !is_call {
        return None;
    }
    let mut depth = 1;
    let arguments = rest.iter().take_while(|token| {
        depth += i32::from(token.is('(')) - i32::from(token.is(')'));
        depth > 0
    });
    let arguments: Vec<_> = arguments.collect();
    // The second one alone: the AppID may be a constant, and is no secret.
    let mut apart = arguments.split(|token| token.is(',')).filter(|argument| !argument.is_empty());
    let secret = apart.nth(1)?;
    let is_literal =
        secret.iter().filter_map(|token| token.name()).all(|name| TURNERS.contains(&name));
    let text = secret.iter().find_map(|token| token.text()).filter(|_| is_literal)?;
    Some(looks::value(text))
}

/// Whether what stands before a literal gives it the name of a secret: `let token: &str = String::from(`.
fn is_named_as_secret(before: &[Token]) -> bool {
    let mut is_given = false;
    let mut rest = before.iter().rev().take(FAR).peekable();
    while let Some(token) = rest.next() {
        match &token.kind {
            // Of a path.
            Kind::Mark(':') if rest.next_if(|next| next.is(':')).is_some() => {}
            Kind::Mark('=' | ':') => is_given = true,
            Kind::Mark('&' | '<' | '>' | '\'') => {}
            Kind::Mark('(') => {
                let turns = |next: &&Token| next.name().is_some_and(|name| TURNERS.contains(&name));
                if !rest.peek().is_some_and(turns) {
                    return false;
                }
            }
            Kind::Name(name) if is_given && looks::is_secrets_name(name) => return true,
            // A name in quotes, as in JSON.
            Kind::Text(name) => return is_given && looks::is_secrets_name(name),
            Kind::Name(_) => {}
            Kind::Mark(_) | Kind::Other => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::finding::Level;

    /// The levels of what is found, by their lines.
    fn found(source: &str) -> Vec<(usize, Level)> {
        let mut faults = Faults::of("sources");
        look(&tokens(source).unwrap(), Path::new("x.rs"), false, &mut faults);
        faults.into_list().iter().map(|finding| (finding.line.unwrap(), finding.level)).collect()
    }

    #[test]
    fn credentials_are_found_however_they_are_written() {
        for source in [
            "let t = Token::new(\"102000001\", \"hunter2x\");",
            "let t = botrs::Token::new(\"102000001\".to_string(), String::from(\"hunter2x\"));",
            "m!(Credentials::new(\"1\", \"hunter2x\"))",
            "const APP_SECRET: &str = \"hunter2x\";",
            "static PASSWORD: &'static str = r\"hunter2x\";",
            "let api_key = String::from(\"hunter2x\");",
            "Config { secret: Some(\"hunter2x\".into()) }",
            "json!({ \"access_token\": \"hunter2x\" })",
            "x(\"aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY\")",
        ] {
            assert_eq!(found(source), [(1, Level::Failed)], "{source}");
        }
    }

    #[test]
    fn placeholders_are_warned_of() {
        for source in [
            "let t = Token::new(\"102000001\", \"your-secret\");",
            "let c = Credentials::new(\"1\", \"none\");",
            "let secret = \"your-secret-1\";",
        ] {
            assert_eq!(found(source), [(1, Level::Warning)], "{source}");
        }
    }

    #[test]
    fn secrets_of_tests_are_warned_of_unless_they_have_the_form_of_a_real_one() {
        let source = "let t = Token::new(\"1\", \"hunter2x\");\nlet password = \"hunter2x\";\nx(\"aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY\")";
        let mut faults = Faults::of("sources");
        look(&tokens(source).unwrap(), Path::new("tests.rs"), true, &mut faults);
        let levels: Vec<_> = faults.into_list().iter().map(|finding| finding.level).collect();
        assert_eq!(levels, [Level::Warning, Level::Warning, Level::Failed]);
        for path in ["src/bot/tests.rs", "tests/bot.rs", "src/tests/bot.rs", "benches/x.rs"] {
            assert!(is_test(Path::new(path)), "{path}");
        }
        assert!(!is_test(Path::new("src/latests.rs")));
    }

    #[test]
    fn what_only_speaks_of_secrets_is_left_alone() {
        for source in [
            "// let t = Token::new(\"1\", \"hunter2x\");\n/// `Token::new(\"1\", \"hunter2x\")`\nfn f() {}",
            "let s = \"Token::new(\\\"1\\\", \\\"hunter2x\\\")\";",
            "let t = Token::new(env::var(\"QQ_BOT_APP_ID\")?, env::var(\"QQ_BOT_SECRET2\")?);",
            "let c = Credentials::new(bot.app_id(), bot.secret())?;",
            "let secret = std::env::var(\"QQ_BOT_SECRET2\");",
            "const TOKEN_URL: &str = \"https://bots.qq.com/app1\";",
            "const SECRET: Names = Names { variable: \"QQ_BOT_SECRET\", file: \"QQ_BOT_SECRET_FILE\" };",
            "f(token, \"hunter2x\")",
        ] {
            assert_eq!(found(source), [], "{source}");
        }
    }
}
