//! `commands![]`.

use expect_test::expect;
use quote::quote;

use super::pretty_expr;
use crate::commands::commands;

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
