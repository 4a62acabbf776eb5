//! Where an argument may stand among the others: judged by type when the command compiles.

use crate::command::param::Kind;
use crate::command::param_spec::{ParamSpec, Shape};
use crate::command::spec::{CommandSpec, same};
use crate::place::Scene;

/// What is wrong of a parameter, in the words of the error.
type Wrong = Option<&'static str>;

/// Refuses, at compile time, the parameter `n` where its place among the others is wrong.
///
/// The macro leaves this out where it sees that nothing can be wrong; [`objection`] looks again when a
/// bot is built.
#[doc(hidden)]
pub const fn assert_param(spec: &CommandSpec, n: usize) {
    if let Some(wrong) = wrong_param(spec, n) {
        panic!("{}", wrong);
    }
}

/// The first parameter whose type, attributes or place are wrong, and what is wrong of it.
pub(crate) fn objection(spec: &CommandSpec) -> Option<(&'static str, &'static str)> {
    (0..spec.params.len()).find_map(|n| Some((spec.params[n].name, wrong_param(spec, n)?)))
}

const fn wrong_param(spec: &CommandSpec, n: usize) -> Wrong {
    if spec.params[n].proof && !spec.scenes.is_only(Scene::Guild) {
        return Some(
            "a `Target`, `Channel`, `Message` or `GuildRole` exists only in guilds, where the \
             platform tells rank and ownership; add `scene = guild` to `#[command(..)]`",
        );
    }
    wrong(spec.params, n)
}

/// Refuses, at compile time, the field `n` of a struct of arguments in the same way.
#[doc(hidden)]
pub const fn assert_field(fields: &[ParamSpec], n: usize) {
    if let Some(wrong) = wrong(fields, n) {
        panic!("{}", wrong);
    }
}

/// What is wrong of the attributes or of the place of one among others.
const fn wrong(params: &[ParamSpec], n: usize) -> Wrong {
    let param = &params[n];
    if let Some(wrong) = wrong_attributes(param) {
        return Some(wrong);
    }
    let mut before = Before::NOTHING;
    let mut m = 0;
    while m < n {
        before = before.and(&params[m]);
        if shares_a_name(&params[m], param) {
            return Some(
                "another argument before this one has the same name; give one of them another \
                 with `#[arg(name = \"..\")]`",
            );
        }
        m += 1;
    }
    before.refuses(param)
}

/// What of the attributes does not go with the type.
const fn wrong_attributes(param: &ParamSpec) -> Wrong {
    let own = param.rest || param.flag || param.redact || param.renamed || param.default.is_some();
    match param.shape {
        _ if matches!(param.kind, Kind::Extracted) && own => Some(
            "`#[rest]`, `#[flag]` and `#[arg(..)]` belong to arguments; this parameter is not \
             typed by the caller",
        ),
        Shape::Group(_) if own => {
            Some("this is a struct of arguments; put the attributes on its fields")
        }
        Shape::Group(_) if param.option => Some(
            "a struct of arguments cannot be optional; make its fields `Option`s, or give them a \
             `default`",
        ),
        Shape::List if param.rest || param.default.is_some() => Some(
            "a `Vec` takes all words that are left, be it none; remove `#[rest]` and `default`",
        ),
        // One of proofs is never empty.
        Shape::List if param.option && !param.proof => {
            Some("a `Vec` is empty where nothing is typed; remove the `Option`")
        }
        Shape::Word if param.option && param.default.is_some() => Some(
            "an `Option` with a `default` is never `None`; remove the `Option` or the `default`",
        ),
        Shape::Group(_) | Shape::List | Shape::Word => None,
    }
}

/// What the arguments before one demand of it.
#[derive(Clone, Copy)]
struct Before {
    optional: bool,
    rest: bool,
    list: bool,
}

impl Before {
    const NOTHING: Self = Self { optional: false, rest: false, list: false };

    /// With one more.
    const fn and(mut self, param: &ParamSpec) -> Self {
        if let Shape::Group(fields) = param.shape {
            let mut n = 0;
            while n < fields.len() {
                self = self.and(&fields[n]);
                n += 1;
            }
            return self;
        }
        if matches!(param.kind, Kind::Extracted) {
            return self;
        }
        // A flag takes no word that an argument after it could miss.
        self.optional |= matches!(param.kind, Kind::Optional) && !param.flag;
        self.rest |= param.rest;
        self.list |= matches!(param.shape, Shape::List);
        self
    }

    /// Why an argument cannot stand after these. The fields of a struct are judged among each other
    /// where the struct is.
    const fn refuses(self, param: &ParamSpec) -> Wrong {
        if let Shape::Group(fields) = param.shape {
            let mut n = 0;
            while n < fields.len() {
                if let Some(wrong) = self.refuses(&fields[n]) {
                    return Some(wrong);
                }
                n += 1;
            }
            return None;
        }
        if matches!(param.kind, Kind::Extracted) {
            None
        } else if self.rest {
            Some("nothing can follow a `#[rest]` argument; make this one come before it")
        } else if self.list {
            Some("nothing can follow a `Vec`, which takes all words; make this one come before it")
        } else if self.optional && matches!(param.kind, Kind::Required) {
            Some(
                "a required argument cannot follow an optional one; put it first, make it an \
                 `Option`, or give it a `default`",
            )
        } else {
            None
        }
    }
}

/// Whether an argument of the one has the name of an argument of the other.
const fn shares_a_name(a: &ParamSpec, b: &ParamSpec) -> bool {
    let (fields, other) = match (a.shape, b.shape) {
        (Shape::Group(fields), _) => (fields, b),
        (_, Shape::Group(fields)) => (fields, a),
        _ => {
            let typed = !matches!(a.kind, Kind::Extracted) && !matches!(b.kind, Kind::Extracted);
            return typed && same(a.name, b.name);
        }
    };
    let mut n = 0;
    while n < fields.len() {
        if shares_a_name(&fields[n], other) {
            return true;
        }
        n += 1;
    }
    false
}
