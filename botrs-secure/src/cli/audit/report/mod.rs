//! `botrs-secure audit report`: what a log tells, in tables, as JSON or as a page.
//!
//! | file | holds |
//! |---|---|
//! | `tally` | what is counted |
//! | `hours` | counts over time |
//! | `tables` | it as text for a terminal |
//! | `page`, `plot` | it as one page of HTML |

mod hours;
mod page;
mod plot;
mod tables;
mod tally;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;

use clap::Args;

use self::tally::Tally;
use super::files::{of_log, open, progress_of};
use super::record::Record;
use crate::cli::Answer;
use crate::cli::lines::{Format, Lines};
use crate::cli::rows::{unless_enough, write_row};

/// Counts what is in the files of a log. Times are local, by `TZ`.
#[derive(Args)]
pub(in crate::cli) struct Report {
    /// JSON，供程序读取 / As JSON, for programs
    #[arg(long)]
    json: bool,
    /// 一个自足的网页，含图表 / As one page of HTML with plots, that needs nothing else
    #[arg(long, conflicts_with = "json")]
    html: bool,
    /// 日志的文件；轮转的 FILE.000001 等会一并读取 / The files of the log; FILE.000001 and so on, into which it was
    /// rotated, are read as well
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

impl Report {
    pub(super) fn run(self) -> Result<Answer, Box<dyn Error>> {
        let tally = read(&of_log(&self.files)?)?;
        let mut out = BufWriter::new(io::stdout().lock());
        let written = if self.json {
            write_row(&mut out, &tally)
        } else {
            let text = if self.html { page::page(&tally) } else { tables::tables(&tally) };
            out.write_all(text.as_bytes())
        };
        unless_enough(written.and_then(|()| out.flush()))?;
        Ok(Answer::Yes)
    }
}

fn read(files: &[PathBuf]) -> Result<Tally, Box<dyn Error>> {
    let progress = progress_of(files);
    let mut tally = Tally::default();
    for path in files {
        let at = |error: io::Error| format!("{}: {error}", path.display());
        let mut lines = Lines::new(open(path, &progress).map_err(at)?, Format::Text);
        while let Some((_, line)) = lines.next().map_err(at)? {
            match line.as_deref().map(Record::read) {
                Ok(Some(record)) => tally.add(&record),
                _ => tally.unread += 1,
            }
        }
    }
    progress.finish_and_clear();
    Ok(tally)
}
