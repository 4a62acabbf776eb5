//! The headers that say which bot a request is for, when it was signed and how.

use ed25519_dalek::{SIGNATURE_LENGTH, Signature};
use hyper::HeaderMap;

use super::refusal::Refusal;
use crate::{digits, hex};

const APP: &str = "x-bot-appid";
const SIGNATURE: &str = "x-signature-ed25519";
const TIMESTAMP: &str = "x-signature-timestamp";

/// The most digits of a time: enough for milliseconds.
pub(super) const LONGEST_TIME: usize = 13;

/// What the headers claim; nothing is verified yet.
#[derive(Debug)]
pub(super) struct Signed<'r> {
    pub(super) signature: Signature,
    /// Its digits, which are signed as they are.
    pub(super) timestamp: &'r [u8],
    /// The same in seconds since 1970.
    pub(super) seconds: u64,
}

impl<'r> Signed<'r> {
    /// Reads the headers of a request for the bot with this AppID.
    pub(super) fn read(headers: &'r HeaderMap, app: &str) -> Result<Self, Refusal> {
        if single(headers, APP)? != app.as_bytes() {
            return Err(Refusal::App);
        }
        let signature = hex::decode::<SIGNATURE_LENGTH>(single(headers, SIGNATURE)?);
        let timestamp = single(headers, TIMESTAMP)?;
        let seconds = digits::parse(timestamp).filter(|_| timestamp.len() <= LONGEST_TIME);
        match (signature, seconds) {
            (Some(signature), Some(seconds)) => {
                Ok(Self { signature: Signature::from_bytes(&signature), timestamp, seconds })
            }
            _ => Err(Refusal::Header),
        }
    }
}

/// The value of a header that is there once: of two, one could be verified and the other be used.
fn single<'r>(headers: &'r HeaderMap, name: &str) -> Result<&'r [u8], Refusal> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => Ok(value.as_bytes()),
        _ => Err(Refusal::Header),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| {
            (hyper::header::HeaderName::from_static(name), value.parse().unwrap())
        });
        let mut map = HeaderMap::new();
        pairs.for_each(|(name, value)| _ = map.append(name, value));
        map
    }

    #[test]
    fn each_header_is_there_once_and_of_its_form() {
        let digits = "0f".repeat(64);
        let whole = [(APP, "102000001"), (SIGNATURE, digits.as_str()), (TIMESTAMP, "1725442341")];
        let read = |pairs: &[(&'static str, &str)]| {
            Signed::read(&headers(pairs), "102000001").map(|signed| signed.seconds)
        };
        assert_eq!(read(&whole), Ok(1_725_442_341));
        for missing in 0..3 {
            let mut fewer = whole.to_vec();
            fewer.remove(missing);
            assert_eq!(read(&fewer), Err(Refusal::Header), "without {missing}");
            let twice = [&whole[..], &whole[missing..=missing]].concat();
            assert_eq!(read(&twice), Err(Refusal::Header), "twice {missing}");
        }
        for (at, value, refusal) in [
            (0, "102000002", Refusal::App),
            (0, "0102000001", Refusal::App),
            (0, "", Refusal::App),
            (1, "", Refusal::Header),
            (1, &digits[1..], Refusal::Header),
            (1, &digits.replacen('0', "g", 1), Refusal::Header),
            (1, &format!("{digits}00"), Refusal::Header),
            (2, "", Refusal::Header),
            (2, "-1", Refusal::Header),
            (2, "+1725442341", Refusal::Header),
            (2, "1725442341.0", Refusal::Header),
            (2, "17254423410000", Refusal::Header),
        ] {
            let mut other = whole;
            other[at].1 = value;
            assert_eq!(read(&other), Err(refusal), "{value}");
        }
        for same in ["1725442341000", "01725442341"] {
            let mut other = whole;
            other[2].1 = same;
            assert!(read(&other).is_ok(), "{same}");
        }
    }

    #[test]
    fn the_case_of_digits_is_no_matter() {
        let of = |digits: &str| {
            let headers = headers(&[(APP, "1"), (SIGNATURE, digits), (TIMESTAMP, "1")]);
            Signed::read(&headers, "1").unwrap().signature
        };
        assert_eq!(of(&"aF".repeat(64)), of(&"Af".repeat(64)));
    }
}
