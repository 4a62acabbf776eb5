//! The manifest as JSON: pretty, its fields always in one order, so that a diff shows what changed.

use serde::{Deserialize, Deserializer};

use crate::manifest::Manifest;

/// Why a text is no manifest.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestError {
    /// It is no JSON, or lacks a field, or has one that this version does not know.
    #[error("这不是命令清单：{0} / this is no manifest: {0}")]
    Json(#[source] serde_json::Error),
    /// Another version of the library wrote it.
    #[error(
        "命令清单的格式是 {found}，这里只认识 {known}：请用当前版本重新生成 / the manifest has format \
         {found}, of which only {known} is known here: write it again with this version",
        known = Manifest::FORMAT
    )]
    Format {
        /// The format that it says.
        found: u64,
    },
}

/// The first that is read: a later format may look otherwise.
#[derive(Deserialize)]
struct Head {
    format: u64,
}

/// A text or `null`, but not nothing: what is left out is no manifest.
pub(super) fn or_null<'de, D: Deserializer<'de>>(json: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(json)
}

impl Manifest {
    /// As JSON, with a line break at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("strings, numbers and lists are JSON");
        json + "\n"
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    ///
    /// What is wrong of it. What this version does not know is refused, rather than left out of a
    /// comparison.
    pub fn from_json(json: &str) -> Result<Self, ManifestError> {
        let head: Head = serde_json::from_str(json).map_err(ManifestError::Json)?;
        if head.format != u64::from(Self::FORMAT) {
            return Err(ManifestError::Format { found: head.format });
        }
        serde_json::from_str(json).map_err(ManifestError::Json)
    }
}
