//! What the fuzz targets try holds for their seeds.

use std::path::{Path, PathBuf};

#[path = "../../fuzz/src/lib.rs"]
pub mod fuzz;

fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz").join(name)
}

/// The names in a directory, without what follows a dot.
fn names(directory: &Path) -> Vec<String> {
    let entries = directory.read_dir().unwrap_or_else(|_| panic!("{}", directory.display()));
    let name = |path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut names: Vec<_> = entries.filter_map(|entry| name(entry.ok()?.path())).collect();
    names.sort_unstable();
    names
}

#[test]
fn every_target_is_there_with_seeds_and_words() {
    let targets = fuzz::TARGETS.map(|(name, _)| name);
    for directory in ["fuzz_targets", "seeds", "dicts"].map(directory) {
        assert_eq!(names(&directory), targets, "{}", directory.display());
    }
}

#[test]
fn what_is_tried_holds_for_every_seed() {
    for (target, holds) in fuzz::TARGETS {
        let seeds = directory("seeds").join(target);
        let names = names(&seeds);
        assert!((10..=40).contains(&names.len()), "{target}");
        for name in names {
            let text = std::fs::read_to_string(seeds.join(&name)).expect("a text");
            println!("{target}/{name}");
            holds(&text);
        }
    }
}
