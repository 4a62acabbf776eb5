//! Files as they lie on a disk.

use std::fs;

use super::*;
use crate::ContentAction;
use crate::audit::TestDir;

/// What is wrong of a file with these bytes, without its path.
fn refused(bytes: &[u8]) -> String {
    let directory = TestDir::new();
    let path = directory.join("policy.toml");
    fs::write(&path, bytes).unwrap();
    let error = Policy::load(&path).expect_err("refused").to_string();
    error.replace(&path.display().to_string(), "FILE")
}

#[test]
fn a_file_is_read_with_and_without_a_byte_order_mark() {
    let directory = TestDir::new();
    let path = directory.join("policy.toml");
    for bytes in ["owners = [\"1\"]", "\u{feff}owners = [\"1\"]\r\n"] {
        fs::write(&path, bytes).unwrap();
        let rules = Policy::load(&path).unwrap().rules(&registry()).unwrap();
        assert!(rules.tables.is_owner(&user(1)));
    }
}

#[test]
fn lists_of_words_are_read_beside_the_policy_and_are_part_of_its_version() {
    let directory = TestDir::new();
    let (path, list) = (directory.join("policy.toml"), directory.join("words.txt"));
    fs::write(&path, "[[content.words]]\nfile = \"words.txt\"").unwrap();
    fs::write(&list, "\u{feff}# 词\n坏蛋\n\n  casino  \r\n").unwrap();
    let action = |text: &str| {
        let rules = Policy::load(&path).unwrap().rules(&registry()).unwrap();
        rules.tables.content.check(text).action()
    };
    for text in ["坏蛋", "casino"] {
        assert_eq!(action(text), ContentAction::Refuse, "{text}");
    }
    assert_eq!(action("词"), ContentAction::Off, "a comment");
    let before = crate::policy::load(&path);
    assert_eq!(before, crate::policy::load(&path));
    fs::write(&list, "词").unwrap();
    assert_ne!(before, crate::policy::load(&path), "the watch sees another version");
    assert_eq!(action("词"), ContentAction::Refuse);
    for (bytes, why) in [(&b"\xff"[..], "not UTF-8"), (&vec![b'x'; (4 << 20) + 1], "over 4 MiB")] {
        fs::write(&list, bytes).unwrap();
        let error = Policy::load(&path).unwrap_err().to_string();
        assert!(error.contains(&format!("the list `words.txt` cannot be read: {why}")), "{error}");
    }
    fs::remove_file(&list).unwrap();
    assert!(Policy::load(&path).unwrap_err().to_string().contains("`words.txt` cannot be read"));
}

#[test]
fn what_is_no_policy_is_refused_with_path_and_place() {
    let place = refused(b"\xef\xbb\xbfowner = 1");
    assert!(place.starts_with("FILE:1:1: "), "{place}");
    let not_utf8 = refused(
        "# 甲\n乙\u{0}".as_bytes().iter().chain(b"\xff").copied().collect::<Vec<_>>().as_slice(),
    );
    assert_eq!(
        not_utf8,
        "FILE:2:3: 文件不是 UTF-8 编码：请另存为 UTF-8 / this is not UTF-8: save it as UTF-8"
    );
    let utf16 = refused(b"\xff\xfea\0");
    assert!(utf16.starts_with("FILE:1:1: "), "{utf16}");
    let large = refused(&vec![b'#'; (1 << 20) + 1]);
    assert_eq!(large, "策略文件 FILE 太大：最多 1 MiB / the policy file FILE is over 1 MiB");
}

#[test]
fn the_largest_file_is_read() {
    let directory = TestDir::new();
    let path = directory.join("policy.toml");
    fs::write(&path, vec![b'#'; 1 << 20]).unwrap();
    assert!(Policy::load(&path).is_ok());
}

#[test]
fn what_is_no_file_is_refused() {
    let directory = TestDir::new();
    for path in [directory.join("absent"), directory.path().to_owned()] {
        let error = Policy::load(&path).unwrap_err().to_string();
        assert!(error.contains("cannot read the policy file"), "{error}");
        assert!(error.contains(&path.display().to_string()), "{error}");
    }
}

#[test]
fn the_question_mark_takes_it_for_an_error() {
    fn start() -> crate::Result<Policy> {
        Ok(Policy::load("/no/such/policy.toml")?)
    }
    assert!(start().unwrap_err().to_string().contains("/no/such/policy.toml"));
}
