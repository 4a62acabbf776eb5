use std::collections::HashSet;
use std::fs;

use super::sealed::OVERHEAD;
use super::*;
use crate::SecretFileError;
use crate::audit::TestDir;
use crate::hex;

const PLACE: &str = "users/7/phone";
const PHONE: &str = "13800138000";

fn key(byte: u8) -> VaultKey {
    VaultKey::from_bytes(&mut [byte; 32])
}

fn vault() -> Vault {
    Vault::new(key(1))
}

fn bytes(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks_exact(2);
    pairs.map(|pair| hex::decode::<1>(pair).expect("digits")[0]).collect()
}

/// Key, nonce, associated data, plaintext, ciphertext, tag: test cases 13 to 16 of "The Galois/Counter Mode of
/// Operation (GCM)" by McGrew and Viega, as submitted to NIST.
const VECTORS: [[&str; 6]; 4] = [
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "000000000000000000000000",
        "",
        "",
        "",
        "530f8afbc74536b9a963b4f1c4cb738b",
    ],
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "000000000000000000000000",
        "",
        "00000000000000000000000000000000",
        "cea7403d4d606b6e074ec5d3baf39d18",
        "d0d1c8a799996bf0265b98b5d48ab919",
    ],
    [
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
        "b094dac5d93471bdec1a502270e3cc6c",
    ],
    [
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
        "76fc6ece0f4e1768cddf8853bb2d551b",
    ],
];

#[test]
fn published_vectors_come_out_both_ways() {
    for vector in VECTORS {
        let [secret, nonce, known, plain, text, tag] = vector.map(bytes);
        let mut secret: [u8; 32] = secret.try_into().unwrap();
        let nonce: Nonce = nonce.try_into().unwrap();
        let entry = Entry::new(&VaultKey::from_bytes(&mut secret));
        let mut buffer = plain.clone();
        let made = encrypt(&entry.cipher, &nonce, &known, &mut buffer).unwrap();
        assert_eq!((&buffer[..], &made[..]), (&text[..], &tag[..]));
        decrypt(&entry.cipher, &nonce, &known, &mut buffer, &made).unwrap();
        assert_eq!(buffer, plain);
        assert_eq!(secret, [0; 32], "the caller's array is wiped");
    }
}

/// Borders of the counter and of blocks, and tags that are wrong by a bit or a word.
#[test]
fn vectors_of_wycheproof_come_out_or_are_refused() {
    let vectors = include_str!("../../../tests/data/aes_256_gcm.txt").lines();
    let mut told = [0, 0];
    for vector in vectors.filter(|line| !line.starts_with('#')) {
        let parts = Vec::from_iter(vector.split(' '));
        let [number, expected, parts @ ..] = &parts[..] else { panic!("{vector}") };
        let parts = Vec::from_iter(parts.iter().map(|part| bytes(part.trim_matches('-'))));
        let [secret, nonce, known, plain, text, tag] = parts.try_into().unwrap();
        let entry = Entry::new(&VaultKey::from_bytes(&mut secret.try_into().unwrap()));
        let (nonce, tag) = (nonce.try_into().unwrap(), tag.try_into().unwrap());
        let mut made = plain.clone();
        let made_tag = encrypt(&entry.cipher, &nonce, &known, &mut made).unwrap();
        let mut opened = text.clone();
        let answer = decrypt(&entry.cipher, &nonce, &known, &mut opened, &tag);
        let is_valid = *expected == "valid";
        assert_eq!(made, text, "{number}");
        assert_eq!(made_tag == tag, is_valid, "{number}");
        assert_eq!(answer, if is_valid { Ok(()) } else { Err(VaultError::Refused) }, "{number}");
        assert_eq!(
            opened,
            if is_valid { plain } else { text },
            "nothing of {number} without its tag"
        );
        told[usize::from(is_valid)] += 1;
    }
    assert_eq!(told, [27, 39]);
}

/// Made as the reference describes, by Python's `cryptography`, with the nonce 00 01 .. 0b.
const OF_PYTHON: &str = "Ac_B639X1OxRAAECAwQFBgcICQoLipWtFhDPNUHOWtf3XwcPUgKByU3od2WvcDJt";

#[test]
fn the_form_is_as_documented() {
    let sealed: Sealed = OF_PYTHON.parse().unwrap();
    assert_eq!(vault().open(PLACE, &sealed).unwrap().expose_str(), Ok(PHONE));
    assert_eq!(sealed.to_string(), OF_PYTHON);
}

#[test]
fn what_is_sealed_opens_also_from_bytes_and_text() {
    let long = "x".repeat(70_000);
    for data in ["", "x", PHONE, &long] {
        let sealed = vault().seal(PLACE, data).unwrap();
        let bytes = Sealed::from_bytes(sealed.as_bytes()).unwrap();
        let text: Sealed = sealed.to_string().parse().unwrap();
        assert_eq!((&bytes, &text), (&sealed, &sealed));
        assert_eq!(vault().open(PLACE, &text).unwrap().expose(), data.as_bytes());
    }
}

#[test]
fn every_bit_is_authenticated() {
    let sealed = vault().seal(PLACE, PHONE).unwrap();
    for bit in 0..sealed.as_bytes().len() * 8 {
        let mut bytes = sealed.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let opened = Sealed::from_bytes(bytes).and_then(|sealed| vault().open(PLACE, &sealed));
        let expected = match bit / 8 {
            0 => VaultError::UnknownVersion,
            1..9 => VaultError::UnknownKey,
            _ => VaultError::Refused,
        };
        assert_eq!(opened.map(drop), Err(expected), "bit {bit}");
    }
}

#[test]
fn the_key_id_is_authenticated() {
    // As if both keys had one id: the cipher itself has to refuse.
    let sealed = vault().seal(PLACE, PHONE).unwrap();
    let mut bytes = sealed.as_bytes().to_vec();
    bytes[1] ^= 1;
    let sealed = Sealed::from_bytes(bytes).unwrap();
    let mut vault = vault();
    vault.newest.id = sealed.header().key;
    assert_eq!(vault.open(PLACE, &sealed).map(drop), Err(VaultError::Refused));
}

#[test]
fn what_is_cut_or_extended_is_refused() {
    let sealed = vault().seal(PLACE, PHONE).unwrap();
    let bytes = sealed.as_bytes();
    for length in 0..bytes.len() {
        let opened = Sealed::from_bytes(&bytes[..length]).and_then(|cut| vault().open(PLACE, &cut));
        let expected = if length < 37 { VaultError::TooShort } else { VaultError::Refused };
        assert_eq!(opened.map(drop), Err(expected), "{length}");
    }
    let longer = Sealed::from_bytes([bytes, &[0]].concat()).unwrap();
    assert_eq!(vault().open(PLACE, &longer).map(drop), Err(VaultError::Refused));
}

#[test]
fn it_opens_in_its_place_and_under_its_key_only() {
    let sealed = vault().seal(PLACE, PHONE).unwrap();
    for other in ["users/8/phone", "users/7/phone ", "users/7/phon", "Users/7/phone"] {
        assert_eq!(vault().open(other, &sealed).map(drop), Err(VaultError::Refused), "{other}");
    }
    let other = Vault::new(key(2)).open(PLACE, &sealed);
    assert_eq!(other.map(drop), Err(VaultError::UnknownKey));
    let mut same_id = Vault::new(key(2));
    same_id.newest.id = sealed.header().key;
    assert_eq!(same_id.open(PLACE, &sealed).map(drop), Err(VaultError::Refused));
}

#[test]
fn older_keys_open_and_the_newest_seals() {
    let old = vault().seal(PLACE, PHONE).unwrap();
    let rotated = Vault::new(key(3)).with_old(key(2)).with_old(key(1));
    assert!(rotated.needs_reseal(&old));
    let opened = rotated.open(PLACE, &old).unwrap();
    let new = rotated.seal(PLACE, opened.expose()).unwrap();
    assert!(!rotated.needs_reseal(&new));
    assert_eq!(Vault::new(key(3)).open(PLACE, &new).unwrap().expose_str(), Ok(PHONE));
}

#[test]
fn a_key_is_used_up() {
    let vault = vault();
    vault.messages.store(MOST_MESSAGES - 1, Relaxed);
    let last = vault.seal(PLACE, PHONE).unwrap();
    for _ in 0..2 {
        assert_eq!(vault.seal(PLACE, PHONE), Err(VaultError::Exhausted));
    }
    assert!(vault.open(PLACE, &last).is_ok(), "opening uses nothing up");
}

#[test]
fn nonces_differ() {
    let vault = vault();
    let sealed = (0..10_000).map(|_| vault.seal(PLACE, PHONE).unwrap().header().nonce);
    assert_eq!(sealed.collect::<HashSet<_>>().len(), 10_000);
}

#[test]
fn sizes_and_contexts_are_bounded() {
    let vault = vault();
    let mut data = vec![0; MOST + 1];
    assert_eq!(vault.seal(PLACE, &data), Err(VaultError::TooLong));
    data.resize(MOST + OVERHEAD, 0);
    data[0] = sealed::VERSION;
    let mut data = Sealed::from_bytes(data).unwrap().as_bytes().to_vec();
    data.push(0);
    assert_eq!(Sealed::from_bytes(data), Err(VaultError::TooLong));
    let sealed = vault.seal(&"x".repeat(1024), PHONE).unwrap();
    for wrong in ["", &"x".repeat(1025)] {
        assert_eq!(vault.seal(wrong, PHONE), Err(VaultError::Context));
        assert_eq!(vault.open(wrong, &sealed).map(drop), Err(VaultError::Context));
    }
}

#[test]
fn text_that_is_not_base64url_is_refused() {
    let text = OF_PYTHON;
    // 37 bytes leave four bits of the last letter, which have to be 0.
    let last_bits = Sealed::new(&Header { key: [0; 8], nonce: [0; 12] }, &[], &[0; TAG]);
    let last_bits = format!("{}B", last_bits.to_string().strip_suffix('A').unwrap());
    for wrong in
        [&format!("{text}="), &format!(" {text}"), &format!("{text}\n"), "口令", &last_bits]
    {
        assert_eq!(wrong.parse::<Sealed>(), Err(VaultError::NotBase64), "{wrong}");
    }
    assert_eq!("".parse::<Sealed>(), Err(VaultError::TooShort));
    let long = "A".repeat((MOST + OVERHEAD).div_ceil(3) * 4 + 1);
    assert_eq!(long.parse::<Sealed>(), Err(VaultError::TooLong));
}

#[test]
fn debug_shows_nothing_and_data_is_wiped() {
    let sealed = vault().seal(PLACE, PHONE).unwrap();
    let mut opened = vault().open(PLACE, &sealed).unwrap();
    assert_eq!(format!("{opened:?}"), "Opened([redacted])");
    assert_eq!(format!("{sealed:?}"), "Sealed(48 bytes)");
    assert_eq!(format!("{:?}", key(1)), "VaultKey([redacted])");
    assert_eq!(format!("{:?}", vault()), "Vault { old_keys: 0, .. }");
    // What `drop` does, while it can still be looked at.
    opened.wipe();
    assert_eq!(opened.expose(), [0; PHONE.len()]);
    assert!(std::mem::needs_drop::<VaultKey>());
}

#[test]
fn a_key_file_is_made_once_and_read_again() {
    let dir = TestDir::new();
    let path = dir.join("vault.key");
    assert!(matches!(VaultKey::read(&path), Err(VaultKeyError::Missing { .. })));
    let made = VaultKey::create(&path).unwrap();
    assert_eq!(VaultKey::read(&path).unwrap().bytes(), made.bytes());
    assert!(matches!(VaultKey::create(&path), Err(VaultKeyError::Io { .. })));
    fs::write(&path, "13800138000").unwrap();
    let wrong = VaultKey::read(&path).unwrap_err();
    assert!(matches!(wrong, VaultKeyError::NoKey { .. }));
    assert!(!wrong.to_string().contains("13800138000"));
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_may_read_or_a_link_is_refused() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = TestDir::new();
    let (path, link) = (dir.join("vault.key"), dir.join("link"));
    drop(VaultKey::create(&path).unwrap());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o600);
    symlink(&path, &link).unwrap();
    let error = |path| match VaultKey::read(path).unwrap_err() {
        VaultKeyError::File(why) => why,
        other => panic!("{other}"),
    };
    assert!(matches!(error(link), SecretFileError::SymbolicLink { .. }));
    assert!(matches!(error(dir.join(".")), SecretFileError::NotAFile { .. }));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(error(path), SecretFileError::Mode { mode: 0o644, .. }));
}
