//! What a command is: the attribute and the parameters, put together.

use proc_macro2::Ident;
use syn::ext::IdentExt;

use crate::argument::help;
use crate::command::access::Access;
use crate::command::attr::Attr;
use crate::command::function::Function;
use crate::command::param::Param;
use crate::diag::Diag;

pub(crate) struct Model {
    pub(crate) attr: Attr,
    pub(crate) name: String,
    pub(crate) help: String,
    /// The type that names the command.
    pub(crate) marker: Ident,
    pub(crate) params: Vec<Param>,
}

impl Model {
    /// Puts it together, and leaves of the function what rustc understands.
    pub(crate) fn new(attr: Attr, function: &mut Function, diag: &Diag) -> Self {
        let ident = function.ident();
        let name = attr.name.as_ref().map_or_else(|| ident.unraw().to_string(), syn::LitStr::value);
        let marker = attr.marker.as_ref().unwrap_or(ident).clone();
        let help = help(&function.attrs);
        let inputs = function.sig.inputs.iter_mut();
        let params = inputs.filter_map(|arg| Param::read(arg, diag)).collect();
        Self { attr, name, help, marker, params }
    }

    /// Who may run it, where that was said.
    pub(crate) fn access(&self) -> Option<&Access> {
        self.attr.access.first().map(|(_, access)| access)
    }
}
