//! What the macros emit, as code to read.

use expect_test::expect;
use proc_macro2::TokenStream;
use quote::quote;

use crate::args::args;
use crate::choice::choice;
use crate::command::command;
use crate::commands::commands;
use crate::permission::permission;
use crate::redact::redact;
use crate::reply::reply;
use crate::validate::{derive, validate};

fn pretty(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).expect("the macro emits items"))
}

fn pretty_expr(tokens: TokenStream) -> String {
    pretty(quote!(const X: () = #tokens;))
}

/// What follows the item, which has to be there as it was written.
fn after(item: &TokenStream, expanded: TokenStream) -> TokenStream {
    let mut tokens = expanded.into_iter();
    for token in item.clone() {
        assert_eq!(tokens.next().expect("a token").to_string(), token.to_string());
    }
    tokens.collect()
}

#[test]
fn a_plain_command() {
    let item = quote! {
        /// Mute a member.
        async fn mute(ctx: Context<'_, mute>, target: Target) -> Result<()> {
            ctx.members().mute(&target, HOUR).await
        }
    };
    let expanded = pretty(command(quote!(perm = MuteMembers, scene = guild), item));
    let beside = expanded.lines().skip_while(|line| !line.contains("The command `mute`"));
    assert!(beside.count() <= 50, "{expanded}");
    expect![[r##"
        #[allow(clippy::unused_async)]
        /// Mute a member.
        async fn mute(ctx: Context<'_, mute>, target: Target<'_>) -> Result<()> {
            ctx.members().mute(&target, HOUR).await
        }
        /**The command `mute`.

        Mute a member.*/
        #[allow(non_camel_case_types)]
        #[allow(missing_copy_implementations, missing_debug_implementations)]
        enum mute {}
        const _: () = {
            use ::botrs_secure::expansion as __p;
            #[automatically_derived]
            impl __p::Command for mute {
                const SPEC: __p::CommandSpec = __p::CommandSpec::new::<
                    Self,
                >(
                        "mute",
                        ::core::concat!(::core::module_path!(), "::mute"),
                        __p::Access::All(&[<MuteMembers as __p::Permission>::DEF]),
                    )
                    .with_help("Mute a member.")
                    .with_scenes(__p::Scenes::only(__p::Scene::Guild))
                    .with_params(
                        &[
                            <Context<'_, mute> as __p::Param<'_, mute>>::SPEC.named("ctx"),
                            <Target<'_> as __p::Param<'_, mute>>::SPEC.named("target"),
                        ],
                    );
                fn run<'a>(call: __p::Call<'a, Self>) -> __p::BoxFuture<'a, __p::Answer> {
                    call.run2(
                        mute,
                        <Context<'_, mute> as __p::Param<'_, mute>>::TAKE,
                        <Target<'_> as __p::Param<'_, mute>>::TAKE,
                        __p::IntoAnswer::into_answer,
                    )
                }
            }
            #[automatically_derived]
            impl __p::Checks<MuteMembers> for mute {}
        };
    "##]]
    .assert_eq(&expanded);
}

#[test]
fn a_command_that_says_everything() {
    let attribute = quote! {
        name = "silence", aliases("禁言"), perm = all(MuteMembers, own::Talk),
        cooldown(user = "30s", global = "500ms"), scene(guild, direct), confirm, timeout = "10s",
        concurrency = 4, check = is_open, check = checks::is_fair(period), marker = Silence
    };
    let item = quote! {
        #[must_use]
        pub(crate) async fn r#move(
            #[arg(default = "10m", min = "1m", max = "7d")] period: Duration,
            /// Why.
            #[rest]
            #[validate(length(max = 200))]
            reason: Option<Text>,
        ) -> Result<Reply> {
            todo(period, reason)
        }
    };
    expect![[r##"
        #[allow(clippy::unused_async)]
        #[must_use]
        pub(crate) async fn r#move(period: Duration, reason: Option<Text>) -> Result<Reply> {
            todo(period, reason)
        }
        ///The command `silence`.
        #[allow(non_camel_case_types)]
        #[allow(missing_copy_implementations, missing_debug_implementations)]
        pub(crate) enum Silence {}
        const _: () = {
            use ::botrs_secure::expansion as __p;
            #[automatically_derived]
            impl __p::Command for Silence {
                const SPEC: __p::CommandSpec = __p::CommandSpec::new::<
                    Self,
                >(
                        "silence",
                        ::core::concat!(::core::module_path!(), "::move"),
                        __p::Access::All(
                            &[
                                <MuteMembers as __p::Permission>::DEF,
                                <own::Talk as __p::Permission>::DEF,
                            ],
                        ),
                    )
                    .with_aliases(&["禁言"])
                    .with_scenes(__p::Scenes::only(__p::Scene::Guild).and(__p::Scene::Direct))
                    .with_cooldown(
                        &[
                            __p::Limit::new(
                                __p::Scope::User,
                                __p::Quota::once_per(::core::time::Duration::from_secs(30u64)),
                            ),
                            __p::Limit::new(
                                __p::Scope::Global,
                                __p::Quota::once_per(::core::time::Duration::from_millis(500u64)),
                            ),
                        ],
                    )
                    .with_confirm()
                    .with_timeout(::core::time::Duration::from_secs(10u64))
                    .with_concurrency(4u32)
                    .with_params(
                        &[
                            <Duration as __p::Param<'_, Silence>>::SPEC
                                .named("period")
                                .default("10m")
                                .rules(
                                    &[
                                        __p::rule::durations::<
                                            Duration,
                                        >(
                                                ::core::option::Option::Some(
                                                    ::core::time::Duration::from_secs(60u64),
                                                ),
                                                ::core::option::Option::Some(
                                                    ::core::time::Duration::from_secs(604800u64),
                                                ),
                                            )
                                            .data(),
                                    ],
                                ),
                            <Option<Text> as __p::Param<'_, Silence>>::SPEC
                                .named("reason")
                                .help("Why.")
                                .rest()
                                .rules(&[__p::rule::length::<Option<Text>>(0u32, 200u32).data()]),
                        ],
                    );
                fn run<'a>(mut call: __p::Call<'a, Self>) -> __p::BoxFuture<'a, __p::Answer> {
                    ::std::boxed::Box::pin(async move {
                        let p0 = <Duration as __p::Param<'_, Silence>>::take(&mut call, 0)?;
                        let p1 = <Option<Text> as __p::Param<'_, Silence>>::take(&mut call, 1)?;
                        let call = call.parsed()?;
                        call.check("is_open", is_open(call.context())).await?;
                        call.check_of(
                                &[0],
                                "checks::is_fair",
                                checks::is_fair(
                                    call.context(),
                                    <Duration as __p::Param<'_, Silence>>::peek(&p0),
                                ),
                            )
                            .await?;
                        let call = call.admit().await?;
                        let answer = r#move(
                                <Duration as __p::Param<'_, Silence>>::open(p0, &call)?,
                                <Option<Text> as __p::Param<'_, Silence>>::open(p1, &call)?,
                            )
                            .await;
                        ::core::mem::drop(call);
                        __p::IntoAnswer::into_answer(answer)
                    })
                }
            }
            #[automatically_derived]
            impl __p::Checks<MuteMembers> for Silence {}
            #[automatically_derived]
            impl __p::Checks<own::Talk> for Silence {}
        };
    "##]]
    .assert_eq(&pretty(command(attribute, item)));
}

#[test]
fn limits_and_other_keys_of_data() {
    let attribute = quote! {
        perm = ManageGuild, guild_only, cooldown = none,
        limit(user = "10/min", channel = "5/10s", burst = 3), bucket = "talk", cost = 2, fresh,
        on_error = errors::explain, audit, category = "管理", hide_in_help,
        unchecked_api = "no power pins messages", crate = crate::bots
    };
    let item = quote!(
        async fn pin() -> Result<()> {
            Ok(())
        }
    );
    expect![[r##"
        #[allow(clippy::unused_async)]
        async fn pin() -> Result<()> {
            Ok(())
        }
        ///The command `pin`.
        #[allow(non_camel_case_types)]
        #[allow(missing_copy_implementations, missing_debug_implementations)]
        enum pin {}
        const _: () = {
            use crate::bots::expansion as __p;
            #[automatically_derived]
            impl __p::Command for pin {
                const SPEC: __p::CommandSpec = __p::CommandSpec::new::<
                    Self,
                >(
                        "pin",
                        ::core::concat!(::core::module_path!(), "::pin"),
                        __p::Access::All(&[<ManageGuild as __p::Permission>::DEF]),
                    )
                    .with_scenes(__p::Scenes::only(__p::Scene::Guild))
                    .with_cooldown(&[])
                    .with_limit(
                        &[
                            __p::Limit::new(
                                __p::Scope::User,
                                __p::Quota::per(10u32, ::core::time::Duration::from_secs(60u64))
                                    .with_burst(3u32),
                            ),
                            __p::Limit::new(
                                __p::Scope::Channel,
                                __p::Quota::per(5u32, ::core::time::Duration::from_secs(10u64))
                                    .with_burst(3u32),
                            ),
                        ],
                    )
                    .with_bucket("talk")
                    .with_cost(2u32)
                    .with_fresh()
                    .with_on_error(|context, error| __p::after_error(
                        errors::explain(context, error),
                    ))
                    .with_audit()
                    .with_category("管理")
                    .hidden_in_help()
                    .with_unchecked_api("no power pins messages");
                fn run<'a>(call: __p::Call<'a, Self>) -> __p::BoxFuture<'a, __p::Answer> {
                    call.run0(pin, __p::IntoAnswer::into_answer)
                }
            }
            #[automatically_derived]
            impl __p::Checks<ManageGuild> for pin {}
            #[automatically_derived]
            impl __p::Unchecked for pin {}
        };
    "##]]
    .assert_eq(&pretty(command(attribute, item)));
}

#[test]
fn a_bucket_whose_cooldown_only_the_library_knows() {
    let expanded = pretty(command(
        quote!(perm = BanMembers, bucket = "talk"),
        quote!(
            async fn ban() -> Result<()> {
                Ok(())
            }
        ),
    ));
    assert!(expanded.contains("__p::assert_bucket(&<ban as __p::Command>::SPEC)"), "{expanded}");
}

#[test]
fn mistakes_keep_the_name_of_the_library_and_the_unchecked_mark() {
    let attribute = quote!(public, unchecked_api = "", crate = ::bots);
    let expanded = pretty(command(
        attribute,
        quote!(
            async fn pin() -> Result<()> {
                Ok(())
            }
        ),
    ));
    for part in ["say why", "use ::bots::expansion as __p;", "impl __p::Unchecked for pin {}"] {
        assert!(expanded.contains(part), "{expanded}");
    }
    let relative = pretty(command(
        quote!(public, crate = bots),
        quote!(
            async fn pin() {}
        ),
    ));
    assert!(relative.contains("write `::bots`"), "{relative}");
    assert!(relative.contains("use ::botrs_secure::expansion as __p;"), "{relative}");
}

#[test]
fn a_validated_struct() {
    let item = quote! {
        struct Order<'a, T: Validate> where T: Copy {
            #[validate(length(min = 1, max = 3), each(pattern = "[a-z]+"))]
            tags: Vec<&'a str>,
            #[validate(nested)]
            inner: T,
            start: u8,
            #[validate(range(max = 0.5), custom = checks::is_after, with(start))]
            end: Option<f64>,
        }
    };
    expect![[r#"
        const _: () = {
            use ::botrs_secure::expansion as __p;
            #[automatically_derived]
            impl<'a, T: Validate> __p::Validate for Order<'a, T>
            where
                T: Copy,
            {
                fn validate(&self) -> ::core::result::Result<(), __p::ValidationError> {
                    let mut found = __p::Collector::default();
                    let Self { tags: field0, inner: field1, start: field2, end: field3, .. } = self;
                    found
                        .field(
                            "tags",
                            |found| {
                                found
                                    .rule(field0, __p::rule::length::<Vec<&'a str>>(1u32, 3u32));
                                found
                                    .each::<
                                        Vec<&'a str>,
                                    >(
                                        field0,
                                        |found, item| {
                                            found
                                                .rule(
                                                    item,
                                                    __p::rule::pattern::<
                                                        _,
                                                    >(
                                                        "[a-z]+",
                                                        {
                                                            fn regex() -> &'static __p::Regex {
                                                                static REGEX: ::std::sync::LazyLock<__p::Regex> = ::std::sync::LazyLock::new(||
                                                                __p::rule::whole("[a-z]+"));
                                                                &REGEX
                                                            }
                                                            regex
                                                        },
                                                    ),
                                                );
                                        },
                                    );
                            },
                        );
                    found
                        .field(
                            "inner",
                            |found| {
                                found.nested::<T>(field1);
                            },
                        );
                    found
                        .field(
                            "end",
                            |found| {
                                found
                                    .rule(
                                        field3,
                                        __p::rule::floats::<
                                            Option<f64>,
                                        >(
                                            ::core::option::Option::None,
                                            ::core::option::Option::Some(0.5),
                                        ),
                                    );
                                if let ::core::option::Option::Some(value) = field3 {
                                    found
                                        .custom(
                                            "checks::is_after",
                                            || checks::is_after(value, field2),
                                        );
                                }
                            },
                        );
                    found.finish()
                }
            }
        };
    "#]].assert_eq(&pretty(derive(item)));
}

#[test]
fn a_validated_function() {
    let item = quote! {
        /// Documented.
        pub(crate) async fn add<'a>(
            &self,
            #[validate(url(allow("github.com")), safe_text)] mut link: &'a str,
            (a, b): (u8, u8),
            #[cfg(feature = "x")]
            #[validate(one_of(1, 2))]
            level: u8,
        ) -> Result<&'a str> {
            #![allow(unused)]
            #[cfg(any())]
            let x = 1;
            Ok(link)
        }
    };
    let expanded = validate(quote!(crate = ::own), item);
    expect![[r#"
        impl X {
            /// Documented.
            pub(crate) async fn add<'a>(
                &self,
                mut link: &'a str,
                (a, b): (u8, u8),
                #[cfg(feature = "x")]
                level: u8,
            ) -> Result<&'a str> {
                #![allow(unused)]
                #[allow(clippy::used_underscore_binding)]
                {
                    use ::own::expansion as __p;
                    let mut found = __p::Collector::default();
                    found
                        .field(
                            "link",
                            |found| {
                                found
                                    .rule(
                                        &link,
                                        __p::rule::url::<
                                            &'a str,
                                        >(::core::option::Option::Some(&["github.com"])),
                                    );
                                found.rule(&link, __p::rule::safe_text::<&'a str>());
                            },
                        );
                    #[cfg(feature = "x")]
                    found
                        .field(
                            "level",
                            |found| {
                                found.rule(&level, __p::rule::one_of_numbers::<u8>(&[1, 2]));
                            },
                        );
                    if let ::core::result::Result::Err(error) = found.finish() {
                        return __p::Invalid::invalid(error);
                    }
                }
                #[cfg(any())]
                let x = 1;
                Ok(link)
            }
        }
    "#]]
    .assert_eq(&pretty(quote!(impl X { #expanded })));
}

#[test]
fn a_custom_rule_is_asked_before_the_checks() {
    let item = quote! {
        async fn set(#[validate(custom = is_good, with(n))] word: Option<Text>, n: u8) -> Result<()> {
            Ok(())
        }
    };
    let expanded = pretty(command(quote!(public, check = is_open), item));
    let lines = expanded.lines().map(str::trim_start);
    let shim: Vec<&str> = lines.skip_while(|line| !line.contains("async move")).take(20).collect();
    expect![[r#"
        ::std::boxed::Box::pin(async move {
        let p0 = <Option<Text> as __p::Param<'_, set>>::take(&mut call, 0)?;
        let p1 = <u8 as __p::Param<'_, set>>::take(&mut call, 1)?;
        call.custom(
        0,
        "is_good",
        __p::Present::present(
        <Option<Text> as __p::Param<'_, set>>::peek(&p0),
        ),
        |value| is_good(value, <u8 as __p::Param<'_, set>>::peek(&p1)),
        );
        let call = call.parsed()?;
        call.check("is_open", is_open(call.context())).await?;
        let call = call.admit().await?;
        let answer = set(
        <Option<Text> as __p::Param<'_, set>>::open(p0, &call)?,
        <u8 as __p::Param<'_, set>>::open(p1, &call)?,
        )
        .await;
        ::core::mem::drop(call);"#]]
    .assert_eq(&shim.join("\n"));
}

#[test]
fn mistakes_leave_the_function_and_stubs() {
    let item = quote! {
        fn mute(&mut (a, b): Pair, #[arg(mux = 3)] c: u8) {
            c.await
        }
    };
    expect![[r#"
        ::core::compile_error! {
            "unknown `command` key `cooldwn`; did you mean `cooldown`? valid keys: name, aliases, perm, owners_only, public, cooldown, limit, bucket, cost, scene, guild_only, dm_only, fresh, check, confirm, timeout, concurrency, on_error, audit, category, hide_in_help, unchecked_api, marker, subcommands, crate"
        }
        ::core::compile_error! {
            "arguments must be named; use `_name` and take it apart in the body"
        }
        ::core::compile_error! {
            "unknown `arg` key `mux`; did you mean `max`? valid keys: default, min, max, one_of, name, redact"
        }
        ::core::compile_error! {
            "commands must be `async fn`"
        }
        async fn mute(&mut (a, b): Pair, c: u8) {
            c.await
        }
        ///The command `mute`.
        #[allow(non_camel_case_types)]
        #[allow(missing_copy_implementations, missing_debug_implementations)]
        enum mute {}
        const _: () = {
            use ::botrs_secure::expansion as __p;
            #[automatically_derived]
            impl __p::Command for mute {
                const SPEC: __p::CommandSpec = __p::CommandSpec::new::<
                    Self,
                >("", "", __p::Access::OwnersOnly);
                fn run<'a>(_: __p::Call<'a, Self>) -> __p::BoxFuture<'a, __p::Answer> {
                    ::core::panic!("this command did not compile")
                }
            }
            #[automatically_derived]
            impl __p::Checks<MuteMembers> for mute {}
        };
    "#]].assert_eq(&pretty(command(quote!(cooldwn = "1s", perm = MuteMembers), item)));
}

#[test]
fn a_half_written_body_does_no_harm() {
    let item = quote! {
        async fn mute(ctx: Context<'_, mute>) -> Result<()> { if ctx. let x = }
    };
    let expanded = command(quote!(public), item.clone());
    let rest = pretty(after(&quote!(#[allow(clippy::unused_async)] #item), expanded));
    assert!(!rest.contains("compile_error"), "{rest}");
    assert!(rest.contains("fn run<'a>("), "{rest}");
}

#[test]
fn what_is_no_function_stays() {
    for item in [
        quote!(
            struct Mute;
        ),
        quote!(impl Mute { fn x() {} }),
        quote!(
            const X: u8 = 1;
        ),
    ] {
        let rest = pretty(after(&item, command(quote!(public), item.clone())));
        assert!(rest.contains("applies to free async functions"), "{rest}");
    }
}

#[test]
fn a_list_of_commands() {
    expect![[r#"
        const X: () = {
            const LIST: &[&::botrs_secure::expansion::CommandSpec] = &[
                &<mute as ::botrs_secure::expansion::Command>::SPEC,
                &<admin::ban as ::botrs_secure::expansion::Command>::SPEC,
            ];
            const _: () = ::botrs_secure::expansion::assert_unique(LIST);
            LIST
        };
    "#]]
    .assert_eq(&pretty_expr(commands(quote!(::botrs_secure; mute, admin::ban))));
}

#[test]
fn a_list_with_mistakes() {
    expect![[r#"
        const X: () = {
            ::core::compile_error! {
                "a command is named, not called; remove the parentheses"
            }
            ::core::compile_error! {
                "expected a command before this comma"
            }
            const LIST: &[&::botrs_secure::expansion::CommandSpec] = &[
                &<ban as ::botrs_secure::expansion::Command>::SPEC,
            ];
            const _: () = ::botrs_secure::expansion::assert_unique(LIST);
            LIST
        };
    "#]]
    .assert_eq(&pretty_expr(commands(quote!(::botrs_secure; mute(), , ban))));
}

#[test]
fn replies() {
    expect![[r#"
        const X: () = match (&(1 + n), &target) {
            (value0, value1) => {
                let shown0 = ::botrs_secure::expansion::Shown(value0);
                let shown1 = ::botrs_secure::expansion::Shown(value1);
                if false {
                    let _ = ::core::format_args!(
                        "已禁言 {target} {:>5} {{}}", 0usize, target = 0usize
                    );
                }
                let mut reply = ::botrs_secure::expansion::Reply::default();
                reply.literal("已禁言 ");
                reply.part(shown1.kind(), ::core::format_args!("{}", shown1));
                reply.literal(" ");
                reply.part(shown0.kind(), ::core::format_args!("{:>5}", shown0));
                reply.literal(" {}");
                reply
            }
        };
    "#]]
    .assert_eq(&pretty_expr(reply(quote!(::botrs_secure; "已禁言 {target} {:>5} {{}}", 1 + n))));
    expect![[r#"
        const X: () = {
            let mut reply = ::botrs_secure::expansion::Reply::default();
            reply.literal("plain");
            reply
        };
    "#]]
    .assert_eq(&pretty_expr(reply(quote!(::botrs_secure; "plain"))));
    expect![[r#"
        const X: () = {
            ::core::compile_error! {
                "Debug text is not for chat; implement `Show` for the type, or pass `x.to_string()`"
            }
            ::botrs_secure::expansion::Reply::default()
        };
    "#]]
    .assert_eq(&pretty_expr(reply(quote!(::botrs_secure; "{x:?}"))));
    expect![[r#"
        const X: () = {
            let _ = (&1,);
            let _ = ::core::format_args!("{", x = 0usize);
            ::botrs_secure::expansion::Reply::not_understood::<()>()
        };
    "#]]
    .assert_eq(&pretty_expr(reply(quote!(::botrs_secure; "{", x = 1))));
}

#[test]
fn a_reply_with_every_layout() {
    let text = quote!(::botrs_secure; "{n:>w$} {n:#x} {n:.*}", 2, w = width());
    expect![[r#"
        const X: () = match (&2, &width(), &n) {
            (value0, value1, value2) => {
                let count0 = ::botrs_secure::expansion::Count::count(
                    ::botrs_secure::expansion::Counted(value0).0,
                );
                let count1 = ::botrs_secure::expansion::Count::count(
                    ::botrs_secure::expansion::Counted(value1).0,
                );
                let shown2 = ::botrs_secure::expansion::Shown(value2);
                if false {
                    let _ = ::core::format_args!(
                        "{n:>w$} {n:#x} {n:.*}", 0usize, w = 0usize, n = 0usize
                    );
                }
                let mut reply = ::botrs_secure::expansion::Reply::default();
                reply.part(shown2.kind(), ::core::format_args!("{0:>1$}", shown2, count1));
                reply.literal(" ");
                reply
                    .part(
                        ::botrs_secure::expansion::SegmentKind::User,
                        ::core::format_args!("{:#x}", ::botrs_secure::expansion::Whole(value2)),
                    );
                reply.literal(" ");
                reply.part(shown2.kind(), ::core::format_args!("{0:.1$}", shown2, count0));
                reply
            }
        };
    "#]]
    .assert_eq(&pretty_expr(reply(text)));
}

#[test]
fn a_permission() {
    let item = quote! {
        #[permission(name = "trade", crate = crate::bots)]
        struct r#Trade;
    };
    expect![[r##"
        #[automatically_derived]
        impl crate::bots::expansion::Permission for r#Trade {
            const DEF: &'static crate::bots::expansion::PermissionDef = &crate::bots::expansion::PermissionDef::own::<
                Self,
            >("trade", ::core::concat!(::core::module_path!(), "::Trade"));
        }
    "##]].assert_eq(&pretty(permission(item)));
}

#[test]
fn a_redacted_type() {
    let item = quote! {
        #[redact(serialize)]
        enum Login<T, I: Iterator> {
            Nobody,
            Token(#[redact] T),
            Password { user: Option<I::Item>, #[redact] password: T },
        }
    };
    expect![[r##"
        #[automatically_derived]
        impl<T, I: Iterator> ::core::fmt::Debug for Login<T, I>
        where
            I: ::core::fmt::Debug,
            I::Item: ::core::fmt::Debug,
        {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    Self::Nobody => formatter.write_str("Nobody"),
                    Self::Token(_) => {
                        formatter
                            .debug_tuple("Token")
                            .field(&::core::format_args!("[redacted]"))
                            .finish()
                    }
                    Self::Password { user: field0, password: _ } => {
                        formatter
                            .debug_struct("Password")
                            .field("user", field0)
                            .field("password", &::core::format_args!("[redacted]"))
                            .finish()
                    }
                }
            }
        }
        #[automatically_derived]
        impl<T, I: Iterator> ::botrs_secure::expansion::serde::Serialize for Login<T, I>
        where
            I: ::botrs_secure::expansion::serde::Serialize,
            I::Item: ::botrs_secure::expansion::serde::Serialize,
        {
            fn serialize<TheSerializer: ::botrs_secure::expansion::serde::Serializer>(
                &self,
                serializer: TheSerializer,
            ) -> ::core::result::Result<TheSerializer::Ok, TheSerializer::Error> {
                match self {
                    Self::Nobody => serializer.serialize_unit_variant("Login", 0u32, "Nobody"),
                    Self::Token(_) => {
                        serializer
                            .serialize_newtype_variant("Login", 1u32, "Token", "[redacted]")
                    }
                    Self::Password { user: field0, password: _ } => {
                        let mut fields = serializer
                            .serialize_struct_variant("Login", 2u32, "Password", 2usize)?;
                        ::botrs_secure::expansion::serde::ser::SerializeStructVariant::serialize_field(
                            &mut fields,
                            "user",
                            field0,
                        )?;
                        ::botrs_secure::expansion::serde::ser::SerializeStructVariant::serialize_field(
                            &mut fields,
                            "password",
                            "[redacted]",
                        )?;
                        ::botrs_secure::expansion::serde::ser::SerializeStructVariant::end(
                            fields,
                        )
                    }
                }
            }
        }
    "##]].assert_eq(&pretty(redact(item)));
}

#[test]
fn a_struct_of_arguments() {
    let item = quote! {
        struct Period {
            /// When it begins.
            start: Duration,
            #[arg(name = "时长", default = "10m", max = "7d")]
            length: Duration,
            #[flag]
            silent: bool,
            #[arg(redact)]
            code: Option<String>,
        }
    };
    expect![[r#"
        const _: () = {
            use ::botrs_secure::expansion as __p;
            #[automatically_derived]
            impl __p::Argument for Period {
                const ARGUMENT: __p::ParamSpec = {
                    const FIELDS: [__p::ParamSpec; 4] = [
                        <Duration as __p::Field>::FIELD.named("start").help("When it begins."),
                        <Duration as __p::Field>::FIELD
                            .renamed("时长")
                            .default("10m")
                            .rules(
                                &[
                                    __p::rule::durations::<
                                        Duration,
                                    >(
                                            ::core::option::Option::None,
                                            ::core::option::Option::Some(
                                                ::core::time::Duration::from_secs(604800u64),
                                            ),
                                        )
                                        .data(),
                                ],
                            ),
                        <bool as __p::Field>::FIELD.named("silent").flag::<bool>(),
                        <Option<String> as __p::Field>::FIELD.named("code").redact(),
                    ];
                    __p::ParamSpec::group(&FIELDS)
                };
                fn from_line(
                    line: &mut __p::Line<'_>,
                    _: &__p::ParamSpec,
                ) -> ::core::result::Result<Self, __p::Denial> {
                    let fields = <Self as __p::Argument>::ARGUMENT.fields();
                    let f0 = <Duration as __p::Field>::take(line, fields, 0)?;
                    let f1 = <Duration as __p::Field>::take(line, fields, 1)?;
                    let f2 = <bool as __p::Field>::take(line, fields, 2)?;
                    let f3 = <Option<String> as __p::Field>::take(line, fields, 3)?;
                    ::core::result::Result::Ok(Self {
                        start: f0,
                        length: f1,
                        silent: f2,
                        code: f3,
                    })
                }
            }
            const _: () = {
                let fields = <Period as __p::Argument>::ARGUMENT.fields();
                __p::assert_field(fields, 0);
                __p::assert_field(fields, 1);
                __p::assert_field(fields, 2);
                __p::assert_field(fields, 3);
            };
        };
    "#]]
    .assert_eq(&pretty(args(item)));
    expect![[r#"
        ::core::compile_error! {
            "an argument has a name: write `struct .. { name: Type }`; to parse one word into a type of its own, implement `FromArg`"
        }
        const _: () = {
            use ::botrs_secure::expansion as __p;
            #[automatically_derived]
            impl __p::Argument for Pair {
                const ARGUMENT: __p::ParamSpec = __p::ParamSpec::group(&[]);
                fn from_line(
                    _: &mut __p::Line<'_>,
                    _: &__p::ParamSpec,
                ) -> ::core::result::Result<Self, __p::Denial> {
                    ::core::panic!("this struct did not compile")
                }
            }
        };
    "#]].assert_eq(&pretty(args(quote!(struct Pair(u8, u8);))));
}

#[test]
fn a_choice() {
    let item = quote! {
        pub enum Size {
            #[choice(zh = "小", aliases("s", "tiny"))]
            Small,
            VeryLarge,
        }
    };
    expect![[r#"
        const _: () = {
            use ::botrs_secure::expansion as __p;
            #[automatically_derived]
            impl __p::FromArg for Size {
                const CHOICES: &'static [__p::ChoiceSpec] = &[
                    __p::ChoiceSpec::new(
                        "small",
                        ::core::option::Option::Some("小"),
                        &["s", "tiny"],
                    ),
                    __p::ChoiceSpec::new("very-large", ::core::option::Option::None, &[]),
                ];
                fn from_arg(word: &str) -> ::core::result::Result<Self, __p::ArgError> {
                    ::core::result::Result::Ok(
                        match __p::choose(word, <Self as __p::FromArg>::CHOICES)? {
                            0 => Self::Small,
                            _ => Self::VeryLarge,
                        },
                    )
                }
            }
            #[automatically_derived]
            impl __p::Show for Size {
                fn show(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let n = match self {
                        Self::Small => 0,
                        Self::VeryLarge => 1,
                    };
                    __p::show_choice(<Self as __p::FromArg>::CHOICES, n, f)
                }
            }
        };
    "#]]
    .assert_eq(&pretty(choice(item)));
    expect![[r#"
        ::core::compile_error! {
            "a choice is one word, so its variants have no fields"
        }
        const _: () = {
            use ::botrs_secure::expansion as __p;
            #[automatically_derived]
            impl __p::FromArg for Size {
                fn from_arg(_: &str) -> ::core::result::Result<Self, __p::ArgError> {
                    ::core::panic!("this enum did not compile")
                }
            }
            #[automatically_derived]
            impl __p::Show for Size {
                fn show(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::core::panic!("this enum did not compile")
                }
            }
        };
    "#]]
    .assert_eq(&pretty(choice(quote!(
        enum Size {
            Small(u8),
        }
    ))));
}
