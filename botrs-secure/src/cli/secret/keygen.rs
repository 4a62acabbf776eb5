//! `botrs-secure secret keygen`.

use std::path::Path;

use super::Answered;
use super::console::Console;
use super::open::write_new;
use crate::cli::Answer;
use crate::secret::seal::new_identity;

pub(super) fn run(file: &Path, console: &mut Console<'_>) -> Answered {
    let (identity, recipient) = new_identity();
    write_new(file, identity.as_str().as_bytes())?;
    writeln!(console.output, "{recipient}")?;
    Ok(Answer::Yes)
}
