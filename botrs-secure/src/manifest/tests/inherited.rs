//! What a subcommand inherits, and the order of commands.

use super::{builder, manifest};
use crate::manifest::{Access, Confirm, LimitKind, Scope};
use crate::prelude::*;
use crate::{Handler, Manifest};

async fn outer(_ctx: Context<'_>) -> bool {
    true
}

async fn inner(_ctx: Context<'_>) -> bool {
    true
}

/// 标签 / Tags.
#[command(
    aliases("标签"), perm = MuteMembers, scene(guild, group), cooldown = "3s", check = outer, confirm,
    audit, hide_in_help, category = "标签", timeout = "2s", subcommands(add, deep)
)]
async fn tag() -> Result<()> {
    Ok(())
}

#[command(
    aliases("加"), perm = all(MuteMembers, BanMembers), scene(guild, c2c), cooldown = none, limit = "10/min",
    bucket = "tags", cost = 2, check = inner, timeout = "1m"
)]
async fn add() -> Result<()> {
    Ok(())
}

#[command(perm = MuteMembers, scene = guild, cooldown = none, fresh, subcommands(deeper))]
async fn deep() -> Result<()> {
    Ok(())
}

#[command(owners_only)]
async fn deeper() -> Result<()> {
    Ok(())
}

#[command(public)]
async fn ping() -> Result<()> {
    Ok(())
}

fn tags() -> Manifest {
    manifest(commands![tag, ping])
}

#[test]
fn each_command_stands_before_its_subcommands_in_the_order_of_registration() {
    let names: Vec<_> = tags().commands.into_iter().map(|command| command.name).collect();
    assert_eq!(names, ["tag", "tag add", "tag deep", "tag deep deeper", "ping"]);
    let names: Vec<_> =
        manifest(commands![ping, tag]).commands.into_iter().map(|command| command.name).collect();
    assert_eq!(names, ["ping", "tag", "tag add", "tag deep", "tag deep deeper"]);
}

#[test]
fn the_values_are_those_that_hold() {
    let manifest = tags();
    let add = &manifest.commands[1];
    assert_eq!(add.access, Access::All(vec!["MuteMembers".into(), "BanMembers".into()]));
    assert_eq!((&*add.aliases, &*add.scenes), (&["加".to_owned()][..], &[Scene::Guild][..]));
    assert!(add.path.ends_with("::inherited::add"), "{}", add.path);
    assert_eq!(add.checks, ["inner", "outer"]);
    assert_eq!(
        (add.confirm, add.audit, add.hidden, add.fresh),
        (Confirm::Caller, true, true, false)
    );
    assert_eq!((add.timeout_ms, add.category.as_deref()), (2_000, Some("标签")));
    let [own, inherited] = &*add.limits else { panic!("{:?}", add.limits) };
    assert_eq!(
        (own.kind, own.scope, own.burst, own.interval_ns, own.cost),
        (LimitKind::Limit, Scope::Member, 10, 6_000_000_000, 2)
    );
    assert_eq!((own.bucket.as_deref(), own.inherited_from.as_deref()), (Some("tags"), None));
    assert_eq!(
        (inherited.kind, inherited.scope, inherited.burst, inherited.interval_ns, inherited.cost),
        (LimitKind::Cooldown, Scope::Member, 1, 3_000_000_000, 1)
    );
    assert_eq!(
        (inherited.bucket.as_deref(), inherited.inherited_from.as_deref()),
        (None, Some("tag"))
    );
    let deeper = &manifest.commands[3];
    assert_eq!((&deeper.access, deeper.fresh), (&Access::OwnersOnly, true));
    assert_eq!(
        (&*deeper.scenes, &*deeper.checks),
        (&[Scene::Guild][..], &["outer".to_owned()][..])
    );
    let ping = &manifest.commands[4];
    assert_eq!((&ping.access, ping.scenes.len()), (&Access::Public, 4));
    assert_eq!((ping.timeout_ms, ping.concurrency, &ping.category), (30_000, 64, &None));
    assert!(ping.limits.is_empty() && ping.checks.is_empty() && ping.arguments.is_empty());
}

#[test]
fn the_page_says_where_a_limit_comes_from() {
    let page = tags().to_markdown();
    let add = page.lines().find(|line| line.starts_with("| tag add ")).unwrap();
    assert_eq!(
        add,
        "| tag add (加) | MuteMembers and BanMembers | guild | limit member 10, one more each 6s, cost 2, \
         bucket tags; cooldown member 3s, of tag | check inner; check outer; confirm |  | 2s at most; 64 at \
         once; text in the audit; not in the help; in 标签 |  |"
    );
}

struct Nobody;

#[async_trait]
impl Handler for Nobody {}

#[test]
fn a_handler_and_the_prefixes_are_seen() {
    let plain = builder().build().unwrap().manifest();
    let handled = builder().handler(Nobody).build().unwrap().manifest();
    assert_eq!((plain.unguarded_handler, handled.unguarded_handler), (false, true));
    assert!(plain.to_markdown().ends_with("\n## Handler\n\nNone.\n"), "{plain}");
    assert!(handled.to_markdown().contains("nothing guards it"), "{handled}");
    assert_eq!(plain.prefixes, ["/", "／"]);
    let other = builder().prefixes(["!"]).build().unwrap().manifest();
    assert_eq!(other.prefixes, ["!"]);
    assert!(other.to_markdown().contains("Prefixes: !\n"), "{other}");
}

#[test]
fn it_holds_nothing_of_the_credentials_and_is_the_same_for_each_build_of_a_bot() {
    let bot = |id, secret| {
        let bot = SecureBot::builder(Credentials::new(id, secret).unwrap());
        let bot = bot.commands(commands![tag]).whoami().sandbox(true);
        let bot = bot.policy(Policy::new().trust_c2c()).audit(AuditLog::to_writer(std::io::sink()));
        bot.build().unwrap().manifest()
    };
    let (one, other) = (bot("102001234", "hunter2hunter2"), bot("102004321", "swordfish"));
    assert_eq!(one, other);
    for text in [one.to_json(), one.to_markdown(), format!("{one:?}")] {
        assert!(!text.contains("102001234") && !text.contains("hunter2"), "{text}");
    }
}
