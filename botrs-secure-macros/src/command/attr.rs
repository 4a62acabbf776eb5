//! What `#[command(..)]` says, key by key.

use std::time::Duration;

use proc_macro2::{Group, Ident, TokenStream};
use quote::ToTokens;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Error, Expr, LitStr, Path, Result, Token};

use crate::command::access::Access;
use crate::command::subcommands;
use crate::diag::Diag;
use crate::keys::{self, CommandKey, ScopeKey};
use crate::literal;
use crate::meta::{Entries, Entry, Value, split};
use crate::suggest;

/// Everything that was said, each thing with the key that said it where two can contradict.
#[derive(Default)]
pub(crate) struct Attr {
    pub(crate) name: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) access: Vec<(Ident, Access)>,
    /// Whether something was said of who may run it, even if it was wrong.
    pub(crate) access_meant: bool,
    pub(crate) scenes: Vec<(Ident, Vec<Scene>)>,
    pub(crate) cooldown: Option<Vec<(ScopeKey, Duration)>>,
    pub(crate) checks: Vec<Check>,
    pub(crate) confirm: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) concurrency: Option<u32>,
    pub(crate) marker: Option<Ident>,
    pub(crate) subcommands: Vec<Path>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scene {
    Guild,
    Direct,
    Group,
    C2c,
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
        let mut attr = Self {
            access_meant: entries.meant.iter().any(|key| key.says_who()),
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
            (CommandKey::Confirm, _) => self.confirm = true,
            (CommandKey::Aliases, Value::List(list)) => self.aliases = aliases(&list, diag),
            (CommandKey::Cooldown, Value::List(list)) => self.cooldown = scopes(&list, diag),
            (CommandKey::Subcommands, Value::List(list)) => {
                self.subcommands = subcommands::read(&list, diag);
            }
            (CommandKey::Scene, Value::List(list)) => {
                self.scenes.extend(diag.take(scenes(&list)).map(|scenes| (ident, scenes)));
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
            CommandKey::Cooldown => self.cooldown = Some(cooldown(expr)?),
            CommandKey::Scene => self.scenes.push((ident, vec![scene(expr)?])),
            CommandKey::Check => self.checks.push(check(expr)?),
            CommandKey::Timeout => self.timeout = Some(literal::positive_duration(expr)?),
            CommandKey::Concurrency => self.concurrency = Some(concurrency(expr)?),
            CommandKey::Marker => self.marker = Some(literal::word(expr, example)?),
            CommandKey::Aliases
            | CommandKey::Subcommands
            | CommandKey::OwnersOnly
            | CommandKey::Public
            | CommandKey::GuildOnly
            | CommandKey::DmOnly
            | CommandKey::Confirm => {}
        }
        Ok(())
    }
}

fn aliases(list: &Group, diag: &Diag) -> Vec<LitStr> {
    let read = |tokens| literal::text(&syn::parse2(tokens)?, r#"aliases("b", "踢")"#);
    split(list.stream()).into_iter().filter_map(|(tokens, _)| diag.take(read(tokens))).collect()
}

/// `cooldown = "30s"` or `cooldown = none`.
fn cooldown(expr: &Expr) -> Result<Vec<(ScopeKey, Duration)>> {
    match literal::peel(expr) {
        Expr::Path(path) if path.path.is_ident("none") => Ok(Vec::new()),
        _ => Ok(vec![(ScopeKey::Member, literal::positive_duration(expr)?)]),
    }
}

/// `cooldown(user = "30s", channel = "5s")`.
fn scopes(list: &Group, diag: &Diag) -> Option<Vec<(ScopeKey, Duration)>> {
    let mut entries = Entries::new(&keys::COOLDOWN);
    entries.read(list.stream(), diag);
    if list.stream().is_empty() {
        diag.error(
            list,
            "an empty `cooldown()` limits nothing; write `cooldown = none` to mean that",
        );
    }
    let read = |entry: Entry<ScopeKey>| match &entry.value {
        Value::Expr(expr) => {
            let duration = diag.take(literal::positive_duration(expr))?;
            Some((entry.key.id, duration))
        }
        Value::Nothing | Value::List(_) => None,
    };
    Some(entries.list.into_iter().filter_map(read).collect())
}

const SCENES: [(&str, Scene); 4] = [
    ("guild", Scene::Guild),
    ("direct", Scene::Direct),
    ("group", Scene::Group),
    ("c2c", Scene::C2c),
];

fn scene(expr: &Expr) -> Result<Scene> {
    let word = literal::word(expr, "scene = guild")?;
    let name = word.to_string();
    if let Some((_, scene)) = SCENES.iter().find(|(known, _)| *known == name) {
        return Ok(*scene);
    }
    let near = suggest::nearest(&name, SCENES.iter().map(|(known, _)| *known));
    let hint = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    let message = format!("unknown scene `{name}`; {hint}valid scenes: guild, direct, group, c2c");
    Err(Error::new_spanned(word, message))
}

fn scenes(list: &Group) -> Result<Vec<Scene>> {
    let mut all = Vec::new();
    for expr in Punctuated::<Expr, Token![,]>::parse_terminated.parse2(list.stream())? {
        let scene = scene(&expr)?;
        if all.contains(&scene) {
            return Err(Error::new_spanned(expr, "this scene is named twice"));
        }
        all.push(scene);
    }
    if all.is_empty() {
        return Err(Error::new_spanned(
            list,
            "a command without a scene never runs; write `scene(guild)`",
        ));
    }
    Ok(all)
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

impl Check {
    /// The path as it was written.
    pub(crate) fn name(&self) -> String {
        self.path.to_token_stream().to_string().replace(' ', "")
    }
}
