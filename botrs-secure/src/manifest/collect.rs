//! The data, from the commands as the gate has them: what is inherited is in it.

use crate::command::{self, Charge, ChoiceSpec, Kind, ParamSpec, REDACTED, Registered, Registry};
use crate::engine::Plan;
use crate::manifest::words::rules;
use crate::manifest::{Access, Argument, Choice, Command, Confirm, Limit, LimitKind, Manifest};

impl Manifest {
    pub(crate) fn of(plan: &Plan) -> Self {
        let commands = plan.registry.iter().map(|command| of_command(command, &plan.registry));
        Self {
            format: Self::FORMAT,
            prefixes: plan.prefixes.iter().map(|prefix| prefix.as_ref().to_owned()).collect(),
            unguarded_handler: plan.handler.is_some(),
            commands: commands.collect(),
        }
    }
}

fn of_command(command: &Registered, registry: &Registry) -> Command {
    let spec = command.spec;
    let mut arguments = Vec::new();
    ParamSpec::each_typed(command.spec.params, &mut |param| arguments.push(argument(param)));
    Command {
        name: command.name.to_owned(),
        aliases: owned(spec.aliases),
        path: spec.path.to_owned(),
        help: spec.help.to_owned(),
        category: (!command.category.is_empty()).then(|| command.category.to_owned()),
        hidden: command.is_hidden,
        access: spec.access.into(),
        scenes: command.scenes.iter().collect(),
        limits: command.charges.iter().map(|charge| limit(charge, command, registry)).collect(),
        confirm: command.confirm.into(),
        fresh: command.is_fresh,
        checks: checks(command),
        timeout_ms: u64::try_from(command.timeout.as_millis()).unwrap_or(u64::MAX),
        concurrency: spec.concurrency,
        on_error: spec.on_error.is_some(),
        audit: command.records_text,
        unchecked_api: spec.unchecked_api.map(str::to_owned),
        arguments,
    }
}

impl From<command::Confirm> for Confirm {
    fn from(confirm: command::Confirm) -> Self {
        match confirm {
            command::Confirm::Nobody => Self::Nobody,
            command::Confirm::Caller => Self::Caller,
            command::Confirm::Other => Self::Other,
        }
    }
}

impl From<command::Access> for Access {
    fn from(access: command::Access) -> Self {
        let names =
            |defs: &[&crate::PermissionDef]| defs.iter().map(|def| def.name().to_owned()).collect();
        match access {
            command::Access::Public => Self::Public,
            command::Access::OwnersOnly => Self::OwnersOnly,
            command::Access::All(defs) => Self::All(names(defs)),
            command::Access::Any(defs) => Self::Any(names(defs)),
        }
    }
}

/// Its own and then those of its parents, as they are asked.
fn checks(command: &Registered) -> Vec<String> {
    let inherited = command.parents.iter().flat_map(|parent| parent.spec.checks);
    command.spec.checks.iter().chain(inherited).map(|&check| check.to_owned()).collect()
}

fn limit(charge: &Charge, command: &Registered, registry: &Registry) -> Limit {
    let quota = charge.limit.quota;
    Limit {
        kind: if charge.is_quota() { LimitKind::Limit } else { LimitKind::Cooldown },
        scope: charge.limit.scope,
        burst: quota.burst(),
        // A quota keeps its interval in a `u64` of nanoseconds.
        interval_ns: u64::try_from(quota.interval().as_nanos()).unwrap_or(u64::MAX),
        cost: charge.cost,
        bucket: registry.shared_bucket(charge).map(str::to_owned),
        inherited_from: command.parent_of(charge).map(|parent| parent.name.to_owned()),
    }
}

fn argument(param: &ParamSpec) -> Argument {
    let shown = |default: &str| if param.redact { REDACTED } else { default }.to_owned();
    Argument {
        name: param.name.to_owned(),
        help: param.help.to_owned(),
        required: matches!(param.kind, Kind::Required),
        list: param.is_list(),
        flag: param.flag,
        rest: param.rest,
        proof: param.proof,
        redact: param.redact,
        default: param.default.map(shown),
        rules: rules(param),
        choices: param.choices.iter().map(choice).collect(),
    }
}

fn choice(choice: &ChoiceSpec) -> Choice {
    Choice {
        name: choice.name().to_owned(),
        zh: choice.zh().to_owned(),
        aliases: owned(choice.aliases()),
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}
