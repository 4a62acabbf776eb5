//! This program, started once more in another role.

use std::ffi::OsStr;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

/// Long, because it only ends what hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// It ends when the pipe to it is closed, so it is not killed when dropped.
pub(crate) struct Process {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Process {
    pub(crate) fn start(arguments: &[&OsStr], variables: &[(&str, &str)]) -> io::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(arguments).envs(variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        // Ctrl-C is for the process that plays the scenes; the others end after it.
        #[cfg(unix)]
        command.process_group(0);
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("no pipes"));
        };
        Ok(Self { child, input, lines: BufReader::new(output).lines() })
    }

    /// What it says next.
    pub(crate) async fn line(&mut self) -> io::Result<String> {
        let line = timeout(PATIENCE, self.lines.next_line()).await??;
        line.ok_or_else(|| io::Error::other("the process has ended"))
    }

    /// Says something to it, and waits for an answer.
    pub(crate) async fn tell(&mut self, what: &str) -> io::Result<()> {
        self.input.write_all(format!("{what}\n").as_bytes()).await?;
        self.line().await.map(drop)
    }

    /// Lets it end, and waits until it has.
    pub(crate) async fn end(mut self) -> io::Result<()> {
        drop(self.input);
        let status = timeout(PATIENCE, self.child.wait()).await??;
        if status.success() { Ok(()) } else { Err(io::Error::other(status.to_string())) }
    }
}

/// Says something to the process that started this one; if that is gone, this one is about to end.
pub(crate) fn say(what: impl Display) {
    let _ = writeln!(io::stdout(), "{what}");
}
