//! What does not compile, and what rustc says of it; what has to compile, in `pass/`.
//!
//! The texts are those of one compiler, [`RECORDED`]. With any other they are not compared: then only
//! that each misuse is refused is checked, and the test says so. The same holds for the texts that point
//! into the standard library where its sources are installed (the component `rust-src`, which is no part of
//! a usual installation): rustc quotes them then.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use trybuild::TestCases;

/// The compiler whose words the `.stderr` files hold.
const RECORDED: &str = "rustc 1.95.";

/// Says to `in_any_words` which cases it is for; set by `misuse` only.
const WHICH: &str = "BOTRS_SECURE_MISUSE_WHICH";

/// Which cases are compared, and which only have to be refused.
#[derive(Clone, Copy, PartialEq)]
enum Which {
    All,
    /// Those whose text points into the standard library.
    Quoting,
}

#[test]
fn misuse() {
    let compiler = compiler();
    if !compiler.starts_with(RECORDED) {
        say(&format!(
            "{compiler} is not {RECORDED}x: checked is THAT each misuse is refused, not with which words"
        ));
        return refused_in_any_words(Which::All);
    }
    let cases = TestCases::new();
    // With a program that passes, trybuild builds instead of checking, so assertions in bodies count.
    cases.pass("tests/pass/*.rs");
    if !has_sources() {
        cases.compile_fail("tests/misuse/*/*.rs");
        return;
    }
    say(
        "rust-src is installed, so rustc quotes the standard library: of the cases that point into it is \
         checked THAT they are refused, not with which words",
    );
    for case in all().into_iter().filter(|case| !is_quoting(case)) {
        cases.compile_fail(case);
    }
    refused_in_any_words(Which::Quoting);
}

/// Not by `eprintln!`, which the test runner hides.
fn say(what: &str) {
    writeln!(io::stderr(), "\n##### {what} #####\n").expect("stderr is writable");
}

/// Runs `in_any_words` so that trybuild accepts words that it does not know.
fn refused_in_any_words(which: Which) {
    let this = env::current_exe().expect("a test has a path");
    let mut command = Command::new(this);
    command.args(["--ignored", "--exact", "in_any_words", "--nocapture"]);
    if which == Which::Quoting {
        command.env(WHICH, "quoting");
    }
    let status = command.env("TRYBUILD", "overwrite").status().expect("the test runs");
    assert!(status.success());
}

#[test]
#[ignore = "run by `misuse` where words cannot be compared"]
fn in_any_words() {
    let cases = TestCases::new();
    let mut found = all();
    if env::var_os(WHICH).is_some() {
        found.retain(|case| is_quoting(case));
    } else {
        cases.pass("tests/pass/*.rs");
    }
    for case in found {
        cases.compile_fail(copy(&case));
    }
}

/// The programs that do not compile.
fn all() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in fs::read_dir("tests/misuse").expect("the folder of the cases") {
        for case in fs::read_dir(folder.expect("a folder").path()).expect("a folder of cases") {
            let case = case.expect("a case").path();
            if case.extension().is_some_and(|extension| extension == "rs") {
                found.push(case);
            }
        }
    }
    assert!(found.len() > 40, "only {} cases were found", found.len());
    found
}

/// Whether the recorded text points into the standard library.
fn is_quoting(case: &Path) -> bool {
    let text = fs::read_to_string(case.with_extension("stderr"));
    text.is_ok_and(|text| text.contains("$RUST"))
}

/// The program without its `.stderr`, since trybuild overwrites that.
fn copy(case: &Path) -> PathBuf {
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("misuse");
    let copy = to.join(case.strip_prefix("tests/misuse").expect("it is in there"));
    fs::create_dir_all(copy.parent().expect("a folder")).expect("a new folder");
    fs::copy(case, &copy).expect("a copy");
    copy
}

/// Whether the sources of the standard library are installed.
fn has_sources() -> bool {
    let root = rustc(&["--print", "sysroot"]);
    Path::new(&root).join("lib/rustlib/src/rust/library/core/src/lib.rs").exists()
}

fn compiler() -> String {
    rustc(&["--version"])
}

fn rustc(arguments: &[&str]) -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(arguments).output().expect("rustc runs");
    String::from_utf8(output.stdout).expect("rustc writes UTF-8").trim().to_owned()
}
