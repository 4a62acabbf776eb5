//! `#[command]` as it is mostly written: one permission, one cooldown, the context and three arguments.

use expect_test::expect;
use quote::quote;

use super::pretty;
use crate::command::command;

/// Lines beside the function, at most: whoever reads an expansion should be done with it soon.
const MOST: usize = 50;

#[test]
fn a_usual_command() {
    let item = quote! {
        /// Mute a member.
        async fn mute(
            ctx: Context<'_, mute>,
            target: Target,
            period: Duration,
            reason: Option<Text>,
        ) -> Result<()> {
            ctx.members().mute(&target, period).await
        }
    };
    let attribute = quote!(perm = MuteMembers, cooldown = "30s", scene = guild);
    let expanded = pretty(command(attribute, item));
    let beside: Vec<&str> =
        expanded.lines().skip_while(|line| !line.contains("The command `mute`")).collect();
    assert!(beside.len() <= MOST, "{} lines beside the function:\n{expanded}", beside.len());
    expect![[r#"
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
                    .with_cooldown(
                        &[
                            __p::Limit::new(
                                __p::Scope::Member,
                                __p::Quota::once_per(::core::time::Duration::from_secs(30u64)),
                            ),
                        ],
                    )
                    .with_params(
                        &[
                            <Context<'_, mute> as __p::Param<'_, mute>>::SPEC.named("ctx"),
                            <Target<'_> as __p::Param<'_, mute>>::SPEC.named("target"),
                            <Duration as __p::Param<'_, mute>>::SPEC.named("period"),
                            <Option<Text> as __p::Param<'_, mute>>::SPEC.named("reason"),
                        ],
                    );
                fn run<'a>(call: __p::Call<'a, Self>) -> __p::BoxFuture<'a, __p::Answer> {
                    call.run4(
                        mute,
                        <Context<'_, mute> as __p::Param<'_, mute>>::TAKE,
                        <Target<'_> as __p::Param<'_, mute>>::TAKE,
                        <Duration as __p::Param<'_, mute>>::TAKE,
                        <Option<Text> as __p::Param<'_, mute>>::TAKE,
                        __p::IntoAnswer::into_answer,
                    )
                }
            }
            #[automatically_derived]
            impl __p::Checks<MuteMembers> for mute {}
        };"#]]
    .assert_eq(&beside.join("\n"));
}
