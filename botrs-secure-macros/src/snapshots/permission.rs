//! `#[derive(Permission)]`.

use expect_test::expect;
use quote::quote;

use super::pretty;
use crate::permission::permission;

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
