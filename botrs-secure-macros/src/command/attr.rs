//! What `#[command(..)]` says, key by key.

use std::time::Duration;

use proc_macro2::{Group, Ident, TokenStream};
use quote::ToTokens;
use syn::{Error, Expr, LitStr, Path, Result};

use crate::command::access::Access;
use crate::command::confirm::{self, Confirm};
use crate::command::limits::Limits;
use crate::command::scenes::{self, Scene};
use crate::command::subcommands;
use crate::diag::Diag;
use crate::keys::{self, CommandKey};
use crate::library::Library;
use crate::literal;
use crate::meta::{Entries, Entry, Value, split};

/// Everything that was said, each thing with the key that said it where two can contradict.
#[derive(Default)]
pub(crate) struct Attr {
    pub(crate) name: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) access: Vec<(Ident, Access)>,
    /// Whether something was said of who may run it, even if it was wrong.
    pub(crate) access_meant: bool,
    pub(crate) scenes: Vec<(Ident, Vec<Scene>)>,
    /// Whether something was said of where it may be run, even if it was wrong.
    pub(crate) scenes_meant: bool,
    pub(crate) limits: Limits,
    pub(crate) fresh: Option<Ident>,
    pub(crate) checks: Vec<Check>,
    pub(crate) confirm: Option<(Ident, Confirm)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) concurrency: Option<u32>,
    pub(crate) on_error: Option<Path>,
    pub(crate) audit: bool,
    pub(crate) category: Option<LitStr>,
    pub(crate) hide_in_help: bool,
    pub(crate) unchecked_api: Option<LitStr>,
    /// Whether the unchecked API was asked for, even if with no good reason.
    pub(crate) unchecked_meant: bool,
    pub(crate) marker: Option<Ident>,
    pub(crate) subcommands: Vec<Path>,
    /// How the program names the library.
    pub(crate) library: Library,
}

/// `check = path(a, b)`.
pub(crate) struct Check {
    pub(crate) path: Path,
    pub(crate) args: Vec<Ident>,
}

impl Attr {
    pub(crate) fn read(tokens: TokenStream, diag: &Diag) -> Self {
        let mut entries = Entries::new(&keys::COMMAND);
        entries.read(tokens, diag);
        let meant = |is_it: fn(CommandKey) -> bool| entries.meant.iter().copied().any(is_it);
        let mut attr = Self {
            access_meant: meant(CommandKey::says_who),
            scenes_meant: meant(CommandKey::says_where),
            unchecked_meant: meant(|key| key == CommandKey::UncheckedApi),
            limits: Limits::meant(&entries.meant),
            ..Self::default()
        };
        for entry in entries.list {
            attr.add(entry, diag);
        }
        attr
    }

    fn add(&mut self, entry: Entry<CommandKey>, diag: &Diag) {
        let Entry { key, ident, value } = entry;
        match (key.id, value) {
            (CommandKey::Public, _) => self.access.push((ident, Access::Public)),
            (CommandKey::OwnersOnly, _) => self.access.push((ident, Access::OwnersOnly)),
            (CommandKey::GuildOnly, _) => self.scenes.push((ident, vec![Scene::Guild])),
            (CommandKey::DmOnly, _) => self.scenes.push((ident, vec![Scene::Direct, Scene::C2c])),
            (CommandKey::Confirm, Value::List(list)) => {
                self.confirm = confirm::list(&list, diag).map(|by| (ident, by));
            }
            (CommandKey::Confirm, _) => self.confirm = Some((ident, Confirm::Caller)),
            (CommandKey::Fresh, _) => self.fresh = Some(ident),
            (CommandKey::Audit, _) => self.audit = true,
            (CommandKey::HideInHelp, _) => self.hide_in_help = true,
            (CommandKey::Aliases, Value::List(list)) => self.aliases = aliases(&list, diag),
            (CommandKey::Subcommands, Value::List(list)) => {
                self.subcommands = subcommands::read(&list, diag);
            }
            (CommandKey::Cooldown, Value::List(list)) => self.limits.read_cooldowns(&list, diag),
            (CommandKey::Limit, Value::List(list)) => {
                self.limits.read_quotas(ident, &list, diag);
            }
            (CommandKey::Scene, Value::List(list)) => {
                self.scenes.extend(diag.take(scenes::list(&list)).map(|scenes| (ident, scenes)));
            }
            (id, Value::Expr(expr)) => {
                let added = self.add_value(id, ident, &expr, key.example);
                diag.take(added);
            }
            (_, Value::Nothing | Value::List(_)) => {}
        }
    }

    fn add_value(
        &mut self,
        id: CommandKey,
        ident: Ident,
        expr: &Expr,
        example: &str,
    ) -> Result<()> {
        match id {
            CommandKey::Name => self.name = Some(literal::text(expr, example)?),
            CommandKey::Perm => self.access.push((ident, Access::read(expr)?)),
            CommandKey::Cooldown => self.limits.read_cooldown(expr)?,
            CommandKey::Limit => self.limits.read_quota(ident, expr)?,
            CommandKey::Bucket => self.limits.read_bucket(expr, example)?,
            CommandKey::Cost => self.limits.read_cost(expr)?,
            CommandKey::Scene => self.scenes.push((ident, vec![scenes::one(expr)?])),
            CommandKey::Check => self.checks.push(check(expr)?),
            CommandKey::Timeout => self.timeout = Some(literal::positive_duration(expr)?),
            CommandKey::Concurrency => self.concurrency = Some(concurrency(expr)?),
            CommandKey::OnError => self.on_error = Some(literal::path(expr, "explain")?),
            CommandKey::Category => self.category = Some(literal::line(expr, example)?),
            CommandKey::UncheckedApi => self.unchecked_api = Some(reason(expr, example)?),
            CommandKey::Marker => self.marker = Some(literal::word(expr, example)?),
            CommandKey::Crate => self.library = Library::read(expr)?,
            CommandKey::Aliases
            | CommandKey::Subcommands
            | CommandKey::OwnersOnly
            | CommandKey::Public
            | CommandKey::GuildOnly
            | CommandKey::DmOnly
            | CommandKey::Fresh
            | CommandKey::Confirm
            | CommandKey::Audit
            | CommandKey::HideInHelp => {}
        }
        Ok(())
    }
}

fn aliases(list: &Group, diag: &Diag) -> Vec<LitStr> {
    let read = |tokens| literal::text(&syn::parse2(tokens)?, r#"aliases("b", "踢")"#);
    split(list.stream()).into_iter().filter_map(|(tokens, _)| diag.take(read(tokens))).collect()
}

/// `check = path` or `check = path(a, b)`.
fn check(expr: &Expr) -> Result<Check> {
    const EXAMPLE: &str = "check = is_open(channel)";
    match literal::peel(expr) {
        Expr::Call(call) => {
            let args =
                call.args.iter().map(|arg| literal::word(arg, EXAMPLE)).collect::<Result<_>>()?;
            Ok(Check { path: literal::path(&call.func, EXAMPLE)?, args })
        }
        _ => Ok(Check { path: literal::path(expr, EXAMPLE)?, args: Vec::new() }),
    }
}

fn concurrency(expr: &Expr) -> Result<u32> {
    match literal::integer(expr)? {
        0 => Err(Error::new_spanned(
            expr,
            "a command that never runs needs no `concurrency`; write 1 or more",
        )),
        calls => Ok(calls),
    }
}

/// `unchecked_api = ".."`: why no power will do.
fn reason(expr: &Expr, example: &str) -> Result<LitStr> {
    let text = literal::text(expr, example)?;
    if text.value().trim().is_empty() {
        return Err(Error::new_spanned(
            text,
            "say why: the reason stands in the manifest and in each record of the audit",
        ));
    }
    literal::line(expr, example)
}

impl Check {
    /// The path as it was written.
    pub(crate) fn name(&self) -> String {
        self.path.to_token_stream().to_string().replace(' ', "")
    }

    /// The check as it was written, with its arguments.
    pub(crate) fn written(&self) -> String {
        literal::call(self.name(), &self.args)
    }
}
