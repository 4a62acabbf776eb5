//! The wall clock of another process, which a test can step: a library that is loaded before the system's.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

const SOURCE: &str = include_str!("clock.c");

pub(super) struct Clock {
    folder: PathBuf,
}

impl Clock {
    /// A clock that is right so far, made in a folder by the compiler that Rust itself needs.
    pub(super) fn new(folder: &Path) -> Self {
        let clock = Self { folder: folder.into() };
        clock.step(0);
        let source = clock.path("clock.c");
        std::fs::write(&source, SOURCE).unwrap();
        let mut compile = Command::new("cc");
        compile.args(["-shared", "-fPIC", "-o"]).arg(clock.path("clock.so")).arg(source);
        assert!(compile.status().unwrap().success());
        clock
    }

    /// What a process has in its environment that goes by this clock.
    pub(super) fn environment(&self) -> [(OsString, OsString); 2] {
        let file = |name| self.path(name).into_os_string();
        [("LD_PRELOAD".into(), file("clock.so")), ("BOTRS_SECURE_CLOCK".into(), file("ahead"))]
    }

    /// From now on it is so many seconds ahead of the machine's, or behind.
    pub(super) fn step(&self, seconds: i64) {
        // Not cut to nothing in between: processes have it in their memory.
        let mut open = OpenOptions::new();
        let mut ahead =
            open.write(true).create(true).truncate(false).open(self.path("ahead")).unwrap();
        ahead.write_all(&seconds.to_ne_bytes()).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}
