use serde_json::Value;

use super::*;
use crate::content::corpus;
use crate::hex;

const SECRET: &str = "naOC0ocQE3shWLAfffVLB1rhYPG7";

/// Rows of the platform's documents and computed ones.
fn vectors() -> Vec<Value> {
    corpus::rows("webhook_ed25519", include_str!("../../../../tests/data/webhook_ed25519.jsonl"))
}

fn passes(keys: &Keys, timestamp: &str, body: &str, signature: &str) -> bool {
    let Some(signature) = hex::decode(signature.as_bytes()) else { return false };
    let message = format!("{timestamp}{body}");
    keys.of(message.as_bytes(), &Signature::from_bytes(&signature)).is_some()
}

#[test]
fn every_vector_is_judged_as_it_says() {
    let mut judged = 0;
    for row in vectors() {
        let text = |name: &str| row[name].as_str().unwrap_or_default();
        let keys = Keys::new(text("secret"), Clock::default());
        let verified = passes(&keys, text("timestamp"), text("body"), text("signature"));
        match (text("kind"), text("expect")) {
            ("key_derivation", _) => {
                let public = signing_key(text("secret")).verifying_key().to_bytes();
                assert!(hex::encode(&public).eq(text("public_key_hex").bytes()));
                assert_eq!(signing_key(text("seed")).to_bytes(), text("seed").as_bytes());
            }
            (_, "valid") => assert!(verified, "{row}"),
            (_, "invalid") => assert!(!verified, "{row}"),
            // A question that is not answered, and a row whose signature was not confirmed.
            _ => continue,
        }
        judged += 1;
    }
    assert!(judged >= 10, "{judged}");
}

/// Wycheproof's, those of RFC 8032, and some with points of small order, which only a strict verification refuses.
#[test]
fn vectors_of_others_are_judged_as_they_say() {
    let bytes = |digits: &Value| -> Vec<u8> {
        let pairs = digits.as_str().unwrap().as_bytes().chunks(2);
        pairs.map(|pair| hex::decode::<1>(pair).unwrap()[0]).collect()
    };
    let (mut valid, mut invalid) = (0, 0);
    for row in include_str!("../../../../tests/data/ed25519.jsonl").lines() {
        let row: Value = serde_json::from_str(row).unwrap();
        let key = bytes(&row["key"]).try_into().ok();
        let key = key.and_then(|key| VerifyingKey::from_bytes(&key).ok());
        let signature = bytes(&row["signature"]).try_into().ok();
        let verified = key.zip(signature).is_some_and(|(key, signature)| {
            verifies(&key, &bytes(&row["message"]), &Signature::from_bytes(&signature))
        });
        assert_eq!(verified, row["valid"].as_bool().unwrap(), "{row}");
        *if verified { &mut valid } else { &mut invalid } += 1;
    }
    assert!(valid >= 88 && invalid >= 60, "{valid} {invalid}");
}

#[test]
fn a_secret_is_repeated_to_32_bytes() {
    for (secret, seed) in [
        ("a", "a".repeat(32)),
        ("DG5g3B4j9X2KOErG", "DG5g3B4j9X2KOErG".repeat(2)),
        ("0123456789012345678901234567890123456789", "01234567890123456789012345678901".to_owned()),
    ] {
        assert_eq!(signing_key(secret).to_bytes(), seed.as_bytes());
    }
}

#[test]
fn a_key_that_was_replaced_holds_for_ten_minutes() {
    let clock = Clock::manual();
    let keys = Keys::new("first", clock.clone());
    let by = |secret: &str| signed(&signing_key(secret), b"1{}");
    let holds = |secret: &str| passes(&keys, "1", "{}", &by(secret));
    assert!(holds("first") && !holds("second"));
    keys.replace("second");
    assert!(holds("first") && holds("second"));
    clock.advance(OVERLAP - Duration::from_nanos(1));
    keys.replace("second");
    assert!(holds("first") && holds("second"));
    clock.advance(Duration::from_nanos(1));
    assert!(!holds("first") && holds("second"), "no longer by being put in force again");
    keys.replace("third");
    assert!(!holds("first") && holds("second") && holds("third"));
    keys.replace("fourth");
    assert!(!holds("second") && holds("third") && holds("fourth"));
}

#[test]
fn the_key_that_verified_is_the_one_that_answers() {
    let keys = Keys::new("first", Clock::manual());
    keys.replace("second");
    for secret in ["first", "second"] {
        let signature = signing_key(secret).sign(b"message");
        let key = keys.of(b"message", &signature).unwrap();
        assert_eq!(key.to_bytes(), signing_key(secret).to_bytes());
    }
}

#[test]
fn a_changed_bit_does_not_verify() {
    let keys = Keys::new(SECRET, Clock::default());
    let message = br#"1725442341{"op":0,"d":{},"t":"GATEWAY_EVENT_NAME"}"#;
    let signature = signing_key(SECRET).sign(message);
    assert!(keys.of(message, &signature).is_some());
    for bit in 0..message.len() * 8 {
        let mut other = message.to_vec();
        other[bit / 8] ^= 1 << (bit % 8);
        assert!(keys.of(&other, &signature).is_none(), "bit {bit} of the message");
    }
    for bit in 0..64 * 8 {
        let mut other = signature.to_bytes();
        other[bit / 8] ^= 1 << (bit % 8);
        let other = Signature::from_bytes(&other);
        assert!(keys.of(message, &other).is_none(), "bit {bit} of the signature");
    }
}
