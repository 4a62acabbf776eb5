//! Where an argument may stand among the others: judged by type when the command compiles.

use crate::command::param::Kind;
use crate::command::param_spec::{ParamSpec, Shape};
use crate::command::spec::{CommandSpec, same};
use crate::place::Scene;

/// Refuses, at compile time, the parameter `n` where its place among the others is wrong.
#[doc(hidden)]
pub const fn assert_param(spec: &CommandSpec, n: usize) {
    let param = &spec.params[n];
    if param.proof && !spec.scenes.is_only(Scene::Guild) {
        panic!(
            "a `Target`, `Channel` or `Message` exists only in guilds, where the platform tells \
             rank and ownership; add `scene = guild` to `#[command(..)]`"
        );
    }
    assert_place(spec.params, n);
}

/// Refuses, at compile time, the argument `n` where its place or its attributes are wrong.
#[doc(hidden)]
pub const fn assert_place(params: &[ParamSpec], n: usize) {
    let param = &params[n];
    assert_attributes(param);
    let mut before = Before::NOTHING;
    let mut m = 0;
    while m < n {
        before = before.and(&params[m]);
        m += 1;
    }
    before.admit(param);
    let mut m = 0;
    while m < n {
        if shares_a_name(&params[m], param) {
            panic!(
                "another argument before this one has the same name; give one of them another with \
                 `#[arg(name = \"..\")]`"
            );
        }
        m += 1;
    }
}

/// Refuses attributes that do not go with the type.
const fn assert_attributes(param: &ParamSpec) {
    let own = param.rest || param.flag || param.redact || param.renamed || param.default.is_some();
    match param.shape {
        _ if matches!(param.kind, Kind::Extracted) => {
            if own {
                panic!(
                    "`#[rest]`, `#[flag]` and `#[arg(..)]` belong to arguments; this parameter is \
                     not typed by the caller"
                );
            }
        }
        Shape::Group(_) => {
            if own {
                panic!("this is a struct of arguments; put the attributes on its fields");
            }
            if param.option {
                panic!(
                    "a struct of arguments cannot be optional; make its fields `Option`s, or give \
                     them a `default`"
                );
            }
        }
        Shape::List => {
            if param.rest || param.default.is_some() {
                panic!(
                    "a `Vec` takes all words that are left, be it none; remove `#[rest]` and \
                     `default`"
                );
            }
            if param.option {
                panic!("a `Vec` is empty where nothing is typed; remove the `Option`");
            }
        }
        Shape::Word => {
            if param.option && param.default.is_some() {
                panic!(
                    "an `Option` with a `default` is never `None`; remove the `Option` or the \
                     `default`"
                );
            }
        }
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

    /// Refuses an argument that cannot stand after these. The fields of a struct are judged among each
    /// other where the struct is.
    const fn admit(self, param: &ParamSpec) {
        if let Shape::Group(fields) = param.shape {
            let mut n = 0;
            while n < fields.len() {
                self.admit(&fields[n]);
                n += 1;
            }
            return;
        }
        if matches!(param.kind, Kind::Extracted) {
            return;
        }
        if self.rest {
            panic!("nothing can follow a `#[rest]` argument; make this one come before it");
        }
        if self.list {
            panic!(
                "nothing can follow a `Vec`, which takes all words; make this one come before it"
            );
        }
        if self.optional && matches!(param.kind, Kind::Required) {
            panic!(
                "a required argument cannot follow an optional one; put it first, make it an \
                 `Option`, or give it a `default`"
            );
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
