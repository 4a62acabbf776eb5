//! `#[command(subcommands(..))]`.

use expect_test::expect;
use quote::quote;

use super::pretty;
use crate::command::command;

#[test]
fn a_command_with_subcommands() {
    let item = quote!(
        async fn role(mut ctx: Context<'_, role>) -> Result<()> {
            Ok(())
        }
    );
    let attribute = quote!(perm = ManageRoles, check = is_open, subcommands(add, roles::remove));
    expect![[r##"
        #[allow(clippy::unused_async, clippy::missing_errors_doc)]
        async fn role(mut ctx: Context<'_, role>) -> Result<()> {
            Ok(())
        }
        ///The command `role`.
        #[allow(non_camel_case_types)]
        #[allow(missing_copy_implementations, missing_debug_implementations)]
        enum role {}
        const _: () = {
            use ::botrs_secure::expansion as __p;
            #[automatically_derived]
            impl __p::Command for role {
                const SPEC: __p::CommandSpec = __p::CommandSpec::new::<
                    Self,
                >(
                        "role",
                        ::core::concat!(::core::module_path!(), "::role"),
                        __p::Access::All(&[<ManageRoles as __p::Permission>::DEF]),
                    )
                    .with_checks(&["is_open"])
                    .with_subcommands(
                        &[&<add as __p::Command>::SPEC, &<roles::remove as __p::Command>::SPEC],
                    )
                    .with_inherited_checks::<Self>()
                    .with_params(
                        &[<Context<'_, role> as __p::Param<'_, role>>::SPEC.named("ctx")],
                    );
                fn run<'a>(mut call: __p::Call<'a, Self>) -> __p::BoxFuture<'a, __p::Answer> {
                    ::std::boxed::Box::pin(async move {
                        let p0 = <Context<
                            '_,
                            role,
                        > as __p::Param<'_, role>>::take(&mut call, 0)?;
                        let call = call.parsed()?;
                        call.check("is_open", { is_open }(call.context())).await?;
                        let call = call.admit().await?;
                        let answer = role(
                                <Context<'_, role> as __p::Param<'_, role>>::open(p0, &call)?,
                            )
                            .await;
                        ::core::mem::drop(call);
                        __p::IntoAnswer::into_answer(answer)
                    })
                }
                fn checks<'a>(call: __p::Parsed<'a, Self>) -> __p::Passed<'a> {
                    ::std::boxed::Box::pin(async move {
                        call.check("is_open", { is_open }(call.context())).await?;
                        ::core::result::Result::Ok(())
                    })
                }
            }
            const _: () = {
                let spec = &<role as __p::Command>::SPEC;
                __p::assert_unique(spec.subcommands());
                __p::assert_subcommand(spec, 0);
                __p::assert_subcommand(spec, 1);
            };
            #[automatically_derived]
            impl __p::Checks<ManageRoles> for role {}
        };
    "##]]
    .assert_eq(&pretty(command(attribute, item)));
}
