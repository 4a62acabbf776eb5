//! How long rustc takes to check a crate of commands, beside the same functions without the attribute.
//!
//! Writes crates of 0, 20 and 200 functions, builds what they depend on once, and then times
//! `cargo check` of each crate alone, without its incremental cache. The least of several runs is shown:
//! whatever else the machine does only adds to it.
//!
//! ```sh
//! cargo bench -p botrs-secure-tests --bench check
//! ```

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

const SIZES: [usize; 3] = [0, 20, 200];
const RUNS: usize = 5;

/// What stands in a crate.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    /// Whether the attribute is there.
    is_command: bool,
    /// Whether the bodies use a power and answer with `reply!`.
    has_body: bool,
}

const KINDS: [Kind; 4] = [
    Kind { name: "plain, empty", is_command: false, has_body: false },
    Kind { name: "commands, empty", is_command: true, has_body: false },
    Kind { name: "plain, power + reply", is_command: false, has_body: true },
    Kind { name: "commands, power + reply", is_command: true, has_body: true },
];

fn main() {
    // `cargo test --benches` runs benches too, to see whether they work; this one is too long for that.
    if env::args().any(|argument| argument == "--test") {
        return;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check");
    println!("cargo check of the crate alone, seconds (least of {RUNS})\n");
    println!("{:<26}{:>8}{:>8}{:>8}", "functions", SIZES[0], SIZES[1], SIZES[2]);
    for kind in KINDS {
        let times = SIZES.map(|count| {
            eprint!("\r{}: {count} functions \x1b[K", kind.name);
            time(&folder, kind, count).as_secs_f64()
        });
        eprint!("\r\x1b[K");
        println!("{:<26}{:>8.2}{:>8.2}{:>8.2}", kind.name, times[0], times[1], times[2]);
    }
}

fn time(folder: &Path, kind: Kind, count: usize) -> Duration {
    let project = folder.join("project");
    let source = project.join("src/main.rs");
    fs::create_dir_all(project.join("src")).expect("a new folder");
    fs::write(project.join("Cargo.toml"), manifest()).expect("a manifest");
    // The versions that the workspace uses.
    fs::copy(workspace().join("Cargo.lock"), project.join("Cargo.lock")).expect("a lock file");
    fs::write(&source, program(kind, count)).expect("a source file");
    check(&project, folder);
    let timed = |_| {
        // A later time of change, so that cargo checks again.
        fs::write(&source, program(kind, count)).expect("a source file");
        let begun = Instant::now();
        check(&project, folder);
        begun.elapsed()
    };
    (0..RUNS).map(timed).min().expect("at least one run")
}

fn check(project: &Path, folder: &Path) {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["check", "--quiet", "--offline"])
        .current_dir(project)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn manifest() -> String {
    let library = workspace().join("botrs-secure");
    format!(
        "[package]\nname = \"many\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nbotrs-secure = {{ path = {library:?} }}\n\n[workspace]\n"
    )
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

fn program(kind: Kind, count: usize) -> String {
    let mut text = "#![allow(unused)]\nuse botrs_secure::prelude::*;\n".to_owned();
    // Without the attribute, the functions are of one command, which lets them use the power.
    text += "#[command(perm = MuteMembers)]\nasync fn first() -> Result<()> { Ok(()) }\n";
    for n in 0..count {
        let command = if kind.is_command { format!("c{n}") } else { "first".to_owned() };
        let [attribute, max, rest] = if kind.is_command {
            [
                "#[command(perm = MuteMembers, cooldown = \"30s\", scene = guild)]\n",
                "#[arg(max = \"7d\")] ",
                "#[rest] ",
            ]
        } else {
            [""; 3]
        };
        let (returned, body) = if kind.has_body {
            (
                "Reply",
                "ctx.members().mute(&target, period).await?;\n    Ok(reply!(\"{target} {period} {reason}\"))",
            )
        } else {
            ("()", "Ok(())")
        };
        // A string takes whatever is written to it.
        let _ = write!(
            text,
            "/// Mutes a member.\n{attribute}async fn c{n}(ctx: Context<'_, {command}>, target: Target<'_>, \
             {max}period: Duration, {rest}reason: Option<Text>) -> Result<{returned}> {{\n    {body}\n}}\n"
        );
    }
    let names: Vec<String> = (0..count).map(|n| format!("c{n}")).collect();
    let list = if kind.is_command { names.join(", ") } else { String::new() };
    let _ = writeln!(text, "fn main() {{\n    let _ = commands![{list}];\n}}");
    text
}
