//! Lines, and the last members of each: `,"n":7,"key":0,"mac":"` and 32 hexadecimal digits.

use std::io::{self, BufRead, Read as _};

use super::Fault;
use super::key::MAC;
use crate::hex;

/// No record is longer. What is counts as one that has no end.
const LONGEST: u64 = 1 << 20;

const NUMBER: &[u8] = br#","n":"#;
const KEY: &[u8] = br#","key":"#;
const MAC_IS: &[u8] = br#","mac":""#;
const END: &[u8] = br#""}"#;

/// What a line says of its place in the chain.
pub(super) struct Seal<'a> {
    pub(super) number: u64,
    pub(super) key: u64,
    pub(super) mac: [u8; MAC],
    /// All that the MAC is over.
    pub(super) body: &'a [u8],
}

impl<'a> Seal<'a> {
    pub(super) fn number(out: &mut Vec<u8>, number: u64, key: u64) {
        let mut digits = itoa::Buffer::new();
        out.extend_from_slice(NUMBER);
        out.extend_from_slice(digits.format(number).as_bytes());
        out.extend_from_slice(KEY);
        out.extend_from_slice(digits.format(key).as_bytes());
    }

    pub(super) fn mac(out: &mut Vec<u8>, mac: [u8; MAC]) {
        out.extend_from_slice(MAC_IS);
        out.extend(hex::encode(&mac));
        out.extend_from_slice(END);
        out.push(b'\n');
    }

    /// The seal of a line without its end; none unless it has one, spelt as it is written.
    pub(super) fn read(line: &'a [u8]) -> Option<Self> {
        let line = line.strip_suffix(END)?;
        let (rest, digits) = line.split_at_checked(line.len().checked_sub(2 * MAC)?)?;
        // The digits are all that no MAC is over, so there is one way to write them.
        if digits.iter().any(u8::is_ascii_uppercase) {
            return None;
        }
        let mac = hex::decode(digits)?;
        let body = rest.strip_suffix(MAC_IS)?;
        let (rest, key) = last_number(body)?;
        let (rest, number) = last_number(rest.strip_suffix(KEY)?)?;
        rest.strip_suffix(NUMBER)?;
        Some(Self { number, key, mac, body })
    }
}

/// The number at the end, and what is before it.
fn last_number(text: &[u8]) -> Option<(&[u8], u64)> {
    let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (rest, digits) = text.split_at(text.len() - digits);
    Some((rest, str::from_utf8(digits).ok()?.parse().ok()?))
}

/// Reads a line into the buffer, and gives it without its end; none at the end of the file.
pub(in super::super) fn next_line<'a>(
    input: &mut impl BufRead,
    buffer: &'a mut Vec<u8>,
) -> io::Result<Option<Result<&'a [u8], Fault>>> {
    buffer.clear();
    if input.by_ref().take(LONGEST).read_until(b'\n', buffer)? == 0 {
        return Ok(None);
    }
    Ok(Some(buffer.strip_suffix(b"\n").ok_or(Fault::Torn)))
}
