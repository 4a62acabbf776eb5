//! `#[command]`, where all is well.

use expect_test::expect;
use quote::quote;

use super::pretty;
use crate::command::command;

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
        #[allow(clippy::unused_async, clippy::missing_errors_doc)]
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
        #[allow(clippy::unused_async, clippy::missing_errors_doc)]
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
                    .with_checks(&["is_open", "checks::is_fair(period)"])
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
                        call.check("is_open", { is_open }(call.context())).await?;
                        call.check_of(
                                &[0],
                                "checks::is_fair",
                                {
                                    checks::is_fair
                                }(
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
        #[allow(clippy::unused_async, clippy::missing_errors_doc)]
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
                        { errors::explain }(context, error),
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
        call.check("is_open", { is_open }(call.context())).await?;
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
fn somebody_else_confirms() {
    let item = quote! {
        async fn purge(target: Target) -> Result<()> {
            todo(target)
        }
    };
    let attribute = quote!(perm = BanMembers, scene = guild, confirm(by = other));
    let expanded = pretty(command(attribute, item));
    let said: Vec<_> = expanded.lines().filter(|line| line.contains("confirm")).collect();
    assert_eq!(
        said.iter().map(|line| line.trim()).collect::<Vec<_>>(),
        [".with_confirm_by_other()"]
    );
}
