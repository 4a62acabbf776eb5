//! How often commands run, in every form.
#![deny(warnings, missing_docs, unreachable_pub, rust_2018_idioms, unused_qualifications)]
#![deny(missing_debug_implementations, missing_copy_implementations, single_use_lifetimes)]

use botrs_secure::prelude::*;

macro_rules! with_keys {
    ($($name:ident [$($keys:tt)*])+) => {$(
        #[command($($keys)*)]
        async fn $name(_ctx: Context<'_, $name>) -> Result<()> {
            Ok(())
        }
    )+};
}

with_keys! {
    once_a_second [public, limit = "1/s"]
    once_a_minute [public, limit = "1/min"]
    once_an_hour [public, limit = "1/h"]
    once_a_day [public, limit = "1/d"]
    of_a_window [public, limit = "5/10s"]
    of_many_minutes [public, limit = "5/10min"]
    of_a_long_window [public, limit = "5/1h30m"]
    of_a_list [public, limit(user = "1/s", member = "1/s", channel = "1/s", guild = "1/s", global = "1/s")]
    of_a_burst [public, limit(member = "1/min", burst = 5)]
    beside_a_cooldown [public, cooldown = "1s", limit = "10/min"]
    beside_none [perm = BanMembers, cooldown = none, limit = "10/min"]
    as_many_as_there_may_be [public,
        cooldown(user = "1s", member = "1s", channel = "1s", guild = "1s"),
        limit(user = "9/min", member = "9/min", channel = "9/min", guild = "9/min")]
    that_costs_all [public, limit = "10/min", cost = 10]
    that_costs_one [public, cooldown = "1s", cost = 1]
    in_a_bucket_by_limit [public, limit = "10/min", bucket = "limit"]
    in_a_bucket_by_cooldown [public, cooldown = "1s", bucket = "冷却"]
    in_a_bucket_by_power [perm = KickMembers, bucket = "power"]
    in_a_bucket_by_one_of_two [perm = any(ManageGuild, MuteMembers), bucket = "powers"]
}

fn main() {
    let list = commands![once_a_second, in_a_bucket_by_limit, in_a_bucket_by_power];
    assert_eq!(list.len(), 3);
}
