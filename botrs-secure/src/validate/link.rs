//! `url`: addresses that are `https`, on a host by name, and on an allowed one.

use crate::command::ArgError;
use crate::content::links::LinkFault;
use crate::content::links::check::{self, HTTPS};
use crate::locale::Locale;

pub(super) fn check(text: &str, allow: Option<&[&str]>) -> Result<(), ArgError> {
    check::check(text, HTTPS, allow).map(drop).map_err(|fault| match (fault, allow) {
        (LinkFault::HostNotAllowed, Some(allow)) => ArgError::new(
            format!("只允许这些网站的链接：{}", allow.join("、")),
            format!("must be a link to: {}", allow.join(", ")),
        ),
        (fault, _) => ArgError::new(fault.text(Locale::Zh), fault.text(Locale::En)),
    })
}
