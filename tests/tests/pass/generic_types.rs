//! Generic types of one's own as arguments and state, and aliases with parameters everywhere.
#![deny(warnings)]

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex};

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{ArgError, Checks, Context, NoPowers, Validate};

/// A number within bounds that are part of its type.
struct Within<const MIN: u32, const MAX: u32>(u32);

impl<const MIN: u32, const MAX: u32> FromArg for Within<MIN, MAX> {
    fn from_arg(word: &str) -> Parsed<Self> {
        match word.parse() {
            Ok(number) if (MIN..=MAX).contains(&number) => Ok(Self(number)),
            _ => Err(ArgError::new("超出范围", "is out of bounds")),
        }
    }
}

/// Values with commas between them.
struct List<T>(Vec<T>);

impl<T: FromStr + Send + Sync + 'static> FromArg for List<T> {
    fn from_arg(word: &str) -> Parsed<Self> {
        let values: std::result::Result<_, _> = word.split(',').map(str::parse).collect();
        values.map(Self).map_err(|_| ArgError::new("格式不对", "is not well formed"))
    }
}

type Parsed<T> = std::result::Result<T, ArgError>;
type Ctx<'a, C = NoPowers> = Context<'a, C>;
type Maybe<T> = Option<T>;
type Percent = Within<0, 100>;
type Shared<K, V> = State<Arc<Mutex<BTreeMap<K, V>>>>;
type Answer<T = Reply> = Result<T>;

#[command(public, check = is_open)]
async fn set(
    _ctx: Ctx<'_, set>,
    all: Shared<String, u32>,
    key: String,
    value: Percent,
    more: Maybe<List<u32>>,
) -> Answer {
    let mut all = all.lock().expect("nobody panics with it");
    let more: u32 = more.map_or(0, |List(more)| more.iter().sum());
    all.insert(key, value.0 + more);
    Ok(reply!("{}", all.values().sum::<u32>()))
}

async fn is_open(_ctx: Ctx<'_>) -> bool {
    true
}

/// A rule for any type that is validated.
#[derive(Validate)]
struct Pair<T: Validate> {
    #[validate(nested)]
    first: T,
    #[validate(nested)]
    others: Vec<T>,
}

#[derive(Validate)]
struct Small {
    #[validate(range(max = 9))]
    number: u8,
}

/// Work for every command that checks the permission.
async fn mute_for<C: Checks<MuteMembers>>(ctx: &Ctx<'_, C>, target: &Target<'_>) -> Answer<()> {
    ctx.members().mute(target, Duration::from_mins(1)).await
}

#[command(perm = MuteMembers, scene = guild, cooldown = none)]
async fn mute(ctx: Ctx<'_, mute>, target: Target) -> Answer<()> {
    mute_for(&ctx, &target).await
}

#[command(perm = all(MuteMembers, KickMembers), scene = guild, cooldown = none)]
async fn warn(ctx: Ctx<'_, warn>, target: Target, kick: Maybe<bool>) -> Answer<()> {
    mute_for(&ctx, &target).await?;
    if kick == Some(true) { ctx.members().kick(&target).await } else { Ok(()) }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let state = Arc::new(Mutex::new(BTreeMap::<String, u32>::new()));
    let list = commands![set, mute, warn];
    let bot = Harness::new(|bot| bot.commands(list).state(Arc::clone(&state)));
    bot.platform().set_member(Harness::GUILD, UserId::new(1), &[2]);
    bot.platform().set_member(Harness::GUILD, UserId::new(6), &[]);
    let admin = Caller::guild(1, &[2]);
    assert_eq!(bot.call::<set>(&admin, "a 100").await.replies, ["100"]);
    assert_eq!(bot.call::<set>(&admin, "b 1 2,3").await.replies, ["106"]);
    assert_eq!(bot.call::<set>(&admin, "b 101").await.rule, "arguments.invalid");
    assert_eq!(bot.call::<set>(&admin, "b 1 2,x").await.rule, "arguments.invalid");
    assert_eq!(state.lock().expect("nobody panics with it").len(), 2);
    assert_eq!(bot.call::<mute>(&admin, "6").await.effects.len(), 1);
    assert_eq!(bot.call::<warn>(&admin, "6 yes").await.effects.len(), 2);

    let small = |number| Small { number };
    let pair = Pair { first: small(10), others: vec![small(1), small(11)] };
    let error = pair.validate().expect_err("two are too large");
    let paths: Vec<&str> = error.violations().iter().map(|broken| broken.path()).collect();
    assert_eq!(paths, ["first.number", "others[1].number"]);
}
