//! The files of a bot's directory.

use std::collections::HashSet;
use std::error::Error;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use crate::cli::finding::{Finding, Level};
use crate::manifest::Manifest;

/// How many files are looked at, and how deep they lie.
const MOST_FILES: usize = 20_000;
const DEEPEST: usize = 16;
/// The longest file that is read, in bytes.
const LONGEST: u64 = 1 << 20;
/// What is built or fetched, and git's own.
const SKIPPED: &[&str] = &["target", ".git", "node_modules"];

pub(super) struct Site {
    pub(super) root: PathBuf,
    /// In the order of their names.
    pub(super) files: Vec<SiteFile>,
    /// Whether git keeps what it does not ignore.
    pub(super) is_in_git: bool,
    /// Where the manifest is, and what it says.
    pub(super) manifest: Option<(PathBuf, Manifest)>,
    is_cut: bool,
}

pub(super) struct SiteFile {
    pub(super) path: PathBuf,
    pub(super) is_ignored: bool,
}

impl Site {
    pub(super) fn of(root: &Path, manifest: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        fs::read_dir(root).map_err(|error| format!("{}: {error}", root.display()))?;
        let (all, is_cut) = walk(root, false);
        let (kept, _) = walk(root, true);
        let kept: HashSet<_> = kept.into_iter().collect();
        let files =
            all.into_iter().map(|path| SiteFile { is_ignored: !kept.contains(&path), path });
        let files: Vec<_> = files.collect();
        let manifest = match manifest {
            Some(path) => Some((path.to_owned(), manifest_in(path)?)),
            None => ["manifest.json", "bot.json"].iter().find_map(|name| {
                let path = root.join(name);
                let manifest = manifest_in(&path).ok()?;
                Some((path, manifest))
            }),
        };
        let is_in_git = above(root).any(|folder| folder.join(".git").exists());
        Ok(Self { root: root.to_owned(), files, is_in_git, manifest, is_cut })
    }

    /// Those whose names end so.
    pub(super) fn with(&self, ends: &[&str]) -> impl Iterator<Item = &SiteFile> {
        self.files.iter().filter(move |file| {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            ends.iter().any(|end| name.ends_with(end))
        })
    }

    /// What was not looked at, if the directory is a large one.
    pub(super) fn unseen(&self) -> Option<Finding> {
        let text = format!("只看了 {MOST_FILES} 个文件 / only {MOST_FILES} files were looked at");
        self.is_cut.then(|| Finding::new(Level::Warning, "files", text))
    }
}

impl SiteFile {
    /// What is in it; nothing, if that is no text or too long a one.
    pub(super) fn text(&self) -> Option<String> {
        let file = File::open(&self.path).ok()?;
        let mut text = String::new();
        let length = file.take(LONGEST + 1).read_to_string(&mut text).ok()?;
        (length as u64 <= LONGEST).then_some(text)
    }
}

/// The directory and those above it.
pub(super) fn above(root: &Path) -> impl Iterator<Item = PathBuf> {
    let whole = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let folders: Vec<_> = whole.ancestors().map(Path::to_owned).collect();
    folders.into_iter()
}

fn manifest_in(path: &Path) -> Result<Manifest, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Manifest::from_json(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// The regular files, and whether there are more. No link is followed.
fn walk(root: &Path, only_kept: bool) -> (Vec<PathBuf>, bool) {
    let mut walk = WalkBuilder::new(root);
    walk.standard_filters(false).follow_links(false).max_depth(Some(DEEPEST));
    walk.git_ignore(only_kept).git_exclude(only_kept).parents(only_kept);
    walk.sort_by_file_name(std::ffi::OsStr::cmp);
    walk.filter_entry(|entry| {
        !SKIPPED.iter().any(|name| entry.file_name() == *name) || entry.depth() == 0
    });
    let is_file = |entry: &ignore::DirEntry| entry.file_type().is_some_and(|kind| kind.is_file());
    let files = walk.build().filter_map(Result::ok).filter(is_file);
    let mut files: Vec<_> = files.map(ignore::DirEntry::into_path).take(MOST_FILES + 1).collect();
    let is_cut = files.len() > MOST_FILES;
    files.truncate(MOST_FILES);
    (files, is_cut)
}
