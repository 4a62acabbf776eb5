//! Bytes as hexadecimal digits and back.

/// Two digits for each byte.
pub(crate) fn encode(bytes: &[u8]) -> impl Iterator<Item = u8> {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|four| b"0123456789abcdef"[usize::from(four)])
}

/// The bytes that twice as many digits spell.
pub(crate) fn decode<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if digits.len() != 2 * N {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let four = |digit: u8| char::from(digit).to_digit(16);
        *byte = u8::try_from(four(pair[0])? << 4 | four(pair[1])?).ok()?;
    }
    Some(bytes)
}
