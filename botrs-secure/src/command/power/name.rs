//! Names of channels and roles.

use crate::command::ArgError;
use crate::content::escape::escape_into;
use crate::error::{Error, Result};
use crate::gate::Denial;
use crate::place::Scene;
use crate::validate::{Rule, Unit, ValidationError, Violation};

/// The longest name, in characters.
const LONGEST: u32 = 32;

/// The name as it is sent: escaped for guilds, as replies are.
///
/// Refused, before anything is asked: no name, more than 32 characters, line breaks and other control
/// characters, and what is not seen or turns the direction of writing.
pub(super) fn checked(name: &str) -> Result<String> {
    let name = name.trim();
    let rules = [Rule::Length { unit: Unit::Chars, min: 1, max: LONGEST }, Rule::SafeText];
    let mut broken: Vec<_> = rules
        .iter()
        .filter_map(|rule| Some(Violation::new(rule.name(), rule.check_text(name).err()?)))
        .collect();
    if name.contains(['\n', '\t']) {
        let error = ArgError::new("不能有换行或制表符", "has a line break or a tab");
        broken.push(Violation::new(Rule::SafeText.name(), error));
    }
    let broken = broken.into_iter().map(|violation| violation.within("name")).collect();
    ValidationError::check(broken).map_err(|error| Error::denied(Denial::Invalid(error)))?;
    let mut escaped = String::with_capacity(name.len());
    escape_into(name, Scene::Guild, &mut escaped);
    Ok(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line_that_is_what_it_looks_like() {
        assert_eq!(checked(" 公告 ").unwrap(), "公告");
        assert_eq!(checked(&"字".repeat(32)).unwrap(), "字".repeat(32));
        for bad in [
            "",
            " ",
            &"字".repeat(33),
            "a\nb",
            "a\tb",
            "a\0b",
            "a\u{1b}[31m",
            "a\u{202e}b",
            "a\u{200b}b",
        ] {
            let error = checked(bad).unwrap_err();
            let Some(Denial::Invalid(error)) = error.denial() else { panic!("{bad:?}: {error}") };
            let both = [crate::Locale::Zh, crate::Locale::En].map(|locale| error.text(locale));
            assert!(both.iter().all(|text| text.starts_with("name")), "{both:?}");
            assert_ne!(both[0], both[1], "{bad:?}");
        }
    }

    #[test]
    fn markup_in_a_name_is_dead() {
        assert_eq!(checked("<@!1>").unwrap(), "&lt;@\u{200b}!1&gt;");
        assert_eq!(checked("@everyone").unwrap(), "@\u{200b}everyone");
    }
}
