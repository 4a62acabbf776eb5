use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;
use crate::audit::TestDir;

const MANIFEST: &str = include_str!("../tests/manifest.json");

fn doctor(dir: &Path) -> Doctor {
    Doctor { dir: dir.to_owned(), manifest: None, json: false }
}

/// Puts files there, each with its mode.
fn fill(dir: &Path, files: &[(&str, u32, &str)]) {
    for (name, mode, text) in files {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(*mode)).unwrap();
        }
        #[cfg(not(unix))]
        let _ = mode;
    }
}

/// As `check level file:line`, the file from the directory on.
fn found(dir: &Path) -> BTreeSet<String> {
    let told = |finding: &Finding| {
        let level = format!("{:?}", finding.level).to_lowercase();
        let file = finding.file.as_deref().map(|file| {
            Path::new(file).strip_prefix(dir).unwrap().to_str().unwrap().replace('\\', "/")
        });
        let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{} {level} {}{line}", finding.check, file.unwrap_or_default())
    };
    doctor(dir).look().unwrap().iter().map(told).collect()
}

/// A directory with one fault of each kind, and things that look like faults.
fn faulty(dir: &Path) {
    let identity = format!("# mine\nAGE-SECRET-KEY-1{}\n", "Q".repeat(58));
    fill(
        dir,
        &[
            ("Cargo.toml", 0o644, "[package]\nname = \"bot\"\n"),
            (".gitignore", 0o644, "*.key\nkept-out.toml\n"),
            (".git/HEAD", 0o644, "ref: refs/heads/main\n"),
            (
                "src/main.rs",
                0o644,
                "// Token::new(\"1\", \"hunter2x\")\nfn f() {\n    Token::new(\"102000001\", \"hunter2x\");\n}\n",
            ),
            (
                "src/later.rs",
                0o644,
                "fn f() {\n    let c = Credentials::new(\"1\", \"your-secret\");\n}\n",
            ),
            (
                "src/apart.rs",
                0o644,
                "fn f() {\n    Token::new(\n        APP,\n        \"hunter2x\",\n    );\n}\n",
            ),
            ("src/broken.rs", 0o644, "fn f( {\n"),
            (
                "src/net.rs",
                0o644,
                "fn f() {\n    b.danger_accept_invalid_certs(true);\n    get(\"http://api.qq.com\");\n}\n",
            ),
            ("target/x.rs", 0o644, "const SECRET: &str = \"hunter2x\";"),
            ("credentials.toml", 0o600, "app_id = 1\nsecret = \"hunter2x\"\n"),
            ("kept-out.toml", 0o644, "secret = \"hunter2x\"\n"),
            ("identity.txt", 0o644, &identity),
            (".env", 0o600, "RUST_LOG=info,botrs=debug\n"),
            ("bot.service", 0o644, "[Service]\nEnvironment=RUST_LOG=trace\n"),
            ("audit.jsonl", 0o600, "{}\n"),
            ("audit.jsonl.key", 0o600, "00\n"),
            (
                "manifest.json",
                0o644,
                &MANIFEST.replacen("\"unchecked_api\": null", "\"unchecked_api\": \"old\"", 1),
            ),
            ("policy.toml", 0o644, "[trust]\nguilds = \"all\"\n"),
            ("other/policy.toml", 0o644, "[trust]\nguild = []\n"),
        ],
    );
}

#[cfg(unix)]
#[test]
fn one_fault_of_each_kind_is_found_at_its_place() {
    let dir = TestDir::new();
    faulty(dir.path());
    let expected = [
        "access failed identity.txt:2",
        "access failed kept-out.toml:1",
        "audit warning audit.jsonl.key",
        "commands warning manifest.json",
        "committed failed credentials.toml:2",
        "committed failed identity.txt:2",
        "logs failed .env:1",
        "logs warning bot.service:2",
        "packages failed Cargo.toml",
        "policy failed other/policy.toml",
        "policy warning policy.toml",
        "sources failed src/apart.rs:2",
        "sources failed src/main.rs:3",
        "sources warning src/broken.rs",
        "sources warning src/later.rs:2",
        "tls failed src/net.rs:2",
        "tls warning src/net.rs:3",
    ];
    assert_eq!(found(dir.path()), expected.map(str::to_owned).into());
    let all = doctor(dir.path()).look().unwrap();
    let about = |part: &str| all.iter().filter(|finding| finding.text.contains(part)).count();
    assert_eq!((about("has no limit"), about("unchecked API")), (3, 1));
    assert!(all.iter().all(|finding| !finding.text.contains("hunter2x")), "no secret is shown");
}

#[test]
fn a_lock_that_git_ignores_is_found() {
    let dir = TestDir::new();
    let files =
        [("Cargo.toml", 0o644, ""), ("Cargo.lock", 0o644, ""), (".gitignore", 0o644, "*.lock\n")];
    fill(dir.path(), &files);
    assert!(found(dir.path()).contains("packages ok "), "nothing is committed");
    fill(dir.path(), &[(".git/HEAD", 0o644, "")]);
    assert!(found(dir.path()).contains("packages failed Cargo.lock"));
}

#[test]
fn dependencies_from_elsewhere_than_crates_io_are_found() {
    let dir = TestDir::new();
    let lock = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\nsource = \"git+https://x.example/y\"\n";
    fill(dir.path(), &[("Cargo.toml", 0o644, ""), ("Cargo.lock", 0o644, lock)]);
    let all = doctor(dir.path()).look().unwrap();
    let found: Vec<_> = all.iter().filter(|finding| finding.check == "packages").collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].level, found[0].line), (Level::Warning, Some(2)));
}

#[test]
fn a_good_directory_has_nothing_but_good_lines() {
    let dir = TestDir::new();
    let manifest =
        "{\"format\":1,\"prefixes\":[\"/\"],\"unguarded_handler\":false,\"commands\":[]}";
    fill(
        dir.path(),
        &[
            ("Cargo.toml", 0o644, "[package]\nname = \"bot\"\n"),
            ("Cargo.lock", 0o644, "version = 4\n"),
            (".git/HEAD", 0o644, "ref: refs/heads/main\n"),
            (".gitignore", 0o644, "/credentials.toml\n*.key\n*.names\n*.redb\n"),
            ("src/main.rs", 0o644, "fn main() {\n    let c = Credentials::from_env();\n}\n"),
            ("credentials.toml", 0o600, "app_id = 1\nsecret = \"hunter2x\"\n"),
            ("credentials.age", 0o644, "-----BEGIN AGE ENCRYPTED FILE-----\n"),
            ("bot.redb", 0o600, "x"),
            ("audit.jsonl", 0o600, "{}\n"),
            ("policy.toml", 0o644, "[trust]\nguilds = [\"8000\"]\n"),
            ("manifest.json", 0o644, manifest),
        ],
    );
    let found = found(dir.path());
    assert_eq!(found.len(), CHECKS.len(), "{found:?}");
    assert!(found.iter().all(|line| line.contains(" ok ")), "{found:?}");
}

/// Its manifest is pinned as Markdown, and its tests have credentials of the loopback platform.
#[test]
fn nothing_fails_of_the_examples() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let all = doctor(&root).look().unwrap();
    let failed: Vec<_> = all.iter().filter(|finding| finding.level == Level::Failed).collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert!(all.len() >= CHECKS.len());
}

#[cfg(unix)]
#[test]
fn no_link_is_followed_and_what_is_too_deep_is_not_looked_at() {
    let dir = TestDir::new();
    let elsewhere = TestDir::new();
    let source = "const SECRET: &str = \"hunter2x\";";
    fill(elsewhere.path(), &[("secret.rs", 0o644, source)]);
    std::os::unix::fs::symlink(elsewhere.path(), dir.join("link")).unwrap();
    std::os::unix::fs::symlink(elsewhere.join("secret.rs"), dir.join("link.rs")).unwrap();
    let deep = format!("{}x.rs", "d/".repeat(16));
    fill(dir.path(), &[(&deep, 0o644, source)]);
    let found = found(dir.path());
    assert!(found.contains("sources ok "), "{found:?}");
}

#[test]
fn the_answer_is_the_exit_code() {
    let dir = TestDir::new();
    let code = |args: &[&str]| {
        let args = ["botrs-secure", "doctor"].iter().chain(args).map(Into::into);
        crate::cli::run(args.collect::<Vec<_>>())
    };
    let path = dir.path().to_str().unwrap().to_owned();
    assert_eq!(code(&[&path]), 0);
    fill(dir.path(), &[("a.rs", 0o644, "const SECRET: &str = \"hunter2x\";")]);
    assert_eq!(code(&[&path, "--json"]), 1);
    assert_eq!(code(&[&format!("{path}/nowhere")]), 2);
    assert_eq!(code(&[&path, "--manifest", "/nowhere.json"]), 2);
}
