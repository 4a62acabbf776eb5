//! What does not compile, and what rustc says of it; what has to compile, in `pass/`.
//!
//! The texts are those of one compiler, [`RECORDED`]. With any other they are not compared: then only
//! that each misuse is refused is checked, and the test says so.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use trybuild::TestCases;

/// The compiler whose words the `.stderr` files hold.
const RECORDED: &str = "rustc 1.95.";

#[test]
fn misuse() {
    let compiler = compiler();
    if !compiler.starts_with(RECORDED) {
        // Not `eprintln!`, which the test runner hides.
        writeln!(
            io::stderr(),
            "\n##### {compiler} is not {RECORDED}x: checked is THAT each misuse is refused, not with \
             which words #####\n"
        )
        .expect("stderr is writable");
        return refused_by_any_compiler();
    }
    let cases = TestCases::new();
    // With a program that passes, trybuild builds instead of checking, so assertions in bodies count.
    cases.pass("tests/pass/*.rs");
    cases.compile_fail("tests/misuse/*/*.rs");
}

/// Runs `in_any_words` so that trybuild accepts words that it does not know.
fn refused_by_any_compiler() {
    let this = env::current_exe().expect("a test has a path");
    let status = Command::new(this)
        .args(["--ignored", "--exact", "in_any_words", "--nocapture"])
        .env("TRYBUILD", "overwrite")
        .status()
        .expect("the test runs");
    assert!(status.success());
}

#[test]
#[ignore = "run by `misuse` where the compiler is another than the recorded one"]
fn in_any_words() {
    let cases = TestCases::new();
    cases.pass("tests/pass/*.rs");
    for copy in copies() {
        cases.compile_fail(copy);
    }
}

/// The programs without their `.stderr`, since trybuild overwrites these.
fn copies() -> Vec<PathBuf> {
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("misuse");
    let mut copies = Vec::new();
    for folder in fs::read_dir("tests/misuse").expect("the folder of the cases") {
        let folder = folder.expect("a folder").path();
        for case in fs::read_dir(&folder).expect("a folder of cases") {
            let case = case.expect("a case").path();
            if case.extension().is_some_and(|extension| extension == "rs") {
                let copy = to.join(case.strip_prefix("tests/misuse").expect("it is in there"));
                fs::create_dir_all(copy.parent().expect("a folder")).expect("a new folder");
                fs::copy(&case, &copy).expect("a copy");
                copies.push(copy);
            }
        }
    }
    assert!(copies.len() > 40, "only {} cases were found", copies.len());
    copies
}

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().expect("rustc runs");
    String::from_utf8(output.stdout).expect("rustc writes UTF-8").trim().to_owned()
}
