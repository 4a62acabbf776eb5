//! A row through the parser and the whole gate, beside what the tables say of it.

use std::fmt::Write;

use botrs::models::gateway::GatewayEvent;
use serde_json::Value;

use super::case::{Asked, At, Case};
use super::commands;
use super::decide::Answer;
use super::event::Listed;
use super::said::{Grants, Who};
use crate::adapter::{Parsed, parse};
use crate::command::Requirement;
use crate::gate::permission::{self, Permitted, Standing};
use crate::policy;
use crate::prelude::*;
use crate::testing::{Caller, Failing, Harness};
use crate::{Incoming, PlatformErrorKind};

/// Whether stage 9 asks what the caller may do in the channel. Until it does, it refuses.
const ASKS_ABOUT_ROLE_5: bool = false;
/// Longer than any block.
const A_DAY_AND_MORE: Duration = Duration::from_secs(25 * 60 * 60);
/// Rows for one bot: the harness goes through all requests so far with each message.
const ROWS_OF_A_BOT: usize = 200;

/// The bot that is asked.
pub(super) struct Gate {
    harness: Harness,
    rows: usize,
}

/// A row that the tables decide in one way and the bot in another.
pub(super) struct Difference {
    name: String,
    by: &'static str,
    expected: String,
    found: String,
}

/// All differences, to be read.
pub(super) fn report(differences: &[Difference]) -> String {
    let mut text = format!("{} rows are decided otherwise\n", differences.len());
    for Difference { name, by, expected, found } in differences {
        let line = format!("| {name} | by the page: {expected} | by the {by}: {found} |");
        writeln!(text, "{line}").unwrap();
    }
    text
}

impl Gate {
    pub(super) fn new() -> Self {
        let with_all = |bot| commands::ALL.into_iter().fold(bot, Builder::commands);
        Self { harness: Harness::new(with_all), rows: 0 }
    }

    /// Where the gate, or the decision of stage 6 alone, says something else than is expected.
    pub(super) async fn difference(&mut self, case: &Case, expected: &Answer) -> Vec<Difference> {
        if self.rows == ROWS_OF_A_BOT {
            *self = Self::new();
        }
        self.rows += 1;
        self.prepare(case);
        let mut found = vec![("gate", through_the_gate(case, expected), self.rule(case).await)];
        if let Some((permission, rule)) = self.decision(case, expected) {
            found.push(("decision", permission, rule));
        }
        let name = &case.name;
        let other = found.into_iter().filter(|(_, expected, found)| expected != found);
        other
            .map(|(by, expected, found)| Difference { name: name.clone(), by, expected, found })
            .collect()
    }

    /// Puts the row's policy and grants in force, and tells the platform what it answers.
    fn prepare(&self, case: &Case) {
        let engine = self.harness.engine();
        let rules = case.said.policy().rules(&*engine.registry).expect("a policy for this bot");
        engine.current.replace_rules(rules);
        let granted = granted(&case.said.granted);
        engine.current.change_grants(|_| Ok::<_, ()>(granted)).unwrap();
        self.harness.clock().advance(A_DAY_AND_MORE);
        let platform = self.harness.platform();
        let fails = case.asked == Asked::NoAnswer;
        platform.fail_lookups(fails.then_some(Failing::With(PlatformErrorKind::Unreachable)));
        if let (At::Guild { guild, channel }, Who::User(user)) = (case.at, case.who) {
            let user = UserId::new(user);
            if let Listed::Roles(roles) = case.event.read() {
                platform.set_member(GuildId::new(guild), user, &roles);
            }
            let bits = if case.asked == Asked::Manages { 7 } else { 5 };
            platform.set_channel_permissions(ChannelId::new(channel), user, bits);
        }
    }

    /// The rule by which the whole gate decides.
    async fn rule(&self, case: &Case) -> String {
        let first = self.send(case).await;
        match case.again {
            Some(after) if first == "allowed" => {
                self.harness.clock().advance(Duration::from_secs(after));
                self.send(case).await
            }
            _ => first,
        }
    }

    async fn send(&self, case: &Case) -> String {
        let caller = Caller::guild(1, &[]);
        let mut malformed = false;
        let change = |incoming: &mut Incoming| match read(case, incoming.id.as_str()) {
            Some(read) => *incoming = Incoming { sent_at: incoming.sent_at, ..read },
            None => malformed = true,
        };
        let report = self.harness.send_changed(&caller, "/open", change).await;
        if malformed {
            return "source.malformed".to_owned();
        }
        report.map_or("an ordinary message", |report| report.rule).to_owned()
    }

    /// What stage 6 alone has to say, and says, where a message gets there.
    fn decision(&self, case: &Case, expected: &Answer) -> Option<(String, String)> {
        let incoming = read(case, "m")?;
        let engine = self.harness.engine();
        let in_force = engine.current.load();
        if !in_force.rules.tables.trusts(&incoming.place) {
            return None;
        }
        let is_channel_admin = case.asked == Asked::Manages;
        let asked = Standing { is_channel_admin, ..Standing::of(&incoming) };
        let decide = |who| permission::check(&in_force, self.requirement(case.command), who);
        let by_event = match decide(Standing::of(&incoming)) {
            Ok(Permitted::Yes) => "allowed",
            // As it is once the platform answered.
            Ok(Permitted::IfChannelAdmin) => match (case.asked, decide(asked)) {
                (Asked::NoAnswer, _) => "authority.unknown",
                (_, Ok(Permitted::Yes)) => "allowed",
                (_, Ok(Permitted::IfChannelAdmin)) => "permission.missing",
                (_, Err(denial)) => denial.rule(),
            },
            Err(denial) => denial.rule(),
        };
        let expected = if expected.rule == "limit" { "allowed" } else { &expected.rule };
        Some((expected.to_owned(), by_event.to_owned()))
    }

    fn requirement(&self, typed: &str) -> Requirement {
        let mut words = typed.split(' ');
        let registry = &self.harness.engine().registry;
        let root = registry.find(words.next().unwrap()).unwrap();
        words.fold(root, |parent, word| parent.child(word).unwrap()).requirement()
    }
}

/// What the whole gate is to say.
fn through_the_gate(case: &Case, expected: &Answer) -> String {
    match (expected.hangs_on_role_5 && !ASKS_ABOUT_ROLE_5, case.asked) {
        (false, _) => expected.rule.clone(),
        (true, Asked::NoAnswer) => "authority.unknown".to_owned(),
        (true, _) => "permission.unknown".to_owned(),
    }
}

fn granted(granted: &Grants) -> policy::Grants {
    granted.iter().fold(policy::Grants::default(), |grants, (circle, who, means)| {
        let (realm, person) = (circle.realm(), who.person());
        let more = grants.get(realm, person).and(means.role().permissions);
        grants.with(realm, person, more)
    })
}

/// The event as the parser reads it; `None` if it drops it.
fn read(case: &Case, id: &str) -> Option<Incoming> {
    let (kind, data): (_, Value) = case.json(id);
    let event = GatewayEvent {
        id: None,
        event_type: Some(kind.into()),
        data: Some(data),
        sequence: Some(1),
        opcode: 0,
    };
    match parse(event) {
        Parsed::Message(incoming) => Some(incoming),
        Parsed::Malformed(..) => None,
        other => panic!("{other:?}"),
    }
}
