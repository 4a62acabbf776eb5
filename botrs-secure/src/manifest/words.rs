//! Rules, in words.

use std::fmt::Display;

use crate::command::ParamSpec;
use crate::content::duration_text::show_duration;
use crate::locale::Locale;
use crate::validate::{Choices, Range, Rule, Unit};

/// Every rule of an argument: its own, those of its type, and the author's.
pub(super) fn rules(param: &ParamSpec) -> Vec<String> {
    let own = param.rules.iter().map(rule);
    let of_type = of_type(param);
    own.chain(of_type).chain(param.custom.map(|name| format!("custom {name}"))).collect()
}

/// The rules that the type brings; of a list, for its elements.
fn of_type(param: &ParamSpec) -> Vec<String> {
    if !param.is_list() {
        return ParamSpec::defaults_beside(param.rules, param.type_rules).map(rule).collect();
    }
    let of_elements = param.rules.iter().find_map(Rule::of_elements).unwrap_or_default();
    let defaults = ParamSpec::defaults_beside(of_elements, param.type_rules);
    defaults.map(|default| format!("each ({})", rule(default))).collect()
}

fn rule(rule: &Rule) -> String {
    match *rule {
        Rule::Length { unit, min, max } => {
            let min = (min > 0).then_some(min);
            let max = (max < u32::MAX).then_some(max);
            format!("length {} {}", bounds(min, max), unit_name(unit))
        }
        Rule::Range(range) => format!("range {}", range_bounds(range)),
        Rule::Pattern { text, .. } => format!("pattern {text}"),
        Rule::OneOf(Choices::Texts(texts)) => {
            format!("one_of {}", joined(texts.iter().map(|text| format!("{text:?}"))))
        }
        Rule::OneOf(Choices::Numbers(numbers)) => format!("one_of {}", joined(numbers)),
        Rule::Url { allow: Some(hosts) } => format!("url on {}", joined(hosts)),
        Rule::Url { allow: None } | Rule::SafeText | Rule::NoMentions => rule.name().to_owned(),
        Rule::Each(rules) => format!("each ({})", joined(rules.iter().map(self::rule))),
    }
}

fn range_bounds(range: Range) -> String {
    match range {
        Range::Number { min, max } => bounds(min, max),
        Range::Float { min, max } => bounds(min, max),
        Range::Duration { min, max } => {
            let show = |bound| show_duration(bound, Locale::En);
            bounds(min.map(show), max.map(show))
        }
    }
}

/// As Rust writes a range.
fn bounds(min: Option<impl Display>, max: Option<impl Display>) -> String {
    let min = min.map(|min| min.to_string()).unwrap_or_default();
    let max = max.map(|max| format!("={max}")).unwrap_or_default();
    format!("{min}..{max}")
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Chars => "chars",
        Unit::Bytes => "bytes",
        Unit::Graphemes => "graphemes",
        Unit::Items => "items",
    }
}

fn joined(items: impl IntoIterator<Item = impl Display>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    items.join(", ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn each_rule_has_its_words() {
        let length = |unit, min, max| Rule::Length { unit, min, max };
        let minute = Duration::from_secs(60);
        for (data, words) in [
            (length(Unit::Chars, 1, 200), "length 1..=200 chars"),
            (length(Unit::Bytes, 0, 9), "length ..=9 bytes"),
            (length(Unit::Graphemes, 2, u32::MAX), "length 2.. graphemes"),
            (length(Unit::Items, 1, 1), "length 1..=1 items"),
            (Rule::Range(Range::Number { min: Some(-3), max: None }), "range -3.."),
            (Rule::Range(Range::Float { min: Some(0.5), max: Some(2.0) }), "range 0.5..=2"),
            (
                Rule::Range(Range::Duration { min: Some(minute), max: Some(minute * 90) }),
                "range 1m..=1h30m",
            ),
            (Rule::Pattern { text: "[a-z]+", regex: || unreachable!() }, "pattern [a-z]+"),
            (Rule::OneOf(Choices::Texts(&["a, b", "c"])), r#"one_of "a, b", "c""#),
            (Rule::OneOf(Choices::Numbers(&[1, -2])), "one_of 1, -2"),
            (Rule::Url { allow: Some(&["qq.com", "example.com"]) }, "url on qq.com, example.com"),
            (Rule::Url { allow: None }, "url"),
            (Rule::SafeText, "safe_text"),
            (Rule::NoMentions, "no_mentions"),
            (Rule::Each(&[Rule::SafeText, Rule::NoMentions]), "each (safe_text, no_mentions)"),
        ] {
            assert_eq!(rule(&data), words);
        }
    }
}
