//! JSON, there and back.

use proptest::prelude::*;

use super::manifest;
use crate::Manifest;
use crate::manifest::{
    Access, Argument, Choice, Command, Confirm, Limit, LimitKind, ManifestError, Scope,
};
use crate::prelude::*;

#[command(public)]
async fn ping() -> Result<()> {
    Ok(())
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(any::<String>(), 0..3)
}

fn access() -> impl Strategy<Value = Access> {
    prop_oneof![
        Just(Access::Public),
        Just(Access::OwnersOnly),
        texts().prop_map(Access::All),
        texts().prop_map(Access::Any),
    ]
}

fn limit() -> impl Strategy<Value = Limit> {
    let kind = prop_oneof![Just(LimitKind::Cooldown), Just(LimitKind::Limit)];
    let scope = prop_oneof![
        Just(Scope::User),
        Just(Scope::Member),
        Just(Scope::Channel),
        Just(Scope::Guild),
        Just(Scope::Global),
    ];
    let names = any::<(Option<String>, Option<String>)>();
    (kind, scope, any::<(u32, u64, u32)>(), names).prop_map(
        |(kind, scope, (burst, interval_ns, cost), (bucket, inherited_from))| Limit {
            kind,
            scope,
            burst,
            interval_ns,
            cost,
            bucket,
            inherited_from,
        },
    )
}

fn argument() -> impl Strategy<Value = Argument> {
    let choice = (any::<(String, String)>(), texts()).prop_map(|((name, zh), aliases)| Choice {
        name,
        zh,
        aliases,
    });
    let choices = prop::collection::vec(choice, 0..3);
    (any::<(String, String, Option<String>)>(), any::<[bool; 6]>(), texts(), choices).prop_map(
        |((name, help, default), [required, list, flag, rest, proof, redact], rules, choices)| {
            Argument {
                name,
                help,
                required,
                list,
                flag,
                rest,
                proof,
                redact,
                default,
                rules,
                choices,
            }
        },
    )
}

fn confirm() -> impl Strategy<Value = Confirm> {
    prop_oneof![Just(Confirm::Nobody), Just(Confirm::Caller), Just(Confirm::Other)]
}

fn command() -> impl Strategy<Value = Command> {
    let scenes = prop::sample::subsequence(Scene::ALL.to_vec(), 0..=4);
    let own = (any::<[String; 3]>(), texts(), texts(), any::<[Option<String>; 2]>());
    let rules = (access(), scenes, prop::collection::vec(limit(), 0..3));
    let arguments = prop::collection::vec(argument(), 0..3);
    (own, rules, any::<[bool; 4]>(), confirm(), any::<(u64, u32)>(), arguments).prop_map(
        |(
            own,
            rules,
            [hidden, fresh, on_error, audit],
            confirm,
            (timeout_ms, concurrency),
            arguments,
        )| {
            let ([name, path, help], aliases, checks, [category, unchecked_api]) = own;
            let (access, scenes, limits) = rules;
            Command {
                name,
                aliases,
                path,
                help,
                category,
                hidden,
                access,
                scenes,
                limits,
                confirm,
                fresh,
                checks,
                timeout_ms,
                concurrency,
                on_error,
                audit,
                unchecked_api,
                arguments,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_written_is_read_back(
        prefixes in texts(),
        unguarded_handler: bool,
        commands in prop::collection::vec(command(), 0..3),
    ) {
        let manifest = Manifest { format: Manifest::FORMAT, prefixes, unguarded_handler, commands };
        let json = manifest.to_json();
        prop_assert_eq!(json.strip_suffix('\n').map(|json| json.ends_with('\n')), Some(false));
        prop_assert_eq!(Manifest::from_json(&json).unwrap(), manifest);
    }
}

#[test]
fn the_form_of_the_json_stays() {
    let json = manifest(commands![ping]).to_json();
    let expected = r#"{
  "format": 1,
  "prefixes": [
    "/",
    "／"
  ],
  "unguarded_handler": false,
  "commands": [
    {
      "name": "ping",
      "aliases": [],
      "path": "botrs_secure::manifest::tests::round::ping",
      "help": "",
      "category": null,
      "hidden": false,
      "access": "public",
      "scenes": [
        "guild",
        "direct",
        "group",
        "c2c"
      ],
      "limits": [],
      "confirm": "nobody",
      "fresh": false,
      "checks": [],
      "timeout_ms": 30000,
      "concurrency": 64,
      "on_error": false,
      "audit": false,
      "unchecked_api": null,
      "arguments": []
    }
  ]
}
"#;
    assert_eq!(json, expected);
}

#[test]
fn what_is_not_known_is_refused_and_not_left_out() {
    let json = manifest(commands![ping]).to_json();
    for (from, to) in [
        (r#""confirm": "nobody","#, r#""confirm": "nobody", "sealed": true,"#),
        (r#""confirm": "nobody","#, ""),
        (r#""confirm": "nobody","#, r#""confirm": "nobody", "confirm": "nobody","#),
        (r#""confirm": "nobody","#, r#""confirm": null,"#),
        (r#""category": null,"#, ""),
        (r#""unchecked_api": null,"#, ""),
        (r#""access": "public""#, r#""access": "friends""#),
        (r#""guild""#, r#""forum""#),
        (r#""format": 1,"#, ""),
        ("\n}\n", ""),
        ("\n}\n", "\n}\n{}"),
    ] {
        let wrong = json.replacen(from, to, 1);
        assert_ne!(wrong, json);
        let read = Manifest::from_json(&wrong);
        assert!(matches!(read, Err(ManifestError::Json(_))), "{to}: {read:?}");
    }
    for found in [0, 2, u64::MAX] {
        // Whatever else it holds.
        let later = format!(r#"{{"format": {found}, "rooms": []}}"#);
        let error = Manifest::from_json(&later).unwrap_err();
        assert!(matches!(error, ManifestError::Format { found: said } if said == found), "{error}");
        assert!(error.to_string().contains(&found.to_string()));
    }
}
