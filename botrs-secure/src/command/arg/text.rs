//! Free text.

use crate::command::arg::{ArgError, FromArg};
use crate::command::param::{Measured, Rules};
use crate::content::Text;

impl FromArg for String {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        Ok(word.to_owned())
    }

    fn obey(&self, rules: &Rules) -> Result<(), ArgError> {
        obey(self, rules)
    }
}

impl FromArg for Text {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        Ok(Self::from(word))
    }

    fn obey(&self, rules: &Rules) -> Result<(), ArgError> {
        obey(self.as_str(), rules)
    }
}

fn obey(text: &str, rules: &Rules) -> Result<(), ArgError> {
    if rules.min.is_some() || rules.max.is_some() {
        return Err(ArgError::new("文字没有大小", "a text has no size"));
    }
    rules.check_length(text)
}

impl Measured for String {}
impl Measured for Text {}
