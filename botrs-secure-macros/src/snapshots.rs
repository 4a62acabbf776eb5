//! What the macros emit, as code to read.

use expect_test::expect;
use proc_macro2::TokenStream;
use quote::quote;

use crate::command::command;
use crate::commands::commands;
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
    let beside = expanded.lines().skip_while(|line| !line.starts_with("///The command"));
    assert!(beside.count() <= 50, "{expanded}");
    expect![[r##"
        #[allow(clippy::unused_async)]
        /// Mute a member.
        async fn mute(ctx: Context<'_, mute>, target: Target<'_>) -> Result<()> {
            ctx.members().mute(&target, HOUR).await
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
                >(
                        "mute",
                        ::core::concat!(::core::module_path!(), "::mute"),
                        __p::Access::All(&[<MuteMembers as __p::Permission>::DEF]),
                    )
                    .with_help("Mute a member.")
                    .with_scenes(__p::Scenes::only(__p::Scene::Guild))
                    .with_params({
                        const fn params() -> [__p::ParamSpec; 2] {
                            [
                                <Context<'_, mute> as __p::Param<'_, mute>>::SPEC.named("ctx"),
                                <Target<'_> as __p::Param<'_, mute>>::SPEC.named("target"),
                            ]
                        }
                        const PARAMS: [__p::ParamSpec; 2] = params();
                        &PARAMS
                    });
                fn run<'a>(call: __p::Call<'a, Self>) -> __p::BoxFuture<'a, __p::Answer> {
                    call.run2(
                        mute,
                        <Context<'_, mute> as __p::Param<'_, mute>>::TAKE,
                        <Target<'_> as __p::Param<'_, mute>>::TAKE,
                        __p::IntoAnswer::into_answer,
                    )
                }
            }
            const _: () = {
                let spec = &<mute as __p::Command>::SPEC;
                __p::assert_param(spec, 0);
                __p::assert_param(spec, 1);
            };
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
                    .with_params({
                        const fn params() -> [__p::ParamSpec; 2] {
                            [
                                <Duration as __p::Param<'_, Silence>>::SPEC
                                    .named("period")
                                    .default("10m")
                                    .rules(const {
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
                                        ]
                                    }),
                                <Option<Text> as __p::Param<'_, Silence>>::SPEC
                                    .named("reason")
                                    .help("Why.")
                                    .rest()
                                    .rules(const {
                                        &[__p::rule::length::<Option<Text>>(0u32, 200u32).data()]
                                    }),
                            ]
                        }
                        const PARAMS: [__p::ParamSpec; 2] = params();
                        &PARAMS
                    });
                fn run<'a>(mut call: __p::Call<'a, Self>) -> __p::BoxFuture<'a, __p::Answer> {
                    ::std::boxed::Box::pin(async move {
                        let p0 = <Duration as __p::Param<'_, Silence>>::take(&mut call, 0)?;
                        let p1 = <Option<Text> as __p::Param<'_, Silence>>::take(&mut call, 1)?;
                        let call = call.parsed()?;
                        call.check("is_open", is_open(call.context())).await?;
                        call.check(
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
            const _: () = {
                let spec = &<Silence as __p::Command>::SPEC;
                __p::assert_param(spec, 0);
                __p::assert_param(spec, 1);
            };
            #[automatically_derived]
            impl __p::Checks<MuteMembers> for Silence {}
            #[automatically_derived]
            impl __p::Checks<own::Talk> for Silence {}
        };
    "##]]
    .assert_eq(&pretty(command(attribute, item)));
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
            "unknown `command` key `cooldwn`; did you mean `cooldown`? valid keys: name, aliases, perm, owners_only, public, cooldown, scene, guild_only, dm_only, check, confirm, timeout, concurrency, marker"
        }
        ::core::compile_error! {
            "arguments must be named; use `_name` and take it apart in the body"
        }
        ::core::compile_error! {
            "unknown `arg` key `mux`; did you mean `max`? valid keys: default, min, max, one_of"
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
    .assert_eq(&pretty_expr(commands(quote!(mute, admin::ban))));
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
    .assert_eq(&pretty_expr(commands(quote!(mute(), , ban))));
}

#[test]
fn replies() {
    expect![[r#"
        const X: () = match (&(1 + n), &target) {
            (value0, value1) => {
                let value0 = ::botrs_secure::expansion::Shown(value0);
                let value1 = ::botrs_secure::expansion::Shown(value1);
                if false {
                    let _ = ::core::format_args!(
                        "已禁言 {target} {:>5} {{}}", value0, target = value1
                    );
                }
                let mut reply = ::botrs_secure::expansion::Reply::default();
                reply.literal("已禁言 ");
                reply.part(value1.kind(), ::core::format_args!("{}", value1));
                reply.literal(" ");
                reply.part(value0.kind(), ::core::format_args!("{:>5}", value0));
                reply.literal(" {}");
                reply
            }
        };
    "#]]
    .assert_eq(&pretty_expr(reply(quote!("已禁言 {target} {:>5} {{}}", 1 + n))));
    expect![[r#"
        const X: () = {
            let mut reply = ::botrs_secure::expansion::Reply::default();
            reply.literal("plain");
            reply
        };
    "#]]
    .assert_eq(&pretty_expr(reply(quote!("plain"))));
    expect![[r#"
        const X: () = {
            ::core::compile_error! {
                "Debug text is not for chat; implement `Show` for the type, or pass `x.to_string()`"
            }
            ::botrs_secure::expansion::Reply::default()
        };
    "#]]
    .assert_eq(&pretty_expr(reply(quote!("{x:?}"))));
    expect![[r#"
        const X: () = {
            let _ = ::core::format_args!("{", x = 1);
            ::botrs_secure::expansion::Reply::default()
        };
    "#]]
    .assert_eq(&pretty_expr(reply(quote!("{", x = 1))));
}
