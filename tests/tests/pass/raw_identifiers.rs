//! Keywords as names: of commands, arguments, fields, choices, checks, modules and permissions.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{Command, PermissionDef};

mod r#mod {
    use botrs_secure::prelude::*;

    #[derive(Permission)]
    pub(crate) struct r#Static;

    #[command(perm = r#Static)]
    pub(crate) async fn r#fn() -> Result<()> {
        Ok(())
    }

    pub(crate) async fn r#if(_ctx: Context<'_>, r#type: &u8) -> bool {
        *r#type > 0
    }
}

#[derive(Args)]
struct Where {
    r#in: String,
    #[validate(custom = differs, with(r#in))]
    r#for: Option<String>,
}

fn differs(r#for: &str, r#in: &str) -> bool {
    r#for != r#in
}

#[derive(Choice)]
enum How {
    r#As,
    r#Dyn,
}

#[command(public, aliases("类型"), check = r#mod::r#if(r#type))]
async fn r#type(
    ctx: Context<'_, r#type>,
    r#type: u8,
    r#where: Where,
    #[arg(default = "dyn")] r#as: How,
    #[flag] r#box: bool,
) -> Result<Reply> {
    ctx.reply(reply!("{type} {as}")).await?;
    let (r#in, r#box) = (r#where.r#in, u8::from(r#box));
    Ok(reply!("{in} {} {box}", r#where.r#for))
}

#[validate(crate = ::botrs_secure)]
fn double(#[validate(range(max = 4))] r#i8: u8) -> std::result::Result<u8, ValidationError> {
    Ok(r#i8 * 2)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let list = commands![r#type, r#mod::r#fn];
    assert_eq!((list[0].name(), list[1].name()), ("type", "fn"));
    assert_eq!((r#type::SPEC.aliases(), r#mod::r#Static::DEF.name()), (&["类型"][..], "Static"));
    let _: &PermissionDef = r#mod::r#Static::DEF;
    let bot = Harness::new(|bot| bot.commands(list));
    let caller = Caller::guild(1, &[]);
    let replies = async |text: &str| bot.send(&caller, text).await.expect("a command").replies;
    assert_eq!(replies("/type 1 here").await, ["1 dyn", "here 无 0"]);
    assert_eq!(
        replies("/类型 in=here type=1 as=AS for=there --box").await,
        ["1 as", "here there 1"]
    );
    let report = bot.call::<r#type>(&caller, "1 here here").await;
    assert_eq!(report.rule, "arguments.invalid");
    assert!(report.replies[0].contains("for") && !report.replies[0].contains("r#"), "{report:?}");
    assert_eq!(bot.call::<r#type>(&caller, "0 here").await.rule, "check");
    assert!(double(4).is_ok_and(|number| number == 8) && double(5).is_err());
}
