//! Letters and the digits and symbols that stand in for them.

/// The letter that stands for all that are like this one, in ASCII; any other byte as it is.
pub(super) const fn alike(byte: u8) -> u8 {
    match byte.to_ascii_lowercase() {
        b'4' | b'@' => b'a',
        b'8' => b'b',
        b'3' => b'e',
        b'6' | b'9' => b'g',
        b'1' | b'l' | b'!' | b'|' => b'i',
        b'0' => b'o',
        b'5' | b'$' => b's',
        b'7' => b't',
        b'2' => b'z',
        byte => byte,
    }
}

/// Symbols that stand in for a letter at any place of a word.
pub(super) const fn is_symbol(byte: u8) -> bool {
    matches!(byte, b'$' | b'@')
}

/// Symbols that do so only between letters or digits, since elsewhere they are what they are.
pub(super) const fn is_inner_symbol(byte: u8) -> bool {
    matches!(byte, b'!' | b'|')
}
