//! Numbers out of digits, eight at a time.
//!
//! Ids have up to twenty digits and are read from every message: in a loop each digit waits for the one
//! before it, here four steps do for eight (Lemire, "Quickly parsing eight digits", 2018).

/// The number that these bytes spell, if they are 1 to 20 digits and it fits.
#[inline]
pub(crate) fn parse(digits: &[u8]) -> Option<u64> {
    let Some((most, rest)) = digits.split_first_chunk() else { return fewer(digits) };
    let most = sixteen(most)?;
    // Each length by itself, so that nothing is counted; nineteen digits always fit.
    match *rest {
        [] => Some(most),
        [a] => Some(most * 10 + one(a)?),
        [a, b] => Some(most * 100 + one(a)? * 10 + one(b)?),
        [a, b, c] => Some(most * 1_000 + one(a)? * 100 + one(b)? * 10 + one(c)?),
        [a, b, c, d] => {
            let rest = one(a)? * 1_000 + one(b)? * 100 + one(c)? * 10 + one(d)?;
            most.checked_mul(10_000)?.checked_add(rest)
        }
        _ => None,
    }
}

/// The number that up to fifteen bytes spell, if they are digits.
fn fewer(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    let (eights, rest) = digits.as_chunks();
    let mut number = 0;
    for digits in eights {
        let ones = ones(*digits);
        number = if all_digits(ones) { eight(ones) } else { return None };
    }
    for digit in rest {
        number = number * 10 + one(*digit)?;
    }
    Some(number)
}

/// The number that sixteen bytes spell, if they are digits.
#[inline]
fn sixteen(digits: &[u8; 16]) -> Option<u64> {
    let [first, second] = digits.as_chunks().0 else { return None };
    let (first, second) = (ones(*first), ones(*second));
    (all_digits(first) & all_digits(second)).then(|| eight(first) * 100_000_000 + eight(second))
}

/// What a byte spells, if it is a digit.
#[inline]
fn one(digit: u8) -> Option<u64> {
    let value = digit.wrapping_sub(b'0');
    (value < 10).then_some(u64::from(value))
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// What each of eight bytes spells; the first is the lowest byte.
#[inline]
fn ones(digits: [u8; 8]) -> u64 {
    u64::from_le_bytes(digits) ^ (ONES * 0x30)
}

/// Whether no byte is above 9, which would get its highest bit.
#[inline]
fn all_digits(ones: u64) -> bool {
    (ones.wrapping_add(ONES * 0x76) | ones) & (ONES * 0x80) == 0
}

/// The number that eight digits spell.
#[inline]
fn eight(ones: u64) -> u64 {
    // Each step multiplies what is lower and adds what is above it, in twice as many bits.
    let tens = (ones.wrapping_mul(1 + (10 << 8)) >> 8) & 0x00ff_00ff_00ff_00ff;
    let hundreds = (tens.wrapping_mul(1 + (100 << 16)) >> 16) & 0x0000_ffff_0000_ffff;
    hundreds.wrapping_mul(1 + (10_000 << 32)) >> 32
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
