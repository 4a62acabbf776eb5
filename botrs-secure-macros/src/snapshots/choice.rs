//! `#[derive(Choice)]`.

use expect_test::expect;
use quote::quote;

use super::pretty;
use crate::choice::choice;

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
                fn from_arg(
                    word: &::core::primitive::str,
                ) -> ::core::result::Result<Self, __p::ArgError> {
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
                fn from_arg(
                    _: &::core::primitive::str,
                ) -> ::core::result::Result<Self, __p::ArgError> {
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
