//! What would loosen cannot be written: each line of the page's table of refused restrictions.

use super::commands::{self, Auction};
use super::decide::PAGE;
use super::table::Table;
use crate::prelude::*;
use crate::testing::Harness;
use crate::{BuildError, Restriction};

fn bot() -> Harness {
    Harness::new(|bot| commands::ALL.into_iter().fold(bot, Builder::commands))
}

#[test]
fn a_loosening_override_is_refused_with_the_policy_and_the_old_one_stays() {
    let bot = bot();
    for line in Table::find(PAGE, "| restriction | why |").lines {
        let restrictions = match line[0].as_str() {
            "of a command that the bot does not have" => vec![
                Restriction::everywhere().command("nothing").disabled(),
                Restriction::everywhere().command("set").disabled(),
                Restriction::everywhere().command("open set").disabled(),
                Restriction::everywhere().command("").disabled(),
                Restriction::everywhere().command("OPEN").disabled(),
            ],
            "that asks for nothing" => vec![
                Restriction::everywhere(),
                Restriction::everywhere().command("open"),
                Restriction::in_guild(Harness::GUILD).command("open"),
                Restriction::in_channel(Harness::CHANNEL).cooldown(Duration::ZERO),
            ],
            "`cooldown` shorter than that of the command it names" => vec![
                Restriction::everywhere().command("timed").cooldown(Duration::from_secs(9)),
                Restriction::in_guild(Harness::GUILD)
                    .command("timed")
                    .require::<Auction>()
                    .cooldown(Duration::from_millis(9_999)),
            ],
            other => panic!("no meaning of {other:?}"),
        };
        for restriction in restrictions {
            let before = bot.engine().current.load_full();
            let policy = Policy::new().trust_all_guilds().restrict(restriction.clone());
            let answer = bot.handle().replace_policy(policy);
            assert!(matches!(answer, Err(BuildError::Policy(_))), "{restriction:?}: {answer:?}");
            assert!(std::sync::Arc::ptr_eq(&before, &bot.engine().current.load_full()));
        }
    }
}

#[test]
fn what_only_tightens_is_taken() {
    let bot = bot();
    for restriction in [
        Restriction::everywhere().command("timed").cooldown(Duration::from_secs(10)),
        Restriction::everywhere().cooldown(Duration::from_secs(1)),
        Restriction::everywhere().command("设置 改").disabled(),
    ] {
        let policy = Policy::new().trust_all_guilds().restrict(restriction.clone());
        assert!(bot.handle().replace_policy(policy).is_ok(), "{restriction:?}");
    }
}
