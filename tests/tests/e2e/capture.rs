//! Keeps what the bots say on standard error (banners, warnings, panics of commands that are meant to
//! panic) until a test fails, as cargo's own harness does.

use std::env;
use std::io::{self, Read, Write};
use std::process::{Command, ExitCode, Stdio};

/// Marks the process whose standard error is kept.
const MARKER: &str = "BOTRS_SECURE_E2E_CAPTURED";

/// Runs `work` in a process of its own and shows its standard error if it fails.
pub(crate) fn captured(work: impl FnOnce() -> ExitCode) -> ExitCode {
    if env::var_os(MARKER).is_some() {
        return work();
    }
    outer().unwrap_or_else(|error| {
        eprintln!("the tests did not start: {error}");
        ExitCode::FAILURE
    })
}

fn outer() -> io::Result<ExitCode> {
    let mut child = Command::new(env::current_exe()?)
        .args(env::args_os().skip(1))
        .env(MARKER, "1")
        .stderr(Stdio::piped())
        .spawn()?;
    let mut said = Vec::new();
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_end(&mut said)?;
    }
    let status = child.wait()?;
    if !status.success() {
        io::stderr().write_all(&said)?;
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
