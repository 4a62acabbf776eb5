//! What `derive(Redact)` accepts.
#![deny(warnings)]
// As with std's `Debug`, showing a field is no use of it.
#![allow(dead_code)]

use std::fmt::Debug;

use botrs_secure::Redact;

#[derive(Redact)]
struct Login<'a> {
    user: &'a str,
    #[redact]
    password: String,
}

#[derive(Redact)]
struct Key(u8, #[redact] [u8; 4]);

#[derive(Redact)]
#[redact(all)]
struct Everything {
    r#type: u8,
    name: &'static str,
}

#[derive(Redact)]
#[redact(serialize)]
enum Message<S, F = u8>
where
    S: Clone,
{
    Nothing,
    Text(String),
    Secret(#[redact] F),
    Two(S, #[redact] F),
    Named {
        id: u64,
        #[redact]
        token: F,
        r#ref: Option<S>,
    },
}

#[derive(Redact)]
#[redact(serialize)]
struct Account {
    name: String,
    #[redact]
    secret: NoTraits,
}

#[derive(Redact)]
#[redact(serialize)]
struct Pair(u8, #[redact] NoTraits);

#[derive(Redact)]
#[redact(serialize, all)]
struct Wrapper(NoTraits);

/// A parameter needs no bound where it is a secret only, and the bound of its item elsewhere.
#[derive(Redact)]
struct Generic<I: Iterator, T, const N: usize> {
    next: Option<I::Item>,
    rest: [u8; N],
    #[redact]
    secret: T,
    phantom: std::marker::PhantomData<I>,
}

#[derive(Clone)]
struct NoTraits;

mod shadowed {
    #![allow(dead_code)]
    struct Result;
    struct Option;
    struct String;
    struct Ok;
    struct Err;
    mod core {}
    mod serde {}

    #[derive(botrs_secure::Redact)]
    #[redact(serialize)]
    pub struct Shy {
        #[redact]
        pub formatter: u8,
        pub serializer: u8,
        pub fields: u8,
    }
}

fn debug(value: &dyn Debug) -> String {
    format!("{value:?}")
}

fn main() {
    let login = Login { user: "ann", password: "hunter2".into() };
    assert_eq!(debug(&login), r#"Login { user: "ann", password: [redacted] }"#);
    assert_eq!(format!("{login:#?}"), "Login {\n    user: \"ann\",\n    password: [redacted],\n}");
    assert_eq!(login.password, "hunter2");
    let key = Key(1, [2; 4]);
    assert_eq!(debug(&key), "Key(1, [redacted])");
    assert_eq!(key.1, [2; 4]);
    let everything = Everything { r#type: 1, name: "x" };
    assert_eq!(debug(&everything), "Everything { type: [redacted], name: [redacted] }");
    assert_eq!((everything.r#type, everything.name), (1, "x"));

    let all: [(Message<u8, NoTraits>, &str, &str); 5] = [
        (Message::Nothing, "Nothing", r#""Nothing""#),
        (Message::Text("a".into()), r#"Text("a")"#, r#"{"Text":"a"}"#),
        (Message::Secret(NoTraits), "Secret([redacted])", r#"{"Secret":"[redacted]"}"#),
        (Message::Two(1, NoTraits), "Two(1, [redacted])", r#"{"Two":[1,"[redacted]"]}"#),
        (
            Message::Named { id: 1, token: NoTraits, r#ref: None },
            "Named { id: 1, token: [redacted], ref: None }",
            r#"{"Named":{"id":1,"token":"[redacted]","ref":null}}"#,
        ),
    ];
    for (message, text, json) in all {
        assert_eq!(debug(&message), text);
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
    }
    let account = Account { name: "ann".into(), secret: NoTraits };
    assert_eq!(serde_json::to_string(&account).unwrap(), r#"{"name":"ann","secret":"[redacted]"}"#);
    assert_eq!(serde_json::to_string(&Pair(1, NoTraits)).unwrap(), r#"[1,"[redacted]"]"#);
    assert_eq!(serde_json::to_string(&Wrapper(NoTraits)).unwrap(), r#""[redacted]""#);
    drop((account.secret, Wrapper(NoTraits).0, Pair(1, NoTraits).1));

    let generic = Generic::<std::ops::Range<u8>, NoTraits, 1> {
        next: Some(1),
        rest: [2],
        secret: NoTraits,
        phantom: std::marker::PhantomData,
    };
    assert!(debug(&generic).starts_with("Generic { next: Some(1), rest: [2], secret: [redacted]"));
    drop(generic.secret);
    let shy = shadowed::Shy { formatter: 1, serializer: 2, fields: 3 };
    assert_eq!(debug(&shy), "Shy { formatter: [redacted], serializer: 2, fields: 3 }");
    let json = r#"{"formatter":"[redacted]","serializer":2,"fields":3}"#;
    assert_eq!(serde_json::to_string(&shy).unwrap(), json);
    assert_eq!(shy.formatter, 1);
}
