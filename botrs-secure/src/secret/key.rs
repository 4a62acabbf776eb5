//! 32 secret bytes, and how they are kept: as 64 hexadecimal digits.

use std::fs::File;
use std::io::{self, Read, Write};

use crate::hex;

/// 32 secret bytes. No `Debug`; overwritten when dropped.
#[derive(Clone)]
pub(crate) struct SecretKey([u8; 32]);

impl Drop for SecretKey {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

impl SecretKey {
    /// A new key.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        let mut key = Self([0; 32]);
        getrandom::fill(&mut key.0)?;
        Ok(key)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key that the digits spell; none for anything but 64 of them.
    pub(crate) fn parse(digits: &[u8]) -> Option<Self> {
        hex::decode(digits).map(Self)
    }

    /// The key in a file; none if the file holds anything else.
    pub(crate) fn read(file: File) -> io::Result<Option<Self>> {
        // One byte more than a key and its line end can have is enough to refuse.
        let mut text = Vec::with_capacity(67);
        let read = file.take(67).read_to_end(&mut text);
        let key = Self::parse(text.trim_ascii_end());
        wipe(&mut text);
        read.map(|_| key)
    }

    /// Writes the digits and a line end, and waits until the disk has them.
    pub(crate) fn write(&self, mut file: File) -> io::Result<()> {
        let mut text = Vec::with_capacity(65);
        text.extend(hex::encode(&self.0));
        text.push(b'\n');
        let written = file.write_all(&text).and_then(|()| file.sync_all());
        wipe(&mut text);
        written
    }
}

/// Overwrites a secret; the black box keeps the compiler from leaving it out.
pub(crate) fn wipe(secret: &mut [u8]) {
    secret.fill(0);
    std::hint::black_box(secret);
}
