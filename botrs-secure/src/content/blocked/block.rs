//! ASCII text, 64 bytes at a time.

/// Bytes a block.
pub(super) const BLOCK: usize = 64;
/// Bytes that are looked at together.
const LANES: usize = 8;

/// The letters of a block, and where they are.
pub(super) struct Block {
    /// In lower case and with `i` for `l`, and one lane more.
    lanes: [u64; BLOCK / LANES + 1],
    /// A bit for each letter.
    pub(super) letters: u64,
}

impl Block {
    /// The block, if there is nothing in it but Latin letters, spaces and such punctuation as never is part of a
    /// word.
    pub(super) fn plain(bytes: &[u8; BLOCK]) -> Option<Self> {
        // Without branches, so that many bytes are looked at together.
        let special = bytes.iter().fold(false, |special, &byte| special | is_special(byte));
        if special {
            return None;
        }
        let letters = bytes.map(|byte| u8::from(byte.is_ascii_alphabetic()));
        let alike = bytes.map(|byte| if byte | 0x20 == b'l' { b'i' } else { byte | 0x20 });
        let mut block = Self { lanes: [0; BLOCK / LANES + 1], letters: 0 };
        for (n, (alike, letters)) in lanes(&alike).zip(lanes(&letters)).enumerate() {
            block.lanes[n] = alike;
            block.letters |= side_by_side(letters) << (n * LANES);
        }
        Some(block)
    }

    /// Up to eight letters from a place on, the first in the lowest byte.
    #[inline]
    pub(super) fn group(&self, at: usize, length: usize) -> u64 {
        let shift = at % LANES * 8;
        let low = self.lanes[at / LANES] >> shift;
        // Twice, since a shift by 64 is none.
        let high = self.lanes[at / LANES + 1] << 1 << (63 - shift);
        (low | high) & (u64::MAX >> (64 - 8 * length.clamp(1, LANES)))
    }

    /// Its letters, but those of a word that may go on behind it.
    pub(super) fn whole_words(&self) -> u64 {
        let goes_on = self.letters.leading_ones();
        // Twice, since a shift by 64 is none.
        self.letters & (u64::MAX >> (goes_on / 2) >> goes_on.div_ceil(2))
    }

    pub(super) fn letter(&self, at: usize) -> u32 {
        u32::from(self.lanes[at / LANES].to_le_bytes()[at % LANES])
    }
}

/// Whether the byte is no ASCII, a digit, a control character or a symbol that may stand for a letter.
fn is_special(byte: u8) -> bool {
    let control = byte < b' ' && !(b'\t'..=b'\r').contains(&byte);
    let symbol = (byte == b'$') | (byte == b'@') | (byte == b'!') | (byte == b'|');
    (byte >= 0x7f) | byte.is_ascii_digit() | control | symbol
}

fn lanes(bytes: &[u8; BLOCK]) -> impl Iterator<Item = u64> {
    bytes.as_chunks::<LANES>().0.iter().map(|lane| u64::from_le_bytes(*lane))
}

/// The low bits of the bytes, side by side.
fn side_by_side(low: u64) -> u64 {
    low.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_tells_letters_from_what_is_special() {
        for byte in 0..=u8::MAX {
            let mut bytes = [b' '; BLOCK];
            (bytes[0], bytes[63]) = (byte, byte);
            let is_special = !byte.is_ascii()
                || byte.is_ascii_digit()
                || (byte.is_ascii_control() && !(b'\t'..=b'\r').contains(&byte))
                || b"$@!|".contains(&byte);
            let block = Block::plain(&bytes);
            assert_eq!(block.is_none(), is_special, "{byte}");
            let letters = if byte.is_ascii_alphabetic() { 1 | 1 << 63 } else { 0 };
            assert!(block.is_none_or(|block| block.letters == letters), "{byte}");
        }
    }

    #[test]
    fn letters_come_in_groups_from_any_place() {
        let mut bytes = [b'-'; BLOCK];
        bytes[3..14].copy_from_slice(b"HelloLIlYes");
        let block = Block::plain(&bytes).expect("plain");
        assert_eq!(block.letters, 0x7ff << 3);
        assert_eq!(block.group(3, 5).to_le_bytes(), *b"heiio\0\0\0");
        assert_eq!(block.group(3, 8).to_le_bytes(), *b"heiioiii");
        assert_eq!(block.group(11, 3).to_le_bytes(), *b"yes\0\0\0\0\0");
    }
}
