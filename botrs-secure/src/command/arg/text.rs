//! Free text.

use crate::command::arg::{ArgError, FromArg};
use crate::content::Text;
use crate::validate::Rule;

impl FromArg for String {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        Ok(word.to_owned())
    }

    fn obey(&self, rule: &Rule) -> Result<(), ArgError> {
        rule.check_text(self)
    }
}

impl FromArg for Text {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        Ok(Self::from(word))
    }

    fn obey(&self, rule: &Rule) -> Result<(), ArgError> {
        rule.check_text(self)
    }
}
