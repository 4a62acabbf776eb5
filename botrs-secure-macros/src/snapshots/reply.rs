//! `reply!()`.

use expect_test::expect;
use quote::quote;

use super::pretty_expr;
use crate::reply::reply;

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
                let mut reply: ::botrs_secure::expansion::Reply = ::core::default::Default::default();
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
            let mut reply: ::botrs_secure::expansion::Reply = ::core::default::Default::default();
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
            <::botrs_secure::expansion::Reply as ::core::default::Default>::default()
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
                let mut reply: ::botrs_secure::expansion::Reply = ::core::default::Default::default();
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
