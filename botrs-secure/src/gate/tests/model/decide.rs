//! The model: it decides by the tables of the page.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::case::{Asked, Case};
use super::commands::{self, Known};
use super::phrases;
use super::said::Means;
use super::table::{Table, code};

pub(super) const PAGE: &str = include_str!("../../../../docs/reference/authority.md");

/// What a caller has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Has {
    permissions: BTreeSet<String>,
    is_owner: bool,
    is_unknown: bool,
    is_dropped: bool,
}

/// What applicable restrictions ask.
#[derive(Default)]
struct Asks {
    is_disabled: bool,
    require: BTreeSet<String>,
    wait: u64,
}

pub(super) struct Model {
    places: Table,
    holdings: Table,
    roles: BTreeMap<String, BTreeSet<String>>,
    needs: Table,
    scopes: Table,
    effects: Table,
    answers: Table,
    used: RefCell<BTreeSet<String>>,
}

impl Model {
    pub(super) fn of_the_page() -> Self {
        let find = |headings| Table::find(PAGE, headings);
        let roles = find("| role | permissions |").lines.into_iter();
        Self {
            places: find("| scene | the policy says | the bot |"),
            holdings: find(
                "| scene | the event says | the policy says | QQ, asked | the caller has | source |",
            ),
            roles: roles
                .map(|line| (line[0].clone(), code(&line[1]).into_iter().collect()))
                .collect(),
            needs: find("| the command says | it takes | of the permissions named |"),
            scopes: find("| restriction | scene | counts |"),
            effects: find("| it says | which asks |"),
            answers: find("| if | the answer |"),
            used: RefCell::default(),
        }
    }

    /// The rule that decides.
    pub(super) fn answer(&self, case: &Case) -> String {
        let known = commands::find(case.command);
        let asks = self.restrictions(case, known);
        let certain = self.has(case, None);
        let supposed = self.has(case, Some(Asked::Manages));
        let told = self.has(case, Some(case.asked));
        let would_suffice = || self.suffices(known, &asks, &supposed) && supposed != certain;
        let line = self.answers.lines.iter().find(|line| match line[0].as_str() {
            "the message is dropped" => certain.is_dropped,
            "the bot is silent here" => !self.listens(case),
            "the command is not for this scene" => {
                !known.scenes.is_empty() && !known.scenes.contains(&case.scene())
            }
            "a restriction disables it" => asks.is_disabled,
            "it takes the bot's owner, and the caller is not" => {
                self.takes_the_owner(known) && !certain.is_owner
            }
            "what is certain suffices" => self.suffices(known, &asks, &certain),
            "the roles are unknown" => certain.is_unknown,
            "it would suffice with what role 5 means, and QQ says that the caller manages this channel" => {
                would_suffice() && told == supposed
            }
            "it would suffice with what role 5 means, and QQ does not even tell the caller's roles" => {
                would_suffice() && told.is_unknown && case.asked == Asked::NoAnswer
            }
            "it would suffice with what role 5 means, and QQ tells nothing of the channel" => {
                would_suffice() && told.is_unknown
            }
            "anything else" => true,
            other => panic!("no meaning of {other:?}"),
        });
        let line = line.expect("the last line fits");
        self.use_line(line);
        let mut rule = code(&line[1]).pop().expect("a rule");
        if rule == "allowed" && case.again.is_some_and(|after| after < asks.wait) {
            rule = "limit".to_owned();
        }
        rule
    }

    /// The lines that decided nothing.
    pub(super) fn unused(&self) -> Vec<String> {
        let used = self.used.borrow();
        let tables =
            [&self.places, &self.holdings, &self.needs, &self.scopes, &self.effects, &self.answers];
        let lines = tables.into_iter().flat_map(|table| &table.lines).map(|line| line.join(" | "));
        lines.filter(|line| !used.contains(line)).collect()
    }

    fn use_line(&self, line: &[String]) {
        self.used.borrow_mut().insert(line.join(" | "));
    }

    fn listens(&self, case: &Case) -> bool {
        let mut of_the_scene = self.places.lines.iter().filter(|line| line[0] == case.scene());
        let line = of_the_scene.find(|line| phrases::listens(&line[1], case)).expect("a last line");
        self.use_line(line);
        match line[2].as_str() {
            "listens" => true,
            "is silent" => false,
            other => panic!("no meaning of {other:?}"),
        }
    }

    /// What the caller has, if QQ answers this; what is certain if it is not asked.
    fn has(&self, case: &Case, answer: Option<Asked>) -> Has {
        let mut has = Has::default();
        for line in &self.holdings.lines {
            let [scene, event, policy, asked, gives, _source] = line.as_slice() else { panic!() };
            if scene != "any" && scene != case.scene() {
                continue;
            }
            for role in phrases::event(event, case) {
                let Some(means) = phrases::policy(policy, case, role) else { continue };
                let is_asked = phrases::asked(asked, answer.unwrap_or(Asked::Manages));
                let fits =
                    if answer.is_some() { is_asked != Some(false) } else { is_asked.is_none() };
                if fits {
                    self.use_line(line);
                    self.give(&mut has, gives, &means);
                }
            }
        }
        has
    }

    fn give(&self, has: &mut Has, gives: &str, means: &[Means]) {
        match gives {
            "nothing" => {}
            "unknown" => has.is_unknown = true,
            "its role" => means.iter().for_each(|means| self.add(has, means)),
            "everything, as the bot's owner" => {
                has.is_owner = true;
                has.permissions.insert("Administrator".to_owned());
            }
            "no say: the message is dropped" => has.is_dropped = true,
            role => {
                let permissions = self.roles.get(role).expect("a role of the page");
                has.permissions.extend(permissions.iter().cloned());
            }
        }
    }

    fn add(&self, has: &mut Has, means: &Means) {
        match means {
            Means::Named(name) => {
                let permissions = &self.roles[&format!("`{name}`")];
                has.permissions.extend(permissions.iter().cloned());
            }
            Means::Own(names) => has.permissions.extend(names.iter().map(|&name| name.to_owned())),
        }
    }

    fn restrictions(&self, case: &Case, known: &Known) -> Asks {
        let mut asks = Asks { wait: known.cooldown, ..Asks::default() };
        for narrow in &case.said.restrictions {
            let names_it = narrow.command.is_none_or(|name| known.restricted_by.contains(&name));
            let fits = |line: &&Vec<String>| {
                let [name, scene, counts] = line.as_slice() else { panic!() };
                (scene == "any" || scene == case.scene())
                    && phrases::restricts(&code(name)[0], counts, narrow, case)
            };
            let Some(line) = self.scopes.lines.iter().find(fits) else { continue };
            if !names_it {
                continue;
            }
            self.use_line(line);
            for line in &self.effects.lines {
                let says = match line[0].as_str() {
                    "`disabled`" => narrow.disabled,
                    "`require`" => !narrow.require.is_empty(),
                    "`cooldown`" => narrow.cooldown > 0,
                    other => panic!("no meaning of {other:?}"),
                };
                if says {
                    self.use_line(line);
                    asks.add(&line[1], narrow.cooldown, &narrow.require);
                }
            }
        }
        asks
    }

    /// The keys of the command and its parents, as lines of the page, with the permissions they name.
    fn needs<'a>(&'a self, known: &'static Known) -> Vec<(&'a [String], Vec<String>)> {
        let mut needs = Vec::new();
        for access in known.access {
            let (key, names) = read(access);
            let line = self.needs.lines.iter().find(|line| line[0] == format!("`{key}`"));
            let line = line.expect("a line of the page");
            self.use_line(line);
            needs.push((line.as_slice(), names));
        }
        needs
    }

    fn takes_the_owner(&self, known: &'static Known) -> bool {
        self.needs(known).iter().any(|(line, _)| line[1] == "the bot's owner")
    }

    fn suffices(&self, known: &'static Known, asks: &Asks, has: &Has) -> bool {
        let holds = |name: &String| {
            has.permissions.contains(name) || has.permissions.contains("Administrator")
        };
        let suffices =
            |(line, names): &(&[String], Vec<String>)| match (line[1].as_str(), line[2].as_str()) {
                ("nothing", _) => true,
                ("the bot's owner", _) => has.is_owner,
                ("permissions", "each") => names.iter().all(holds),
                ("permissions", "one") => names.iter().any(holds),
                other => panic!("no meaning of {other:?}"),
            };
        self.needs(known).iter().all(suffices) && asks.require.iter().all(holds)
    }
}

impl Asks {
    fn add(&mut self, phrase: &str, cooldown: u64, require: &[&str]) {
        match phrase {
            "that nobody runs it, the bot's owners included" => self.is_disabled = true,
            "for these permissions, each, besides what the command takes" => {
                self.require.extend(require.iter().map(|&name| name.to_owned()));
            }
            "that a member waits between two calls, as long as the longest says, the command's own included" =>
            {
                self.wait = self.wait.max(cooldown);
            }
            other => panic!("no meaning of {other:?}"),
        }
    }
}

/// A command's key as the page writes it, and the permissions that it names.
fn read(access: &str) -> (&'static str, Vec<String>) {
    let access: String = access.split_whitespace().collect();
    let Some(perm) = access.strip_prefix("perm=") else {
        let key = ["public", "owners_only"].into_iter().find(|key| *key == access);
        return (key.expect("a key of the page"), Vec::new());
    };
    let named = |list: &str| list.trim_end_matches(')').split(',').map(str::to_owned).collect();
    if let Some(list) = perm.strip_prefix("all(") {
        ("perm = all(A, B)", named(list))
    } else if let Some(list) = perm.strip_prefix("any(") {
        ("perm = any(A, B)", named(list))
    } else {
        ("perm = A", named(perm))
    }
}
