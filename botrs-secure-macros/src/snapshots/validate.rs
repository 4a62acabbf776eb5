//! `#[derive(Validate)]` and `#[validate]`.

use expect_test::expect;
use quote::quote;

use super::pretty;
use crate::validate::{derive, validate};

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
                    let mut found: __p::Collector = ::core::default::Default::default();
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
                    let mut found: __p::Collector = ::core::default::Default::default();
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

/// What is emitted for an item, without spaces.
fn derived(item: &str) -> String {
    derive(item.parse().expect("tokens")).to_string().replace(' ', "")
}

#[test]
fn a_validated_enum() {
    let some = derived("enum E { A, B(#[validate(url)] String, u8), C { c: u8 } }");
    let arm = "Self::B{0:field0,..}=>{found.field(\"0\",";
    assert!(some.contains(arm) && some.contains("_=>{}"), "{some}");
    assert!(!some.contains("Self::A") && !some.contains("Self::C"), "{some}");
    let all = derived("enum E { B { #[validate(url)] a: String } }");
    assert!(all.contains("Self::B{a:field0,..}=>{") && !all.contains("_=>{}"), "{all}");
}

#[test]
fn mistakes_leave_a_stub() {
    let stub = derived("struct S { #[validate(ulr)] a: String }");
    for part in ["compile_error!", "ValidateforS", "this did not compile"] {
        assert!(stub.contains(&part.replace(' ', "")) || stub.contains(part), "{part}: {stub}");
    }
}

#[test]
fn rules_need_a_plain_name() {
    for (param, mistakes) in [("x", 0), ("mut x", 0), ("ref x", 1), ("x @ _", 1), ("(x, _)", 1)] {
        let function = format!("fn f(#[validate(url)] {param}: T) -> Result<()> {{ Ok(()) }}");
        let expanded = validate(quote!(), function.parse().expect("tokens")).to_string();
        assert_eq!(expanded.matches("compile_error").count(), mistakes, "{expanded}");
    }
}
