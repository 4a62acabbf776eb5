//! Any words, in any order.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::command::Kind;
use crate::command::argument::Argument;

const WORD: ParamSpec = ParamSpec::new(Kind::Optional, false);
const FLAG: ParamSpec = WORD.flag::<bool>().named("f");
const PARAMS: &[ParamSpec] = &[WORD.named("a"), FLAG, WORD.named("b"), WORD.named("c")];
const WITH_REST: &[ParamSpec] = &[WORD.named("a"), FLAG, WORD.named("b"), WORD.named("c").rest()];
const WITH_LIST: &[ParamSpec] = &[WORD.named("a"), FLAG, WORD.named("b").listed()];
const SECRET: &[ParamSpec] = &[WORD.named("a"), WORD.named("b").redact(), FLAG, WORD.named("c")];

/// What each argument gets, as types take it from the line.
type Values = BTreeMap<&'static str, Vec<String>>;

fn parsed(text: &str, params: &'static [ParamSpec]) -> Result<Values, Denial> {
    let mut line = Line::new(Words::starting_at(text, 0), params);
    let mut values = Values::new();
    for spec in params {
        let taken = if spec.flag {
            bool::from_line(&mut line, spec)?.then(|| "true".to_owned()).into_iter().collect()
        } else if spec.is_list() {
            Vec::<String>::from_line(&mut line, spec)?
        } else if line.has(spec) {
            vec![String::from_line(&mut line, spec)?]
        } else {
            Vec::new()
        };
        if !taken.is_empty() {
            values.insert(spec.name, taken);
        }
    }
    line.finish().map(|()| values)
}

/// The same, as the words are assigned before any type sees them.
fn assigned(text: &str, params: &'static [ParamSpec]) -> Result<Values, Denial> {
    let mut slots = Slots::new(Words::starting_at(text, 0), params);
    let mut values = Values::new();
    while let Some(step) = slots.step()? {
        let (spec, is_named) = match step.whose {
            Whose::Named(spec) => (spec, true),
            Whose::Placed(spec) => (spec, false),
            Whose::Nobodys => return Err(Denial::Unproven),
        };
        let word = step.word.text.into_owned();
        // `f=f` names the flag and says no truth.
        let of_flag = word == "true" || (!is_named && spec.is_flag_called(&word));
        if word.is_empty() || (spec.flag && !of_flag) {
            return Err(Denial::Unproven);
        }
        let word = if spec.flag { "true".to_owned() } else { word };
        values.entry(spec.name).or_default().push(word);
    }
    Ok(values)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}

#[test]
fn what_no_argument_is_named_by_is_a_word() {
    for (text, expected) in [
        ("=", &["="][..]),
        ("== =a -- ", &["==", "=a", "--"]),
        ("x=1 B=2", &["x=1", "B=2"]),
        ("a==b", &["=b"]),
        ("--f=1 --F -f", &["--f=1", "--F", "-f"]),
    ] {
        let values: Vec<_> = parsed(text, PARAMS).unwrap().into_values().flatten().collect();
        assert_eq!(values, expected, "{text}");
    }
    let denial = parsed("= == c=", PARAMS).unwrap_err();
    assert!(matches!(denial, Denial::Argument { name: "c", at: 8, .. }), "{denial:?}");
}

#[test]
fn the_name_of_a_flag_is_no_truth() {
    assert!(parsed("f=f", PARAMS).is_err() && assigned("f=f", PARAMS).is_err());
    assert_eq!(parsed("f=true", PARAMS), assigned("f=true", PARAMS));
}

#[test]
fn what_is_left_over_is_not_shown_beside_what_is_redacted() {
    const PARAMS: &[ParamSpec] = &[WORD.named("a"), FLAG.redact()];
    let typed = |text| shown(Words::starting_at(text, 0), PARAMS, None);
    assert_eq!(typed("x y"), "x [redacted]");
    assert_eq!(typed("x --f y"), "x [redacted]");
    assert_eq!(typed("x"), "x");
}

#[test]
fn a_huge_text_takes_no_huge_time() {
    for piece in ["a=", "--f ", "\"", "\\\"", "x ", "= ", "「", "<@"] {
        for params in [PARAMS, WITH_REST, WITH_LIST, SECRET] {
            let text = piece.repeat(20_000);
            let values = parsed(&text, params);
            assert!(values.is_err() || values.is_ok_and(|values| !values.is_empty()), "{piece}");
            shown(Words::starting_at(&text, 0), params, None);
        }
    }
}

proptest! {
    /// However many words are named and wherever they stand, each argument gets its own.
    #[test]
    fn names_in_any_order(
        texts in prop::collection::vec(".{1,8}", 3),
        named in prop::collection::vec(any::<bool>(), 3),
        flag in 0_usize..4,
        seed in prop::collection::vec(0_usize..8, 3),
    ) {
        let names = ["a", "b", "c"];
        let places: Vec<_> = (0..3).filter(|&n| !named[n]).map(|n| (n, quoted(&texts[n]))).collect();
        let mut words = places;
        for n in (0..3).filter(|&n| named[n]) {
            // Before the first word that stands for a later argument.
            let until = words.iter().position(|(m, word)| *m > n && word.starts_with('"'));
            let at = seed[n] % (until.unwrap_or(words.len()) + 1);
            words.insert(at, (n, format!("{}={}", names[n], quoted(&texts[n]))));
        }
        if flag > 0 {
            words.insert((flag - 1).min(words.len()), (9, "--f".to_owned()));
        }
        let text: Vec<_> = words.into_iter().map(|(_, word)| word).collect();
        let mut expected: Values = names.into_iter().zip(texts.into_iter().map(|t| vec![t])).collect();
        if flag > 0 {
            expected.insert("f", vec!["true".to_owned()]);
        }
        prop_assert_eq!(parsed(&text.join(" "), PARAMS), Ok(expected));
    }

    /// Types see the words that were assigned to them, no others.
    #[test]
    fn types_and_assignment_agree(text in "[abcf=\\-\"'“” x]{0,24}") {
        for params in [PARAMS, WITH_REST, WITH_LIST] {
            let (parsed, assigned) = (parsed(&text, params), assigned(&text, params));
            prop_assert_eq!(parsed.is_ok(), assigned.is_ok(), "{:?} {:?}", parsed, assigned);
            if let (Ok(parsed), Ok(assigned)) = (parsed, assigned) {
                prop_assert_eq!(parsed, assigned);
            }
        }
    }

    #[test]
    fn no_text_panics(text: String) {
        for params in [PARAMS, WITH_REST, WITH_LIST, SECRET, &[]] {
            let _ = parsed(&text, params);
            let _ = shown(Words::starting_at(&text, 0), params, None);
        }
    }

    /// Whatever argument a word goes to: if that is redacted, nothing shows it.
    #[test]
    fn a_secret_is_never_shown(text in "([abcf]=|--f |\"|'| |x|SECRET){0,10}") {
        let typed = Words::starting_at(&text, 0);
        let shown_text = shown(typed, SECRET, None);
        match parsed(&text, SECRET) {
            Ok(values) => {
                let secret = values.get("b").is_some_and(|b| b[0].contains("SECRET"));
                let others = values.iter().filter(|(name, _)| **name != "b");
                let elsewhere = others.flat_map(|(_, v)| v).any(|v| v.contains("SECRET"));
                prop_assert!(!secret || elsewhere || !shown_text.contains("SECRET"), "{}", shown_text);
            }
            Err(denial) => {
                prop_assert!(!format!("{denial:?}").contains("SECRET"), "{:?}", denial);
                let refused = Denial::Missing { name: "b" };
                let hidden = shown(Words::starting_at(&text, 0), SECRET, Some(&refused));
                prop_assert!(hidden.is_empty() || hidden == REDACTED);
            }
        }
    }
}
