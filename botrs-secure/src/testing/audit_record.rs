//! Records as their schema describes them.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

/// `docs/audit.schema.json`.
const SCHEMA: &str = include_str!("../../docs/audit.schema.json");

/// A line of an audit log as a JSON object.
///
/// # Panics
///
/// Where it is not as `docs/audit.schema.json` says.
#[must_use]
pub fn audit_record(line: &str) -> Value {
    static MEMBERS: LazyLock<Schema> = LazyLock::new(|| Schema::read(SCHEMA));
    let record = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    MEMBERS.check(&record).unwrap_or_else(|why| panic!("{why}: {line}"));
    record
}

/// As much of JSON Schema as it takes; it panics at what it does not know.
struct Schema {
    required: Vec<String>,
    members: HashMap<String, Vec<Rule>>,
}

enum Rule {
    Type(Vec<String>),
    OneOf(Vec<Value>),
    Pattern(Regex),
    Minimum(f64),
}

impl Schema {
    fn read(text: &str) -> Self {
        let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
        assert_eq!(
            (&schema["type"], &schema["additionalProperties"]),
            (&"object".into(), &false.into())
        );
        let members = schema["properties"].as_object().expect("it has members");
        let members = members.iter().map(|(name, rules)| {
            let rules = rules.as_object().expect("rules of a member");
            (name.clone(), rules.iter().filter_map(|(key, value)| Rule::read(key, value)).collect())
        });
        Self { required: texts(&schema["required"]), members: members.collect() }
    }

    fn check(&self, record: &Value) -> Result<(), String> {
        let record = record.as_object().ok_or("no object")?;
        if let Some(name) = self.required.iter().find(|name| !record.contains_key(*name)) {
            return Err(format!("there is no {name}"));
        }
        for (name, value) in record {
            let rules = self.members.get(name).ok_or_else(|| format!("{name} is unknown"))?;
            if !rules.iter().all(|rule| rule.fits(value)) {
                return Err(format!("{name} is not as it should be"));
            }
        }
        Ok(())
    }
}

impl Rule {
    fn read(key: &str, value: &Value) -> Option<Self> {
        Some(match key {
            "description" => return None,
            "type" if value.is_string() => Self::Type(vec![value.as_str()?.into()]),
            "type" => Self::Type(texts(value)),
            "enum" => Self::OneOf(value.as_array().expect("values").clone()),
            "const" => Self::OneOf(vec![value.clone()]),
            "pattern" => {
                Self::Pattern(Regex::new(value.as_str().expect("a text")).expect("a pattern"))
            }
            "minimum" => Self::Minimum(value.as_f64().expect("a number")),
            other => panic!("{other} is not known"),
        })
    }

    fn fits(&self, value: &Value) -> bool {
        match self {
            Self::Type(types) => types.iter().any(|one| is_of(value, one)),
            Self::OneOf(values) => values.contains(value),
            Self::Pattern(pattern) => value.as_str().is_none_or(|text| pattern.is_match(text)),
            Self::Minimum(least) => value.as_f64().is_none_or(|number| number >= *least),
        }
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("{other} is not known"),
    }
}

fn texts(values: &Value) -> Vec<String> {
    let values = values.as_array().expect("a list");
    values.iter().map(|value| value.as_str().expect("a text").to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_is_otherwise_is_found() {
        let schema = Schema::read(
            r#"{"type":"object","additionalProperties":false,"required":["a"],"properties":{
                "a":{"description":"","type":"integer","minimum":1},
                "b":{"type":["string","null"],"pattern":"^x$"},"c":{"enum":["y",null]},"d":{"const":1}}}"#,
        );
        let check = |text: &str| schema.check(&serde_json::from_str(text).unwrap()).is_ok();
        assert!(check(r#"{"a":1}"#) && check(r#"{"a":2,"b":null,"c":"y","d":1}"#));
        assert!(check(r#"{"a":1,"b":"x","c":null}"#));
        for other in [
            "{}",
            "[]",
            r#"{"a":0}"#,
            r#"{"a":1.5}"#,
            r#"{"a":"1"}"#,
            r#"{"a":1,"b":"y"}"#,
            r#"{"a":1,"b":1}"#,
            r#"{"a":1,"c":"x"}"#,
            r#"{"a":1,"d":2}"#,
            r#"{"a":1,"e":1}"#,
        ] {
            assert!(!check(other), "{other}");
        }
    }

    #[test]
    #[should_panic(expected = "there is no timestamp")]
    fn an_object_is_not_yet_a_record() {
        let _ = audit_record("{}");
    }
}
