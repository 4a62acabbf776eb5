//! What is said of one parameter, as data.

use crate::command::arg::ArgError;
use crate::command::choice::ChoiceSpec;
use crate::command::param::Kind;
use crate::validate::Rule;

/// One parameter.
#[derive(Debug, Clone, Copy)]
pub struct ParamSpec {
    pub(crate) name: &'static str,
    pub(crate) help: &'static str,
    pub(crate) kind: Kind,
    pub(crate) proof: bool,
    pub(crate) shape: Shape,
    /// Whether it is an `Option`.
    pub(crate) option: bool,
    pub(crate) rest: bool,
    pub(crate) flag: bool,
    pub(crate) redact: bool,
    /// Whether its name is another than the parameter's.
    pub(crate) renamed: bool,
    pub(crate) default: Option<&'static str>,
    pub(crate) rules: &'static [Rule],
    /// The name of the author's own rule, with its arguments.
    pub(crate) custom: Option<&'static str>,
    /// The rules of its type, where its own say nothing else.
    pub(crate) type_rules: &'static [Rule],
    /// What can be typed, where that is a choice of a few words.
    pub(crate) choices: &'static [ChoiceSpec],
    /// What its type says against a text.
    pub(crate) objection: Objection,
}

/// How many words a parameter takes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// One, or with `#[rest]` all the text that is left.
    Word,
    /// All that are left.
    List,
    /// Those of its fields, which are parameters too.
    Group(&'static [ParamSpec]),
}

/// Why a text is no value of a type under these rules.
pub(crate) type Objection = fn(&str, &[Rule]) -> Option<ArgError>;

/// What the macro emits; `docs` of the attribute describe the keys.
#[doc(hidden)]
impl ParamSpec {
    /// Of a type of parameter, to be named.
    pub(crate) const fn new(kind: Kind, proof: bool) -> Self {
        Self {
            name: "",
            help: "",
            kind,
            proof,
            shape: Shape::Word,
            option: false,
            rest: false,
            flag: false,
            redact: false,
            renamed: false,
            default: None,
            rules: &[],
            custom: None,
            type_rules: &[],
            choices: &[],
            objection: |_, _| None,
        }
    }

    /// Of a struct of arguments.
    pub const fn group(fields: &'static [Self]) -> Self {
        let mut group = Self::new(Kind::Optional, false);
        group.shape = Shape::Group(fields);
        let mut n = 0;
        while n < fields.len() {
            if matches!(fields[n].kind, Kind::Required) {
                group.kind = Kind::Required;
            }
            n += 1;
        }
        group
    }

    /// The fields of a struct of arguments.
    pub const fn fields(&self) -> &'static [Self] {
        match self.shape {
            Shape::Group(fields) => fields,
            Shape::Word | Shape::List => &[],
        }
    }

    /// Of a list of what `self` is.
    pub(crate) const fn listed(mut self) -> Self {
        self.shape = Shape::List;
        self.kind = Kind::Optional;
        self
    }

    /// The same, but at least one has to be there.
    pub(crate) const fn listed_and_required(self) -> Self {
        let mut list = self.listed();
        list.kind = Kind::Required;
        list
    }

    pub(crate) const fn in_option(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self.option = true;
        self
    }

    pub(crate) const fn objecting(mut self, objection: Objection) -> Self {
        self.objection = objection;
        self
    }

    pub(crate) const fn choosing(mut self, choices: &'static [ChoiceSpec]) -> Self {
        self.choices = choices;
        self
    }

    pub(crate) const fn obeying(mut self, rules: &'static [Rule]) -> Self {
        self.type_rules = rules;
        self
    }

    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    pub const fn renamed(mut self, name: &'static str) -> Self {
        self.name = name;
        self.renamed = true;
        self
    }

    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    pub const fn rest(mut self) -> Self {
        self.rest = true;
        self
    }

    /// Names the written type, so that a flag of another type is an error at that place.
    pub const fn flag<T: Switch>(mut self) -> Self {
        self.flag = true;
        self.kind = Kind::Optional;
        self
    }

    pub const fn redact(mut self) -> Self {
        self.redact = true;
        self
    }

    pub const fn default(mut self, text: &'static str) -> Self {
        self.default = Some(text);
        self.kind = Kind::Optional;
        self
    }

    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    /// The name of a `custom` rule: what it does is in the shim.
    pub const fn custom(mut self, name: &'static str) -> Self {
        self.custom = Some(name);
        self
    }
}

impl ParamSpec {
    /// The rules of the type that these of its own do not replace.
    pub(crate) fn defaults_beside<'r>(
        own: &'r [Rule],
        of_type: &'r [Rule],
    ) -> impl Iterator<Item = &'r Rule> {
        of_type.iter().filter(|default| !own.iter().any(|own| own.covers(default)))
    }

    /// Why its default is none, with the argument that has it: of a struct, one of its fields.
    pub(crate) fn wrong_default(&self) -> Option<(&'static str, ArgError)> {
        match self.shape {
            Shape::Group(fields) => fields.iter().find_map(Self::wrong_default),
            Shape::Word | Shape::List => {
                Some((self.name, (self.objection)(self.default?, self.rules)?))
            }
        }
    }

    /// Calls `each` with every argument that is typed, in their order: of a struct, with its fields.
    pub(crate) fn each_typed(params: &'static [Self], each: &mut impl FnMut(&'static Self)) {
        for param in params {
            match param.shape {
                Shape::Group(fields) => Self::each_typed(fields, each),
                Shape::Word | Shape::List if matches!(param.kind, Kind::Extracted) => {}
                Shape::Word | Shape::List => each(param),
            }
        }
    }

    /// Whether its value, or that of one of its fields, is not to be shown.
    pub(crate) fn is_redacted(&self) -> bool {
        match self.shape {
            Shape::Group(fields) => fields.iter().any(Self::is_redacted),
            Shape::Word | Shape::List => self.redact,
        }
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self.shape, Shape::List)
    }

    /// Whether `name=value` gives it: a list has no name, since its words may look like that.
    pub(crate) fn can_be_named(&self) -> bool {
        matches!(self.shape, Shape::Word)
    }

    /// Whether it is a flag of this name, in which `-` is as good as `_`.
    pub(crate) fn is_flag_called(&self, name: &str) -> bool {
        let same = |(own, typed): (u8, u8)| own == typed || (own == b'_' && typed == b'-');
        self.flag && self.name.len() == name.len() && self.name.bytes().zip(name.bytes()).all(same)
    }
}

/// What `#[flag]` can be: a `bool`.
#[diagnostic::on_unimplemented(
    message = "`#[flag]` is there or not: it makes a `bool`, not `{Self}`",
    label = "write `bool` here, or remove `#[flag]`"
)]
pub trait Switch {}

impl Switch for bool {}
