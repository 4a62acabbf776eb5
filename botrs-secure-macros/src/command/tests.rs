//! What the attribute refuses, and with which words.

use quote::quote;
use syn::File;

use super::command;

/// The messages of the mistakes in an attribute.
fn mistakes(attribute: &str) -> Vec<String> {
    let attribute = attribute.parse().expect("tokens");
    let item = quote!(
        async fn hello() -> Result<()> {
            Ok(())
        }
    );
    let file: File = syn::parse2(command(attribute, item)).expect("items");
    let messages = file.items.iter().filter_map(|item| match item {
        syn::Item::Macro(item) => item.mac.parse_body::<syn::LitStr>().ok(),
        _ => None,
    });
    messages.map(|message| message.value()).collect()
}

#[test]
fn what_goes_together_is_no_mistake() {
    for attribute in [
        r#"public, limit = "10/min", cost = 10"#,
        r#"public, limit(user = "1/min", burst = 5), cost = 5"#,
        r#"public, cooldown = none, limit = "10/min", bucket = "b""#,
        r#"public, cooldown = "1s", cost = 1, bucket = "b""#,
        r#"perm = any(A, B), bucket = "b""#,
        "perm = A, scene = guild, fresh",
        "fresh, guild_only, perm = any(A, B)",
        "perm = A, scene(guild), fresh",
        "public, crate = crate",
        "public, crate = crate::a::b",
        "public, crate = ::a",
        "public, on_error = a::b, audit, hide_in_help",
        r#"public, category = "a b", unchecked_api = "a b""#,
    ] {
        assert_eq!(mistakes(attribute), [""; 0], "{attribute}");
    }
}

#[test]
fn each_mistake_has_one_message() {
    for (attribute, begins) in [
        ("public, limit = 10", r#"expected a quota string; write `"10/min"`"#),
        ("public, limit = none", "expected a string"),
        (r#"public, limit = "10/m""#, "unknown unit `m`; write `min`"),
        ("public, limit()", "an empty `limit()` limits nothing"),
        ("public, limit(burst = 3)", "`burst` belongs to a quota"),
        (r#"public, limit(user = "1/s", burst = 0)"#, "a burst of 0 lets no call through"),
        (r#"public, limit(usr = "1/s")"#, "unknown `limit` key `usr`; did you mean `user`?"),
        ("public, cost = 2", "`cost` counts against a `limit`"),
        (r#"public, cooldown = "1s", cost = 2"#, "`cost` counts against a `limit`"),
        (r#"public, limit = "9/s", cost = 0"#, "a call that costs nothing is not limited"),
        (r#"public, limit = "9/s", cost = 10"#, "a call that costs 10 never runs"),
        (r#"public, limit(user = "9/s", burst = 2), cost = 3"#, "a call that costs 3 never runs"),
        (r#"public, limit(user = "9/s", guild = "2/s"), cost = 3"#, "a call that costs 3 never"),
        (r#"public, bucket = "b""#, "nothing is counted in this bucket"),
        (r#"owners_only, bucket = "b""#, "nothing is counted in this bucket"),
        (r#"perm = A, cooldown = none, bucket = "b""#, "nothing is counted in this bucket"),
        (r#"public, cooldown = "1s", bucket = "a b""#, "the name of a bucket has no spaces"),
        (r#"public, cooldown = "1s", bucket = """#, "this text is empty"),
        ("public, guild_only, fresh", "`fresh` asks for the caller's roles, of which `public`"),
        ("owners_only, guild_only, fresh", "`fresh` asks for the caller's roles, of which `own"),
        ("perm = A, fresh", "only in guilds can the platform be asked"),
        ("perm = A, dm_only, fresh", "only in guilds can the platform be asked"),
        ("perm = A, scene(guild, group), fresh", "only in guilds can the platform be asked"),
        ("perm = A, fresh = true", "`fresh` takes no value"),
        ("public, audit(all)", "`audit` takes no value"),
        (r#"public, on_error = "f""#, "expected a path, not a string; remove the quotes: `f`"),
        ("public, on_error = |_, _| None", "expected a path, like `explain`"),
        (r#"public, category = " ""#, "this text is empty"),
        ("public, category = \"a\\nb\"", "this text is one line"),
        ("public, unchecked_api", "`unchecked_api` requires a value"),
        (r#"public, unchecked_api = " ""#, "say why"),
        ("public, crate = a", "`a` is relative"),
        ("public, crate = self::a", "`self::a` is relative"),
        ("public, crate = ::a::<u8>", "expected the path of a crate or module"),
    ] {
        let messages = mistakes(attribute);
        assert!(
            messages.len() == 1 && messages[0].starts_with(begins),
            "{attribute}: {messages:?}"
        );
    }
}

#[test]
fn what_hangs_on_a_mistake_is_none() {
    for attribute in [
        r#"public, limit = "10/m", cost = 20, bucket = "b""#,
        r#"public, limti = "10/min", cost = 2, bucket = "b""#,
        r#"public, cooldown = 30, bucket = "b""#,
        r#"public, cooldwon = "30s", bucket = "b""#,
        "perm = A, scene = gild, fresh",
        "perm = A, scnee = guild, fresh",
        "guild_only, fresh",
    ] {
        assert_eq!(mistakes(attribute).len(), 1, "{attribute}: {:?}", mistakes(attribute));
    }
}

#[test]
fn as_many_limits_as_one_step_charges() {
    let all = |value: &str, count: usize| {
        let scopes = ["user", "member", "channel", "guild", "global"];
        scopes[..count].iter().map(|scope| format!(r#"{scope} = "{value}""#)).collect::<Vec<_>>()
    };
    let attribute = |cooldowns, quotas| {
        let (cooldowns, quotas) = (all("1s", cooldowns), all("1/s", quotas));
        format!("public, cooldown({}), limit({})", cooldowns.join(", "), quotas.join(", "))
    };
    assert_eq!(mistakes(&attribute(4, 4)), [""; 0]);
    assert_eq!(
        mistakes(&attribute(4, 5)),
        ["a command has at most 8 scopes in `cooldown` and `limit` together, not 9"]
    );
}

/// What is emitted for a function, without spaces.
fn emitted(attribute: &str, function: &str) -> String {
    let (attribute, function) = (attribute.parse(), function.parse());
    let tokens = command(attribute.expect("tokens"), function.expect("tokens"));
    tokens.to_string().replace(' ', "")
}

#[test]
fn rustc_judges_the_place_of_each_parameter_that_is_not_usual() {
    let unusual = emitted("public", "async fn f(a: u8, b: Own) -> Result<()> {}");
    for n in 0..2 {
        assert!(unusual.contains(&format!("assert_param(spec,{n});")), "{unusual}");
    }
    let usual = emitted("public", "async fn f(a: u8, b: u8) -> Result<()> {}");
    assert!(!usual.contains("assert_param"), "{usual}");
}

#[test]
fn nothing_stands_beside_a_method() {
    let method = emitted("public", "async fn f(&self) -> Result<()> {}");
    assert!(method.contains("compile_error!"), "{method}");
    assert!(!method.contains("enumf"), "{method}");
    assert!(emitted("public", "fn f() -> Result<()> {}").contains("enumf"));
}

#[test]
fn as_many_parameters_as_the_library_has_shims_for() {
    let of = |count: usize| {
        let params: Vec<String> = (0..count).map(|n| format!("p{n}: u8")).collect();
        emitted("public", &format!("async fn f({}) -> Result<()> {{}}", params.join(", ")))
    };
    assert!(!of(12).contains("compile_error!"));
    assert!(of(13).contains("acommandhasatmost12parameters"));
}

#[test]
fn a_parameter_keeps_what_rustc_knows() {
    let function = emitted("public", "async fn f(#[allow(unused)] a: u8) -> Result<()> {}");
    assert!(function.contains("fnf(#[allow(unused)]a:u8)"), "{function}");
    let function = emitted("public", "async fn f(#[description = \"x\"] a: u8) -> Result<()> {}");
    assert!(function.contains("fnf(a:u8)"), "{function}");
}

#[test]
fn a_broken_custom_rule_is_one_mistake() {
    for rules in ["custom = \"f\", with(b)", "custm = f, with(b)", "with(b)"] {
        let function = format!("async fn f(#[validate({rules})] a: u8, b: u8) -> Result<()> {{}}");
        let expanded = emitted("public", &function);
        assert_eq!(expanded.matches("compile_error!").count(), 1, "{expanded}");
    }
}

#[test]
fn a_custom_rule_is_described_as_it_was_written() {
    let function = "async fn f(a: u8, #[validate(custom = a::b, with(a))] b: u8) -> Result<()> {}";
    let expanded = emitted("public", function);
    assert!(expanded.contains("\"a::b(a)\""), "{expanded}");
}

#[test]
fn only_of_a_bucket_without_limits_the_library_is_asked() {
    let function = "async fn f() -> Result<()> {}";
    assert!(emitted("perm = A, bucket = \"b\"", function).contains("assert_bucket"));
    for limits in ["cooldown = \"1s\"", "limit = \"1/s\"", "cooldown = none, limit = \"1/s\""] {
        let expanded = emitted(&format!("perm = A, bucket = \"b\", {limits}"), function);
        assert!(!expanded.contains("assert_bucket"), "{expanded}");
    }
}
