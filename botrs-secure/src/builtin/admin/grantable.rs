//! A permission by its name, as it may be granted.

use crate::changes::Named;
use crate::command::{ArgError, FromArg, Registry};
use crate::help::nearest::nearest;
use crate::policy::Known;

/// A permission that the program knows, except `Administrator`.
#[derive(Debug)]
pub(super) struct Grantable(pub(super) Named);

impl FromArg for Grantable {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        // Permissions are the whole process's, not those of one bot's commands.
        let known = Registry::default();
        match known.permission(word) {
            Some(set) if set.is_administrator() => Err(ArgError::new(
                "Administrator 不能在运行时授予；请写进策略",
                "Administrator is not granted while the bot runs; the policy can say it",
            )),
            Some(set) => Ok(Self(Named { name: word.to_owned(), set })),
            None => Err(unknown(&known.permissions(), word)),
        }
    }
}

fn unknown(names: &[String], word: &str) -> ArgError {
    let (zh, en) = match nearest(word, names.iter().map(String::as_str)) {
        Some(near) => (format!("；是不是 {near}？"), format!("; did you mean {near}?")),
        None => (String::new(), String::new()),
    };
    ArgError::new(format!("没有这个权限{zh}"), format!("there is no such permission{en}"))
}
