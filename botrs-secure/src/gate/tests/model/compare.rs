//! A row through the whole gate, and to the decision of stage 6 alone, beside what the page says of it.

use std::fmt::Write;

use super::case::Asked;
use super::commands;
use super::row::Row;
use crate::adapter::Roles;
use crate::command::Requirement;
#[cfg(feature = "redb")]
use crate::gate::explain::{Verdict, explain};
use crate::gate::permission::{self, Permitted, Standing};
#[cfg(feature = "cli")]
use crate::manifest::{Manifest, Named};
#[cfg(feature = "cli")]
use crate::policy::{Grants, InForce};
use crate::prelude::*;
use crate::testing::{Caller, Failing, Harness};
use crate::{Incoming, PlatformErrorKind};

/// Longer than any block.
const A_DAY_AND_MORE: Duration = Duration::from_secs(25 * 60 * 60);
/// Rows for one bot: the harness goes through all requests so far with each message.
const ROWS_OF_A_BOT: usize = 200;

/// The bot that is asked.
pub(super) struct Gate {
    harness: Harness,
    #[cfg(feature = "cli")]
    named: Named,
    rows: usize,
}

/// A row that the page decides in one way and the bot in another.
pub(super) struct Difference {
    row: String,
    by: &'static str,
    expected: String,
    found: String,
}

/// All differences, to be read.
pub(super) fn report(differences: &[Difference]) -> String {
    let mut text = format!("{} answers differ\n", differences.len());
    for Difference { row, by, expected, found } in differences {
        writeln!(text, "| {row} | by the page: {expected} | by the {by}: {found} |").unwrap();
    }
    text
}

impl Gate {
    pub(super) fn new() -> Self {
        let with_all = |bot| commands::ALL.into_iter().fold(bot, Builder::commands);
        Self {
            harness: Harness::new(with_all),
            #[cfg(feature = "cli")]
            named: Named::new(&manifest()),
            rows: 0,
        }
    }

    /// Where the gate, or the decision of stage 6 alone, says something else than the page.
    pub(super) async fn differences(&mut self, row: &Row) -> Vec<Difference> {
        // What the platform was told of a channel stays told.
        if self.rows == ROWS_OF_A_BOT || row.asked == Asked::OnlyRoles {
            *self = Self::new();
        }
        self.rows += 1;
        self.prepare(row);
        let mut answers = vec![("gate", &*row.rule, self.rule(row).await)];
        if let Some(incoming) = &row.incoming
            && self.harness.engine().current.load().rules.tables.trusts(&incoming.place)
        {
            answers.push(("decision", at_permission(row), self.decision(row, incoming)));
        }
        #[cfg(feature = "redb")]
        if let Some(incoming) = &row.incoming {
            answers.push(("explanation", at_permission(row), self.explanation(row, incoming)));
        }
        #[cfg(feature = "cli")]
        if let Some(incoming) = &row.incoming
            && row.grants.iter().next().is_none()
        {
            answers.push(("command line", at_permission(row), self.command_line(row, incoming)));
        }
        let other = answers.into_iter().filter(|(_, expected, found)| expected != found);
        other
            .map(|(by, expected, found)| Difference {
                row: row.name.clone(),
                by,
                expected: expected.to_owned(),
                found: found.to_owned(),
            })
            .collect()
    }

    /// Puts the row's policy and grants in force, and tells the platform what it answers.
    fn prepare(&self, row: &Row) {
        let engine = self.harness.engine();
        let rules = row.policy.rules(&*engine.registry).expect("a policy for this bot");
        engine.current.replace_rules(rules);
        engine.current.change_grants(|_| Ok::<_, ()>(row.grants.clone())).unwrap();
        self.harness.clock().advance(A_DAY_AND_MORE);
        let platform = self.harness.platform();
        let failing = Failing::With(PlatformErrorKind::Unreachable);
        platform.fail_lookups((row.asked == Asked::NoAnswer).then_some(failing));
        if let Some(Incoming { place, person, roles, .. }) = &row.incoming
            && let (Place::Guild { guild, channel }, PersonId::User(user)) = (place, person)
            && let Roles::Guild(roles) = roles
        {
            let roles: Vec<_> = roles.iter().map(|role| role.get()).collect();
            platform.set_member(*guild, *user, &roles);
            platform.set_member(*guild, Harness::BOT, &[2]);
            let bits = if row.asked == Asked::Manages { 7 } else { 5 };
            if row.asked != Asked::OnlyRoles {
                platform.set_channel_permissions(*channel, *user, bits);
            }
        }
    }

    /// The rule by which the whole gate decides.
    async fn rule(&self, row: &Row) -> &'static str {
        let Some(incoming) = &row.incoming else { return "source.malformed" };
        let first = self.send(incoming).await;
        match row.again {
            Some(after) if first == "allowed" => {
                self.harness.clock().advance(after);
                self.send(incoming).await
            }
            _ => first,
        }
    }

    async fn send(&self, read: &Incoming) -> &'static str {
        let sent = |incoming: &mut Incoming| {
            let (id, sent_at) = (incoming.id.clone(), incoming.sent_at);
            *incoming = Incoming { id, sent_at, ..read.clone() };
        };
        let report = self.harness.send_changed(&Caller::guild(1, &[]), "", sent).await;
        report.map_or("an ordinary message", |report| report.rule)
    }

    /// What stage 6 says, and says again once the platform answered.
    fn decision(&self, row: &Row, incoming: &Incoming) -> &'static str {
        let in_force = self.harness.engine().current.load();
        let decide = |is_channel_admin| {
            let who = Standing { is_channel_admin, ..Standing::of(incoming) };
            permission::check(&in_force, self.requirement(row.command), who)
        };
        match (decide(false), row.asked) {
            (Ok(Permitted::Yes), _) => "allowed",
            (Ok(Permitted::IfChannelAdmin), Asked::NoAnswer) => "authority.unknown",
            (Ok(Permitted::IfChannelAdmin), Asked::OnlyRoles) => "permission.unknown",
            (Ok(Permitted::IfChannelAdmin), Asked::DoesNot) => "permission.missing",
            (Ok(Permitted::IfChannelAdmin), Asked::Manages) => {
                assert_eq!(decide(true), Ok(Permitted::Yes), "{}", row.name);
                "allowed"
            }
            (Err(denial), _) => denial.rule(),
        }
    }

    /// What `/why` says, and says again once the platform answered.
    #[cfg(feature = "redb")]
    fn explanation(&self, row: &Row, incoming: &Incoming) -> &'static str {
        let in_force = self.harness.engine().current.load();
        let requirement = self.requirement(row.command);
        explained(row, |is_channel_admin| {
            let who = Standing { is_channel_admin, ..Standing::of(incoming) };
            explain(&in_force, requirement, who).verdict
        })
    }

    /// What the command line says, by the manifest in place of the bot.
    #[cfg(feature = "cli")]
    fn command_line(&self, row: &Row, incoming: &Incoming) -> &'static str {
        let rules = row.policy.rules(&self.named).expect("a policy for this manifest");
        let in_force = InForce { rules: rules.into(), grants: Grants::default().into() };
        let requirement = self.named.requirement(row.command).expect("a command of the manifest");
        explained(row, |is_channel_admin| {
            let who = Standing { is_channel_admin, ..Standing::of(incoming) };
            explain(&in_force, requirement, who).verdict
        })
    }

    fn requirement(&self, typed: &str) -> Requirement {
        self.harness.engine().registry.find_path(typed).unwrap().requirement()
    }
}

/// The rule of an explanation, and of the one that follows once the platform answered.
#[cfg(feature = "redb")]
fn explained(row: &Row, explain: impl Fn(bool) -> Verdict) -> &'static str {
    match (explain(false), row.asked) {
        (Verdict::Allowed, _) => "allowed",
        (Verdict::Refused(denial), _) => denial.rule(),
        (Verdict::IfChannelAdmin, Asked::NoAnswer) => "authority.unknown",
        (Verdict::IfChannelAdmin, Asked::OnlyRoles) => "permission.unknown",
        (Verdict::IfChannelAdmin, Asked::DoesNot) => "permission.missing",
        (Verdict::IfChannelAdmin, Asked::Manages) => {
            assert_eq!(explain(true), Verdict::Allowed, "{}", row.name);
            "allowed"
        }
    }
}

/// What stage 6 is to say, which knows of no cooldowns.
fn at_permission(row: &Row) -> &str {
    if row.rule == "limit" { "allowed" } else { &row.rule }
}

/// The manifest of the commands, as a file has it.
#[cfg(feature = "cli")]
fn manifest() -> Manifest {
    let credentials = Credentials::new("1", "secret").unwrap();
    let bot = crate::SecureBot::builder(credentials)
        .policy(Policy::new().trust_c2c())
        .audit(AuditLog::to_writer(std::io::sink()))
        .sandbox(false);
    let bot = commands::ALL.into_iter().fold(bot, Builder::commands).build().unwrap();
    Manifest::from_json(&bot.manifest().to_json()).unwrap()
}
