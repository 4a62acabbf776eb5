//! `#[derive(Args)]`.

use expect_test::expect;
use quote::quote;

use super::pretty;
use crate::args::args;

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
fn a_custom_rule_sees_the_fields_that_it_names() {
    let item = quote!(
        struct Period {
            start: u8,
            #[validate(custom = is_after, with(start))]
            end: u8,
        }
    );
    let expanded = args(item).to_string().replace(' ', "");
    assert!(expanded.contains("line.custom(fields,1,\"is_after\","), "{expanded}");
    assert!(expanded.contains("|value|is_after(value,<u8as__p::Field>::see(&f0))"), "{expanded}");
}
