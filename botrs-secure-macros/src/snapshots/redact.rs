//! `#[derive(Redact)]`.

use expect_test::expect;
use quote::quote;

use super::pretty;
use crate::redact::redact;

#[test]
fn a_redacted_type() {
    let item = quote! {
        #[redact(serialize)]
        enum Login<T, I: Iterator> {
            Nobody,
            Token(#[redact] T),
            Password { user: Option<I::Item>, #[redact] password: T },
        }
    };
    expect![[r##"
        #[automatically_derived]
        impl<T, I: Iterator> ::core::fmt::Debug for Login<T, I>
        where
            I: ::core::fmt::Debug,
            I::Item: ::core::fmt::Debug,
        {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    Self::Nobody => formatter.write_str("Nobody"),
                    Self::Token(_) => {
                        formatter
                            .debug_tuple("Token")
                            .field(&::core::format_args!("[redacted]"))
                            .finish()
                    }
                    Self::Password { user: field0, password: _ } => {
                        formatter
                            .debug_struct("Password")
                            .field("user", field0)
                            .field("password", &::core::format_args!("[redacted]"))
                            .finish()
                    }
                }
            }
        }
        #[automatically_derived]
        impl<T, I: Iterator> ::botrs_secure::expansion::serde::Serialize for Login<T, I>
        where
            I: ::botrs_secure::expansion::serde::Serialize,
            I::Item: ::botrs_secure::expansion::serde::Serialize,
        {
            fn serialize<TheSerializer: ::botrs_secure::expansion::serde::Serializer>(
                &self,
                serializer: TheSerializer,
            ) -> ::core::result::Result<TheSerializer::Ok, TheSerializer::Error> {
                match self {
                    Self::Nobody => serializer.serialize_unit_variant("Login", 0u32, "Nobody"),
                    Self::Token(_) => {
                        serializer
                            .serialize_newtype_variant("Login", 1u32, "Token", "[redacted]")
                    }
                    Self::Password { user: field0, password: _ } => {
                        let mut fields = serializer
                            .serialize_struct_variant("Login", 2u32, "Password", 2usize)?;
                        ::botrs_secure::expansion::serde::ser::SerializeStructVariant::serialize_field(
                            &mut fields,
                            "user",
                            field0,
                        )?;
                        ::botrs_secure::expansion::serde::ser::SerializeStructVariant::serialize_field(
                            &mut fields,
                            "password",
                            "[redacted]",
                        )?;
                        ::botrs_secure::expansion::serde::ser::SerializeStructVariant::end(
                            fields,
                        )
                    }
                }
            }
        }
    "##]].assert_eq(&pretty(redact(item)));
}

#[test]
fn structs_are_serialized_as_structs() {
    for (item, calls) in [
        (
            quote!(
                #[redact(all, serialize)]
                struct Named {
                    a: u8,
                }
            ),
            ["serialize_struct(", "SerializeStruct::end"],
        ),
        (
            quote!(
                #[redact(all, serialize)]
                struct Pair(u8, u8);
            ),
            ["serialize_tuple_struct(", "SerializeTupleStruct::end"],
        ),
        (
            quote!(
                #[redact(all, serialize)]
                struct One(u8);
            ),
            ["serialize_newtype_struct(", "\"[redacted]\""],
        ),
    ] {
        let expanded = redact(item).to_string().replace(' ', "");
        for call in calls {
            assert!(expanded.contains(call), "{call}: {expanded}");
        }
    }
}

#[test]
fn mistakes_leave_stubs() {
    let item = quote!(
        #[redact(all = true, serialize)]
        struct Key(String);
    );
    let expanded = redact(item).to_string().replace(' ', "");
    for part in ["compile_error!", "Debugfor", "Serializefor", "[redacted]"] {
        assert!(expanded.contains(part), "{part}: {expanded}");
    }
}
