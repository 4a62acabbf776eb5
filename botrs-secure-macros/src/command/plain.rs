//! Parameters of which nothing can be wrong, as far as the names of their types tell.
//!
//! Where a parameter may stand is judged by its type, in a constant that rustc evaluates. That takes it
//! longer than all else that is emitted, so it is left out where the types are the usual ones, in the
//! usual order. Nothing is judged here: in doubt rustc is asked, and a program that gives one of its
//! own types such a name is refused when the bot is built.

use syn::{GenericArgument, PathArguments, Type};

use crate::command::model::Model;
use crate::command::scenes::Scene;
use crate::command::types;

/// What a usual type is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Usual {
    /// The call supplies it.
    Supplied,
    /// A member, a channel or a message of a guild, proven.
    Proof {
        typed: bool,
    },
    Required,
    Optional,
}

/// Whether the parameters are surely right.
pub(super) fn is_right(model: &Model) -> bool {
    let guild_only =
        matches!(model.attr.scenes.first(), Some((_, scenes)) if **scenes == [Scene::Guild]);
    let mut optional = false;
    let mut rest = false;
    for param in &model.params {
        let Some(usual) = usual(&param.ty) else { return false };
        let said = &param.said;
        let own = said.rest || said.redact || said.name.is_some() || said.default.is_some();
        let left_out = said.default.is_some() || usual == Usual::Optional;
        let right = match usual {
            _ if said.flag => false,
            Usual::Supplied | Usual::Proof { typed: false } => !own,
            Usual::Optional => said.default.is_none(),
            Usual::Proof { typed: true } | Usual::Required => left_out || !optional,
        };
        let typed = !matches!(usual, Usual::Supplied | Usual::Proof { typed: false });
        let in_place = matches!(usual, Usual::Proof { .. }) <= guild_only;
        // What is renamed may have the name of another.
        if !right || !in_place || said.name.is_some() || (typed && rest) {
            return false;
        }
        optional |= typed && left_out;
        rest |= said.rest;
    }
    true
}

const WORDS: [&str; 17] = [
    "Duration",
    "Text",
    "String",
    "u8",
    "u16",
    "u32",
    "u64",
    "i8",
    "i16",
    "i32",
    "i64",
    "UserId",
    "ChannelId",
    "GuildId",
    "RoleId",
    "MessageId",
    "OpenId",
];

fn usual(ty: &Type) -> Option<Usual> {
    let path = match ty {
        Type::Group(group) => return usual(&group.elem),
        Type::Path(path) if path.qself.is_none() && types::is_ours(&path.path) => &path.path,
        _ => return None,
    };
    let last = path.segments.last()?;
    let name = last.ident.to_string();
    match (name.as_str(), &last.arguments) {
        ("Context" | "State", PathArguments::AngleBracketed(_)) => Some(Usual::Supplied),
        ("Target" | "Channel", _) => Some(Usual::Proof { typed: true }),
        ("Message", _) => Some(Usual::Proof { typed: false }),
        ("Option", PathArguments::AngleBracketed(inner)) => match inner.args.first()? {
            GenericArgument::Type(ty) if usual(ty)? == Usual::Required => Some(Usual::Optional),
            _ => None,
        },
        (name, PathArguments::None) if WORDS.contains(&name) => Some(Usual::Required),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::attr::Attr;
    use crate::command::function::Function;
    use crate::diag::Diag;

    fn nothing_is_asked(attribute: &str, params: &str) -> bool {
        let diag = Diag::new();
        let attr = Attr::read(attribute.parse().expect("tokens"), &diag);
        let function = format!("async fn f({params}) {{}}").parse().expect("tokens");
        let mut function = Function::read(function, "", &diag).expect("a function");
        let model = Model::new(attr, &mut function, &diag);
        assert_eq!(diag.finish().to_string(), "", "{params}");
        is_right(&model)
    }

    #[test]
    fn usual_parameters_in_the_usual_order_are_right() {
        for params in [
            "",
            "ctx: Context<'_, f>, data: State<'_, Data>",
            "ctx: Context<'_, f>, target: Target, period: Duration, channel: Channel<'_>",
            "message: Message, count: u8, reason: Option<Text>, ctx: Context<'_, f>",
            "#[arg(default = 1)] count: u8, reason: Option<botrs_secure::Text>",
            "count: u8, #[rest] reason: Text, message: Message",
            "#[rest] reason: prelude::String, ctx: Context<'_, f>",
            "#[rest] #[arg(default = \"x\")] reason: Text",
            "count: Option<u8>, #[arg(default = \"x\")] reason: Text",
            "#[arg(redact)] password: Text",
        ] {
            assert!(nothing_is_asked("public, scene = guild", params), "{params}");
        }
        assert!(nothing_is_asked("public", "count: u8, ctx: Context<'_, f>"));
    }

    #[test]
    fn in_doubt_rustc_is_asked() {
        for params in [
            "own: Own",
            "own: own::Text",
            "own: <Own as Has>::Text",
            "own: <Own>::Text",
            "list: Vec<u8>",
            "text: &str",
            "text: Text<u8>",
            "ctx: Context",
            "data: State",
            "maybe: Option",
            "maybe: Option<'_>",
            "maybe: Option<Own>",
            "maybe: Option<Option<u8>>",
            "maybe: Option<Target>",
            "maybe: Option<Message>",
            "#[flag] loud: u8",
            "#[arg(name = \"n\")] count: u8",
            "count: Option<u8>, other: u8",
            "#[arg(default = 1)] count: u8, other: u8",
            "count: Option<u8>, target: Target",
            "#[arg(default = 1)] count: Option<u8>",
            "#[rest] reason: Text, other: u8",
            "#[rest] reason: Text, other: Option<u8>",
            "#[rest] reason: Text, target: Target",
            "#[rest] ctx: Context<'_, f>",
            "#[rest] message: Message",
            "#[arg(redact)] ctx: Context<'_, f>",
            "#[arg(redact)] message: Message",
            "#[arg(default = \"x\")] ctx: Context<'_, f>",
            "#[arg(name = \"n\")] message: Message",
        ] {
            assert!(!nothing_is_asked("public, scene = guild", params), "{params}");
        }
        for attribute in ["public", "public, scene = direct", "public, scene(guild, direct)"] {
            for proof in ["target: Target", "channel: Channel", "message: Message"] {
                assert!(!nothing_is_asked(attribute, proof), "{attribute} {proof}");
            }
        }
    }
}
