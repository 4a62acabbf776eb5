//! What is not built, and why.

use crate::clock::Moment;
use crate::limit::Key;
use crate::prelude::*;
use crate::{ArgError, BuildError};

#[command(public)]
async fn ping(_ctx: Context<'_, ping>) -> Result<()> {
    Ok(())
}

fn described() -> Builder {
    let credentials = Credentials::new("1", "secret").unwrap();
    SecureBot::builder(credentials)
        .sandbox(false)
        .policy(Policy::new().trust_all_guilds())
        .audit(AuditLog::to_writer(std::io::sink()))
}

/// What is wrong with a bot, other than a minimal one, that is described like this.
fn refused(describe: impl FnOnce(Builder) -> Builder) -> BuildError {
    described().build().expect("the minimal bot");
    describe(described()).build().expect_err("a bot that is not built")
}

#[test]
fn a_bot_without_a_trusted_place_or_an_audit_is_not_built() {
    assert!(matches!(refused(|bot| bot.policy(Policy::new())), BuildError::NoTrustedPlace));
    let bare = SecureBot::builder(Credentials::new("1", "secret").unwrap()).sandbox(false);
    let trusting = bare.policy(Policy::new().trust_c2c());
    assert!(matches!(trusting.build(), Err(BuildError::NoAudit)));
}

#[test]
fn a_shard_that_there_is_not_is_not_built() {
    for (number, of) in [(0, 0), (1, 1), (7, 2)] {
        let refused = refused(|bot| bot.shard(number, of));
        assert!(matches!(refused, BuildError::Shard { .. }), "{number} of {of}: {refused}");
    }
    assert!(described().shard(1, 2).build().is_ok());
}

#[test]
fn the_memory_of_the_limits_is_bounded_as_it_says() {
    let floods = |bot: Builder| {
        let memory = bot.build().unwrap().plan.memory;
        let stranger =
            |number: u64| Key::from_bits((1 + number).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let quota = crate::Quota::once_per(Duration::from_secs(3600));
        (0..300_000).for_each(|number| _ = memory.flood(stranger(number), quota, Moment(0)));
        memory.bytes()
    };
    let most = 4 << 20;
    let bytes = floods(described().memory_bound(most));
    assert!(bytes <= most && bytes > most / 8, "{bytes}");
    assert!(floods(described()) > most);
}

#[test]
fn role_5_cannot_be_given_a_meaning() {
    let guild = GuildId::new(1);
    let policy = Policy::new().trust_guild(guild).guild_role(guild, RoleId::new(5), Role::admin());
    assert!(matches!(refused(|bot| bot.policy(policy)), BuildError::ChannelAdminRole));
}

#[command(perm = MuteMembers, scene = guild)]
async fn hush(_ctx: Context<'_, hush>) -> Result<()> {
    Ok(())
}

#[command(perm = MuteMembers, scene(group, c2c))]
async fn quiet(_ctx: Context<'_, quiet>) -> Result<()> {
    Ok(())
}

#[test]
fn the_platform_tells_of_changes_where_roles_of_guilds_decide() {
    let changes = |commands| described().commands(commands).build().unwrap().wanted.changes;
    assert!(!changes(commands![ping]));
    assert!(!changes(commands![ping, quiet]));
    assert!(changes(commands![ping, hush]));
    assert!(changes(commands![outer]));
}

/// Whose subcommand alone is privileged.
#[command(public, subcommands(hush))]
async fn outer(_ctx: Context<'_, outer>) -> Result<()> {
    Ok(())
}

#[test]
fn one_name_in_two_lists_is_refused_with_both_paths() {
    mod other {
        use crate::prelude::*;

        #[command(public, aliases("ping"))]
        pub(super) async fn pong(_ctx: Context<'_, pong>) -> Result<()> {
            Ok(())
        }
    }
    let error = refused(|bot| bot.commands(commands![ping]).commands(commands![other::pong]));
    let BuildError::RepeatedName { name, first, second } = error else { panic!("{error}") };
    assert_eq!(name, "ping");
    assert!(first.ends_with("tests::ping") && second.ends_with("other::pong"));
}

#[test]
fn state_is_given_once_for_each_type() {
    let error = refused(|bot| bot.state(1_u8).state(2_u8));
    assert!(matches!(error, BuildError::RepeatedState { of: "u8" }), "{error}");
}

#[test]
fn a_prefix_that_no_command_could_start_with_is_refused() {
    for prefix in ["", " ", "a b", "\0", "<", "!\n"] {
        assert!(matches!(refused(|bot| bot.prefixes([prefix])), BuildError::Prefix { .. }));
    }
    assert!(matches!(refused(|bot| bot.prefixes([""; 0])), BuildError::NoPrefix));
    assert!(described().prefixes(["!", "！"]).build().is_ok());
}

struct Bomb;

impl FromArg for Bomb {
    fn from_arg(_: &str) -> Result<Self, ArgError> {
        panic!("meant to")
    }
}

#[command(public)]
async fn late(_ctx: Context<'_, late>, #[arg(default = "10x")] _in: Duration) -> Result<()> {
    Ok(())
}

#[command(public)]
async fn long(_ctx: Context<'_, long>, #[arg(default = "31d")] _for: Duration) -> Result<()> {
    Ok(())
}

#[command(public)]
async fn many(_ctx: Context<'_, many>, #[arg(default = 9, max = 6)] _dice: u8) -> Result<()> {
    Ok(())
}

#[command(public)]
async fn bomb(_ctx: Context<'_, bomb>, #[arg(default = "x")] _bomb: Bomb) -> Result<()> {
    Ok(())
}

#[command(public)]
async fn fine(_ctx: Context<'_, fine>, #[arg(default = "30d")] _for: Duration) -> Result<()> {
    Ok(())
}

#[command(public)]
async fn huge(
    _ctx: Context<'_, huge>,
    #[validate(pattern = r"(\w{100}){100}")] _word: Option<String>,
) -> Result<()> {
    Ok(())
}

#[test]
fn a_pattern_has_to_be_of_a_size_that_can_be_compiled() {
    let error = refused(|bot| bot.commands(commands![huge]));
    let BuildError::Pattern { param, pattern, .. } = error else { panic!("{error}") };
    assert_eq!((param, pattern), ("word", r"(\w{100}){100}"));
}

#[test]
fn a_default_has_to_be_a_value_of_its_parameter() {
    for (commands, name) in [
        (commands![late], "in"),
        (commands![long], "for"),
        (commands![many], "dice"),
        (commands![bomb], "bomb"),
    ] {
        let error = refused(|bot| bot.commands(commands));
        let BuildError::Default { param, .. } = error else { panic!("{error}") };
        assert_eq!(param, name);
    }
    assert!(described().commands(commands![fine]).build().is_ok());
}

macro_rules! in_bucket {
    ($($name:ident [$($keys:tt)*])+) => {$(
        #[command($($keys)*, bucket = "b")]
        async fn $name(_ctx: Context<'_, $name>) -> Result<()> {
            Ok(())
        }
    )+};
}

in_bucket! {
    ten [public, limit = "10/min"]
    ten_too [public, limit(member = "10/min", channel = "4/h"), cost = 3]
    ten_again [public, limit(channel = "4/h"), cooldown(guild = "1s")]
    nine [public, limit = "9/min"]
    burst [public, limit(member = "10/min", burst = 2)]
    cool [public, cooldown = "5s"]
    cool_and_ten [public, cooldown = "5s", limit = "10/min"]
    cooler [public, cooldown = "6s"]
    channel [public, limit(channel = "2/h")]
    mute [perm = MuteMembers]
    ban [perm = BanMembers]
}

#[test]
fn commands_of_one_bucket_count_alike_or_the_bot_is_not_built() {
    let fits = |commands: &[&'static crate::CommandSpec]| described().commands(commands).build();
    let agreeing: [&[_]; 6] = [
        commands![ten, ten_too, ten_again],
        commands![ten_again, ten, ten_too],
        commands![cool, cool_and_ten],
        commands![cool_and_ten, ten],
        commands![ten, channel],
        commands![mute, cool],
    ];
    for commands in agreeing {
        fits(commands).expect("they agree");
    }
    let disagreeing: [(&[_], _); 8] = [
        (commands![ten, nine], "member"),
        (commands![ten, burst], "member"),
        (commands![cool, cooler], "member"),
        (commands![ten_too, channel], "channel"),
        (commands![ten_again, ten, channel], "channel"),
        // Nothing would be shared.
        (commands![cool, ten], "member"),
        (commands![ten, cool], "member"),
        // By the cooldowns that their powers bring.
        (commands![mute, ban], "member"),
    ];
    for (commands, scope) in disagreeing {
        let error = fits(commands).expect_err("they do not");
        let BuildError::BucketConflict { bucket: "b", scope: of, .. } = error else {
            panic!("{error}")
        };
        assert_eq!(of, scope);
    }
}

#[test]
fn a_conflict_is_told_with_both_paths_and_quotas_in_two_languages() {
    let error = refused(|bot| bot.commands(commands![ten]).commands(commands![nine])).to_string();
    for part in ["tests::ten ", "tests::nine ", "`b`", "10 at once, then one each 6s"] {
        assert!(error.contains(part), "{part}: {error}");
    }
    for part in ["共用", "一次最多 9 个", "9 at once"] {
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[cfg(feature = "prometheus")]
#[test]
fn a_bot_is_watched_from_this_machine_alone_unless_that_is_said() {
    use std::net::SocketAddr;

    let at = |address: &str| address.parse::<SocketAddr>().unwrap();
    for outside in ["0.0.0.0:0", "[::]:0", "192.168.1.1:9464", "[::ffff:10.0.0.1]:0"] {
        let error = refused(|bot| bot.watch_at(at(outside)));
        assert!(matches!(error, BuildError::WatchedFromOutside { .. }), "{outside}: {error}");
    }
    assert!(described().watch_publicly_at(at("0.0.0.0:0")).build().is_ok());
    let bot = described().watch_at(at("127.0.0.1:0")).build().unwrap();
    let taken = bot.watched_at().unwrap();
    assert!(taken.port() != 0);
    let error = refused(|bot| bot.watch_at(taken));
    assert!(matches!(error, BuildError::WatchAddress { .. }), "{error}");
    assert_eq!(described().build().unwrap().watched_at(), None);
}
