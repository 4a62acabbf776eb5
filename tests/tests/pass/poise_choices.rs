//! poise's `ChoiceParameter`: several names, names in the caller's language, any case, and what is
//! offered instead of a menu.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};

#[derive(Choice, Debug, Clone, Copy, PartialEq, Eq)]
enum Food {
    #[choice(zh = "鸡蛋", aliases("egg"))]
    Eggs,
    #[choice(name = "pizza-margherita", zh = "披萨")]
    Pizza,
    FriedRice,
}

#[command(public)]
async fn eat(food: Food, #[arg(default = "egg")] and: Food, more: Vec<Food>) -> Result<Reply> {
    assert!(more.iter().all(|food| *food == Food::FriedRice));
    Ok(reply!("{food} + {and:#} + {}", more.len()))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bot = Harness::new(|bot| bot.commands(commands![eat]));
    let caller = Caller::c2c(1);
    let says =
        async |text: &str| bot.send(&caller, text).await.expect("a command").replies.concat();
    assert_eq!(says("/eat 披萨").await, "披萨 + eggs + 0");
    assert_eq!(says("/eat pizza-margherita EGG").await, "披萨 + eggs + 0");
    assert_eq!(says("/eat 鸡蛋 Fried-Rice fried-rice FRIED-RICE").await, "鸡蛋 + fried-rice + 2");
    let refused = says("/eat 披").await;
    assert!(refused.contains("鸡蛋") && refused.contains("披萨"), "{refused}");
}
