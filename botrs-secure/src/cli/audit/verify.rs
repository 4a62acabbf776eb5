//! `botrs-secure audit verify`: whether a log is as it was written.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead as _, Read as _};
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::ProgressBar;

use super::files::{of_log, open, progress_of};
use crate::audit::chain::{Broken, ChainKey, Checkpoint, Verification, Whole, number_of};
use crate::audit::rotated::is_damaged;
use crate::audit::{AuditError, key};
use crate::cli::Answer;
use crate::secret::SecretKey;

/// No record is longer.
const LONGEST: u64 = 1 << 20;

/// Says that the log is whole, or names the first line that is changed, missing, out of order or torn.
#[derive(Args)]
pub(in crate::cli) struct Verify {
    /// 审计密钥文件（64 位十六进制）；没有则用环境变量 BOTRS_SECURE_AUDIT_KEY，再没有则用 FILE.key / The file with
    /// the audit key (64 hexadecimal digits); without it BOTRS_SECURE_AUDIT_KEY, or else FILE.key
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// 另外保存的检查点，每行一个 / Checkpoints that were kept elsewhere, one a line
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// 检查点应由这把公钥签名；没有审计密钥时必须给出 / The public key that checkpoints have to be signed with;
    /// needed where there is no audit key
    #[arg(long, value_name = "HEX", requires = "checkpoint")]
    signer: Option<String>,
    /// 日志的所有文件，次序不限；轮转的 FILE.000001 等会一并读取 / All files of the log, in any order; FILE.000001 and
    /// so on, into which it was rotated, are read as well
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Verify {
    pub(super) fn run(self) -> Result<Answer, Box<dyn Error>> {
        let files = in_order(of_log(&self.files)?)?;
        let key = self.key(&files)?;
        let checkpoints = self.checkpoints()?;
        let signers: Vec<_> = checkpoints.iter().map(Checkpoint::signer).collect();
        let is_keyed = key.is_some();
        if !is_keyed && self.signer.is_none() {
            return Err(no_key(&self.files[0]).into());
        }
        let mut log = Verification::new(key.as_ref().map(ChainKey::first), checkpoints);
        if let Err((path, Broken { line, fault })) = read(&mut log, &files)? {
            println!("{}:{line}: {fault}", path.display());
            return Ok(Answer::No);
        }
        // Without a name to compare with, a checkpoint may be anybody's, unless the log itself has it.
        let known = self.signer.as_slice();
        let is_stranger = |signer: &String| !known.contains(signer) && !log.is_signer(signer);
        if let Some(signer) = signers.iter().find(|signer| is_stranger(signer)) {
            println!("检查点由别的密钥签名 / a checkpoint is signed by another key: {signer}");
            return Ok(Answer::No);
        }
        Ok(match log.end() {
            Ok(whole) => {
                println!("{}", told(&whole, is_keyed));
                Answer::Yes
            }
            Err(fault) => {
                println!("{}: {fault}", files[files.len() - 1].display());
                Answer::No
            }
        })
    }

    /// The audit key, wherever it is.
    fn key(&self, files: &[PathBuf]) -> Result<Option<SecretKey>, Box<dyn Error>> {
        let Some(path) = &self.key else { return beside(files) };
        let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let key = SecretKey::read(file)?;
        Ok(Some(key.ok_or_else(|| AuditError::KeyFile { path: path.clone() })?))
    }

    fn checkpoints(&self) -> Result<Vec<Checkpoint>, Box<dyn Error>> {
        let mut checkpoints = Vec::new();
        for path in &self.checkpoint {
            let at = |error: &dyn Error| format!("{}: {error}", path.display());
            let text = fs::read_to_string(path).map_err(|error| at(&error))?;
            for line in text.lines().filter(|line| !line.is_empty()) {
                let checkpoint: Checkpoint = line.parse().map_err(|error| at(&error))?;
                if self.signer.as_ref().is_some_and(|signer| *signer != checkpoint.signer()) {
                    return Err(format!(
                        "{}: 检查点由别的密钥签名 / a checkpoint is signed by another key: {}",
                        path.display(),
                        checkpoint.signer(),
                    )
                    .into());
                }
                checkpoints.push(checkpoint);
            }
        }
        Ok(checkpoints)
    }
}

/// The audit key in the environment, or that beside one of the files.
fn beside(files: &[PathBuf]) -> Result<Option<SecretKey>, Box<dyn Error>> {
    for path in files {
        if let Some(key) = key::known(path)? {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

fn no_key(log: &Path) -> String {
    format!(
        "没有审计密钥：请用 --key 或环境变量 BOTRS_SECURE_AUDIT_KEY 给出，或把它放在 {0}.key；没有密钥时可用 \
         --checkpoint 和 --signer / there is no audit key: give it by --key or BOTRS_SECURE_AUDIT_KEY, or put it \
         into {0}.key; without it there are --checkpoint and --signer",
        log.display()
    )
}

/// By the numbers of their first records.
fn in_order(files: Vec<PathBuf>) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut numbered = Vec::with_capacity(files.len());
    for path in files {
        let first = first_line(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        // What has no number is read first, and told of.
        numbered.push((number_of(&first), path));
    }
    numbered.sort();
    Ok(numbered.into_iter().map(|(_, path)| path).collect())
}

fn first_line(path: &Path) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    match open(path, &ProgressBar::hidden())?.take(LONGEST).read_until(b'\n', &mut line) {
        Err(error) if !is_damaged(&error) => return Err(error),
        // What cannot be unpacked is told of when its turn comes.
        _ => {}
    }
    line.pop_if(|end| *end == b'\n');
    Ok(line)
}

type Read<'a> = Result<(), (&'a Path, Broken)>;

fn read<'a>(log: &mut Verification, files: &'a [PathBuf]) -> Result<Read<'a>, Box<dyn Error>> {
    let progress = progress_of(files);
    for path in files {
        let at = |error: io::Error| format!("{}: {error}", path.display());
        if let Err(broken) = log.read(open(path, &progress).map_err(at)?).map_err(at)? {
            progress.finish_and_clear();
            return Ok(Err((path, broken)));
        }
    }
    progress.finish_and_clear();
    Ok(Ok(()))
}

fn told(whole: &Whole, is_keyed: bool) -> String {
    let Whole { records, signed } = whole;
    if is_keyed {
        return format!("完整，共 {records} 条记录 / whole: {records} records");
    }
    let rest = records - signed;
    format!(
        "检查点之前完整，共 {signed} 条；之后的 {rest} 条没有审计密钥无法验证 / whole up to the last checkpoint: \
         {signed} records; the {rest} after it cannot be verified without the audit key"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{AuditLog, TestDir, rotated};

    #[test]
    fn a_change_in_a_rotated_file_is_named_with_its_path_and_line() {
        let dir = TestDir::new();
        let log = dir.join("audit.jsonl");
        for _ in 0..3 {
            drop(AuditLog::builder(&log).rotate_at(1).open().unwrap());
        }
        rotated::unpack_all(&log);
        let changed = dir.join("audit.jsonl.000002");
        fs::write(&changed, fs::read_to_string(&changed).unwrap().replacen('a', "b", 1)).unwrap();
        let files = in_order(of_log(std::slice::from_ref(&log)).unwrap()).unwrap();
        let key = beside(&files).unwrap().unwrap();
        let mut verification = Verification::new(Some(ChainKey::first(&key)), Vec::new());
        let (path, broken) = read(&mut verification, &files).unwrap().unwrap_err();
        assert_eq!((path, broken.line), (changed.as_path(), 1));
    }
}
