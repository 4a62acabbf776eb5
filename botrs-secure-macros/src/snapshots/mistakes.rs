//! `#[command]`, where something is wrong.

use expect_test::expect;
use quote::quote;

use super::{after, pretty};
use crate::command::command;

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
    let rest = pretty(after(
        &quote!(#[allow(clippy::unused_async, clippy::missing_errors_doc)] #item),
        expanded,
    ));
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
