//! The side of the command line: it asks the bot that runs, and opens the store where none does.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use super::message::{Answer, LONGEST_ANSWER, Request};
use super::socket_path;
use crate::place::Principal;
use crate::store::{Block, Cause};

/// How long the bot may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks the bot that has this store to lift a block; `None` where nobody listens.
pub(in crate::store) fn unblock(store: &Path, who: &Principal) -> Result<Option<bool>, Cause> {
    match ask(store, &Request::Unblock { principal: who.into() })? {
        None => Ok(None),
        Some(Answer::Unblocked { was_blocked }) => Ok(Some(was_blocked)),
        Some(other) => Err(refused(other)),
    }
}

/// Asks it for the blocks, and how many it did not list; `None` where nobody listens.
pub(in crate::store) fn blocks(store: &Path) -> Result<Option<(Vec<Block>, usize)>, Cause> {
    match ask(store, &Request::ListBlocks {})? {
        None => Ok(None),
        Some(Answer::Blocks { blocks, more }) => {
            let read: Result<_, _> = blocks.iter().map(Block::try_from).collect();
            let read = read.map_err(|_| Cause::Answer)?;
            Ok(Some((read, more)))
        }
        Some(other) => Err(refused(other)),
    }
}

fn refused(answer: Answer) -> Cause {
    match answer {
        Answer::Refused { zh, en } => Cause::Refused { zh, en },
        _ => Cause::Answer,
    }
}

fn ask(store: &Path, request: &Request) -> Result<Option<Answer>, Cause> {
    let path = socket_path(store);
    let stream = match UnixStream::connect(&path) {
        Ok(stream) => stream,
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => return Ok(None),
            _ => return Err(Cause::Socket(error)),
        },
    };
    let owner = |path: &Path| path.symlink_metadata().map(|found| found.uid());
    let is_its_own =
        matches!((owner(store), owner(&path)), (Ok(store), Ok(socket)) if store == socket);
    if !is_its_own {
        return Err(Cause::NotASocket);
    }
    let line = converse(stream, request).map_err(Cause::Socket)?;
    serde_json::from_slice(&line).map(Some).map_err(|_| Cause::Answer)
}

fn converse(mut stream: UnixStream, request: &Request) -> io::Result<Vec<u8>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut answer = Vec::new();
    BufReader::new(stream.take(LONGEST_ANSWER)).read_until(b'\n', &mut answer)?;
    Ok(answer)
}
