//! Answers on standard output, one JSON object a line.

use std::io::{self, Write};

use serde::Serialize;

use crate::json::write_json;

/// Writes one object and a line end.
pub(super) fn write_row(out: &mut impl Write, row: &impl Serialize) -> io::Result<()> {
    write_json(&mut *out, row)?;
    out.write_all(b"\n")
}

/// Whoever reads the answers and stops has read enough: that is no error.
pub(super) fn unless_enough(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}
