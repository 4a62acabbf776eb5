//! Help from the declarations: what a caller may run, and how.
//!
//! Nobody is told of a command that they may not run, not even that it exists. Whoever asks pays for
//! it with no cooldown. The words are in the caller's language: of a doc comment that says
//! `中文 / English` each caller sees their half.

mod language;
pub(crate) mod nearest;
mod pages;
mod usage;

use std::sync::Arc;

use crate::command::Registered;
use crate::gate::Talk;
use crate::gate::permission::{self, Standing};
use crate::help::language::half;
use crate::help::nearest::nearest;
use crate::help::pages::page;
use crate::help::usage::usage;
use crate::locale::Locale;
use crate::policy::InForce;
use crate::reply::Reply;

/// What `/help` says about this: about nothing, the list; about a number, that page of it; about a
/// command, its page.
pub(crate) fn help(talk: &Talk, about: &str) -> Reply {
    let reader = Reader::of(talk);
    let prefix = talk.engine.prefixes.first().map_or("", |prefix| prefix);
    let about = about.trim();
    let text = match about.parse::<usize>() {
        _ if about.is_empty() => reader.list(prefix, 1),
        Ok(number) => reader.list(prefix, number),
        Err(_) => reader.about(prefix, about.strip_prefix(prefix).unwrap_or(about)),
    };
    Reply::text(text)
}

/// What to say to somebody who typed a command that there is not: the nearest that they may run.
pub(crate) fn suggestion(talk: &Talk, typed: &str) -> Option<Reply> {
    let reader = Reader::of(talk);
    let near = nearest(typed, reader.names(talk.engine.registry.roots()))?;
    let prefix = talk.engine.prefixes.first()?;
    Some(Reply::text(
        reader.locale.pick(
            format!("你是不是想用 {prefix}{near}？"),
            format!("Did you mean {prefix}{near}?"),
        ),
    ))
}

/// Whoever asks.
struct Reader<'a> {
    talk: &'a Talk,
    in_force: Arc<InForce>,
    locale: Locale,
}

impl<'a> Reader<'a> {
    fn of(talk: &'a Talk) -> Self {
        Self { talk, in_force: talk.engine.current.load_full(), locale: talk.locale() }
    }

    fn may_run(&self, command: &Registered) -> bool {
        let who = Standing::of(&self.talk.incoming);
        permission::check_now(&self.in_force, command.requirement(), who).is_ok()
    }

    /// The names and aliases of those that they may run and that are not hidden.
    fn names<'c>(
        &self,
        commands: impl Iterator<Item = &'c Arc<Registered>>,
    ) -> impl Iterator<Item = &'static str> {
        self.shown(commands)
            .flat_map(|command| (0..command.spec.names()).map(|n| command.spec.nth_name(n)))
    }

    fn shown<'c>(
        &self,
        commands: impl Iterator<Item = &'c Arc<Registered>>,
    ) -> impl Iterator<Item = &'c Arc<Registered>> {
        commands.filter(|command| !command.is_hidden && self.may_run(command))
    }

    /// A page of the list.
    fn list(&self, prefix: &str, number: usize) -> String {
        let mut categories: Vec<(&str, Vec<String>)> = Vec::new();
        for command in self.shown(self.talk.engine.registry.roots()) {
            let line = self.line(prefix, command);
            match categories.iter_mut().find(|(category, _)| *category == command.category) {
                Some((_, lines)) => lines.push(line),
                None => categories.push((command.category, vec![line])),
            }
        }
        // Commands without a category come last, and first where nothing has one.
        categories.sort_by_key(|(category, _)| category.is_empty());
        let several = categories.len() > 1;
        let lines = categories.into_iter().flat_map(|(category, lines)| {
            let title = if category.is_empty() {
                self.locale.pick("其他", "Others").to_owned()
            } else {
                half(category, self.locale)
            };
            let title = (several || !category.is_empty()).then(|| format!("【{title}】"));
            title.into_iter().chain(lines)
        });
        let (page, pages) = page(&lines.collect::<Vec<_>>(), number);
        let more = if pages > 1 {
            self.locale.pick(
                format!("（第 {number}/{pages} 页，{prefix}help {pages} 看最后一页）"),
                format!(" (page {number} of {pages}; {prefix}help {pages} for the last)"),
            )
        } else {
            String::new()
        };
        let title = self.locale.pick(
            format!("你可以用的命令，{prefix}help 加名字看用法{more}："),
            format!("What you can run; {prefix}help and a name for more{more}:"),
        );
        match page {
            Some(page) => format!("{title}\n{page}"),
            None if pages == 0 => self
                .locale
                .pick("这里没有你可以用的命令", "There is nothing that you can run here")
                .to_owned(),
            None => {
                self.locale.pick(format!("只有 {pages} 页"), format!("There are {pages} pages"))
            }
        }
    }

    /// A command in one line: its names, and the first line of its help.
    fn line(&self, prefix: &str, command: &Registered) -> String {
        let names = self.all_names(prefix, command);
        match half(command.spec.help(), self.locale).lines().next() {
            Some(first) => format!("{names} — {first}"),
            None => names,
        }
    }

    fn all_names(&self, prefix: &str, command: &Registered) -> String {
        let aliases = command.spec.aliases().join(self.locale.pick("、", ", "));
        let name = command.name;
        if aliases.is_empty() {
            format!("{prefix}{name}")
        } else {
            self.locale
                .pick(format!("{prefix}{name}（{aliases}）"), format!("{prefix}{name} ({aliases})"))
        }
    }

    /// The page of a command, by its name or alias, with subcommands behind their parents.
    fn about(&self, prefix: &str, typed: &str) -> String {
        let mut words = typed.split_whitespace();
        let mut found: Option<&Arc<Registered>> = None;
        for word in &mut words {
            let next = match found {
                None => self.talk.engine.registry.find(word),
                Some(parent) => parent.child(word),
            };
            match next.filter(|command| self.may_run(command)) {
                Some(command) => found = Some(command),
                None => return self.unknown(prefix, found, word),
            }
        }
        match found {
            Some(command) => self.page(prefix, command),
            None => self.list(prefix, 1),
        }
    }

    /// Says that there is no such command, in the same words where they may not run it.
    fn unknown(&self, prefix: &str, parent: Option<&Arc<Registered>>, word: &str) -> String {
        let near = match parent {
            None => nearest(word, self.names(self.talk.engine.registry.roots())),
            Some(parent) => nearest(word, self.names(parent.children())),
        };
        let there = parent.map_or(String::new(), |parent| format!("{} ", parent.name));
        match near {
            Some(near) => self.locale.pick(
                format!("没有这个命令。你是不是想看 {prefix}help {there}{near}？"),
                format!("There is no such command. Did you mean {prefix}help {there}{near}?"),
            ),
            None => self.locale.pick("没有这个命令", "There is no such command").to_owned(),
        }
    }

    fn page(&self, prefix: &str, command: &Registered) -> String {
        let mut lines = vec![usage(prefix, command)];
        if !command.spec.aliases().is_empty() {
            lines.push(
                self.locale.pick("别名：", "Also: ").to_owned()
                    + &command.spec.aliases().join(self.locale.pick("、", ", ")),
            );
        }
        let help = half(command.spec.help(), self.locale);
        if !help.is_empty() {
            lines.push(help);
        }
        lines.extend(usage::parameters(command, self.locale));
        lines.extend(usage::conditions(command, self.locale));
        for child in self.shown(command.children()) {
            lines.push(format!("· {}", self.line(prefix, child)));
        }
        lines.join("\n")
    }
}
