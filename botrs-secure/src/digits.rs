//! Numbers out of digits, eight at a time.
//!
//! Ids have up to twenty digits and are read from every message: in a loop each digit waits for the one
//! before it, here four steps do for eight (Lemire, "Quickly parsing eight digits", 2018).

/// The number that these bytes spell, if they are 1 to 20 digits and it fits.
pub(crate) fn parse(digits: &[u8]) -> Option<u64> {
    if !matches!(digits.len(), 1..=20) {
        return None;
    }
    let (eights, rest) = digits.as_chunks();
    let mut number = 0;
    for digits in eights {
        // Two of them at most, which fit.
        number = number * 100_000_000 + eight(*digits)?;
    }
    for digit in rest {
        let value = digit.wrapping_sub(b'0');
        if value > 9 {
            return None;
        }
        number = u64::checked_add(number.checked_mul(10)?, u64::from(value))?;
    }
    Some(number)
}

/// The number that eight bytes spell, if they are digits.
fn eight(digits: [u8; 8]) -> Option<u64> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // The first digit is the lowest byte.
    let ones = u64::from_le_bytes(digits) ^ (ONES * 0x30);
    // Above 9, a byte gets its highest bit.
    if (ones.wrapping_add(ONES * 0x76) | ones) & (ONES * 0x80) != 0 {
        return None;
    }
    // Each step multiplies what is lower and adds what is above it, in twice as many bits.
    let tens = (ones.wrapping_mul(1 + (10 << 8)) >> 8) & 0x00ff_00ff_00ff_00ff;
    let hundreds = (tens.wrapping_mul(1 + (100 << 16)) >> 16) & 0x0000_ffff_0000_ffff;
    Some(hundreds.wrapping_mul(1 + (10_000 << 32)) >> 32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the standard library reads, without the signs that it takes.
    fn slowly(text: &str) -> Option<u64> {
        let is_number = text.len() <= 20 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_number)
    }

    #[test]
    fn every_byte_at_every_place() {
        for length in 1..=21 {
            for at in 0..length {
                for byte in 0..=u8::MAX {
                    let mut digits = vec![b'1'; length];
                    digits[at] = byte;
                    let expected = std::str::from_utf8(&digits).ok().and_then(slowly);
                    assert_eq!(parse(&digits), expected, "{digits:?}");
                }
            }
        }
        assert_eq!(parse(b""), None);
    }

    #[test]
    fn the_largest_number_is_the_last() {
        assert_eq!(parse(b"18446744073709551615"), Some(u64::MAX));
        assert_eq!(parse(b"18446744073709551616"), None);
        assert_eq!(parse(b"99999999999999999999"), None);
        assert_eq!(parse(b"00000000000000000007"), Some(7));
    }

    proptest! {
        #[test]
        fn a_number_is_what_the_library_reads(text in "[0-9]{0,21}[^0-9]?[0-9]{0,9}") {
            prop_assert_eq!(parse(text.as_bytes()), slowly(&text));
        }

        #[test]
        fn every_number_is_read_back(number: u64) {
            prop_assert_eq!(parse(number.to_string().as_bytes()), Some(number));
        }
    }
}
