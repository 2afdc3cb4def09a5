//! The part of JSON Schema that the schema of the vectors uses; a keyword outside of it is an error.

use rwandapay_core::json::{Json, Object};

/// Everything in which the value breaks the schema, each with the path of the part that does.
pub fn broken(schema: &Json, value: &Json) -> Vec<String> {
    let mut found = Vec::new();
    Reader { root: schema }.check(schema, value, "$", &mut found);
    found
}

struct Reader<'a> {
    root: &'a Json,
}

impl Reader<'_> {
    fn check(&self, schema: &Json, value: &Json, path: &str, found: &mut Vec<String>) {
        match schema {
            Json::Object(rules) => {
                for (keyword, rule) in &rules.0 {
                    if let Err(reason) = self.keyword(keyword, rule, rules, value, path, found) {
                        found.push(format!("{path}: {reason}"));
                    }
                }
            }
            Json::Bool(true) => {}
            _ => found.push(format!("{path}: nothing is allowed here")),
        }
    }

    fn keyword(
        &self,
        keyword: &str,
        rule: &Json,
        rules: &Object,
        value: &Json,
        path: &str,
        found: &mut Vec<String>,
    ) -> Result<(), String> {
        let unless = |holds: bool, reason: &str| if holds { Ok(()) } else { Err(format!("{reason} {rule}")) };
        match (keyword, rule, value) {
            ("$ref", Json::Text(name), _) => {
                let target = self.definition(name).ok_or(format!("the schema does not define `{name}`"))?;
                self.check(target, value, path, found);
            }
            ("type", ..) => unless(is_type(rule, value), "is not of type")?,
            ("const", ..) => unless(rule == value, "is not")?,
            ("enum", Json::Array(any), _) => unless(any.contains(value), "is none of")?,
            ("minLength", Json::Number(_), Json::Text(text)) => {
                unless(text.chars().count() >= number(rule), "is shorter than")?;
            }
            ("minItems", Json::Number(_), Json::Array(items)) => {
                unless(items.len() >= number(rule), "has fewer items than")?;
            }
            ("minimum", Json::Number(_), Json::Number(_)) => {
                unless(number(value) >= number(rule), "is below")?;
            }
            ("required", Json::Array(keys), Json::Object(object)) => {
                let has = |key: &Json| matches!(key, Json::Text(key) if object.get(key).is_some());
                unless(keys.iter().all(has), "lacks one of")?;
            }
            ("properties", Json::Object(parts), Json::Object(object)) => {
                for (key, part) in &object.0 {
                    if let Some(schema) = parts.get(key) {
                        self.check(schema, part, &format!("{path}.{key}"), found);
                    }
                }
            }
            ("additionalProperties", _, Json::Object(object)) => {
                let known = |key: &str| matches!(rules.get("properties"), Some(Json::Object(o)) if o.get(key).is_some());
                for (key, part) in object.0.iter().filter(|(key, _)| !known(key)) {
                    self.check(rule, part, &format!("{path}.{key}"), found);
                }
            }
            ("items", _, Json::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.check(rule, item, &format!("{path}[{index}]"), found);
                }
            }
            ("oneOf", Json::Array(alternatives), _) => self.one_of(alternatives, value, path, found),
            // Words for people, and rules about another type than the value's, say nothing about the value.
            (
                "$schema" | "$id" | "$defs" | "title" | "description" | "additionalProperties" | "items",
                ..,
            )
            | ("minLength" | "minItems" | "minimum", Json::Number(_), _)
            | ("required", Json::Array(_), _)
            | ("properties", Json::Object(_), _) => {}
            _ => return Err(format!("the schema says `{keyword}`: {rule}, which this reader does not know")),
        }
        Ok(())
    }

    /// Exactly one alternative must fit; if none does, what is wrong with the nearest is shown.
    fn one_of(&self, alternatives: &[Json], value: &Json, path: &str, found: &mut Vec<String>) {
        let mut faults: Vec<Vec<String>> = alternatives
            .iter()
            .map(|schema| {
                let mut faults = Vec::new();
                self.check(schema, value, path, &mut faults);
                faults
            })
            .collect();
        match faults.iter().filter(|faults| faults.is_empty()).count() {
            1 => {}
            0 => {
                faults.sort_by_key(Vec::len);
                found.extend(faults.into_iter().next().unwrap_or_default());
            }
            more => found.push(format!("{path}: fits {more} of the alternatives, not one")),
        }
    }

    fn definition(&self, name: &str) -> Option<&Json> {
        name.strip_prefix("#/")?.split('/').try_fold(self.root, |part, key| match part {
            Json::Object(object) => object.get(key),
            _ => None,
        })
    }
}

fn number(rule: &Json) -> usize {
    match rule {
        Json::Number(text) => text.parse().unwrap_or(0),
        _ => 0,
    }
}

fn is_type(rule: &Json, value: &Json) -> bool {
    match rule {
        Json::Array(any) => any.iter().any(|one| is_type(one, value)),
        Json::Text(name) => match name.as_str() {
            "null" => matches!(value, Json::Null),
            "boolean" => matches!(value, Json::Bool(_)),
            "string" => matches!(value, Json::Text(_)),
            "integer" => matches!(value, Json::Number(text) if text.parse::<i64>().is_ok()),
            "array" => matches!(value, Json::Array(_)),
            "object" => matches!(value, Json::Object(_)),
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rwandapay_core::json::parse;

    fn json(text: &str) -> Json {
        parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn every_keyword_refuses_what_it_should() {
        for (schema, good, bad) in [
            (r#"{"type": "integer"}"#, "1", r#""1""#),
            (r#"{"type": "integer"}"#, "1", "1.5"),
            (r#"{"type": ["string", "null"]}"#, "null", "1"),
            (r#"{"const": "a"}"#, r#""a""#, r#""b""#),
            (r#"{"enum": ["a", "b"]}"#, r#""b""#, r#""c""#),
            (r#"{"minLength": 2}"#, r#""ab""#, r#""a""#),
            (r#"{"minItems": 1}"#, "[0]", "[]"),
            (r#"{"minimum": 1}"#, "1", "0"),
            (r#"{"required": ["a"]}"#, r#"{"a": 1}"#, r#"{"b": 1}"#),
            (r#"{"properties": {"a": {"type": "string"}}}"#, r#"{"a": "x"}"#, r#"{"a": 1}"#),
            (r#"{"properties": {"a": {}}, "additionalProperties": false}"#, r#"{"a": 1}"#, r#"{"b": 1}"#),
            (r#"{"items": {"type": "string"}}"#, r#"["a"]"#, r#"["a", 1]"#),
            (r#"{"oneOf": [{"type": "string"}, {"const": 1}]}"#, "1", "2"),
            (r##"{"$ref": "#/$defs/a", "$defs": {"a": {"const": 1}}}"##, "1", "2"),
        ] {
            assert_eq!(broken(&json(schema), &json(good)), Vec::<String>::new(), "{schema}");
            assert_eq!(broken(&json(schema), &json(bad)).len(), 1, "{schema}");
        }
    }

    #[test]
    fn an_unknown_keyword_is_not_passed_over() {
        assert_eq!(broken(&json(r#"{"pattern": "a"}"#), &json(r#""a""#)).len(), 1);
        assert_eq!(broken(&json(r#"{"minLength": "2"}"#), &json(r#""abc""#)).len(), 1);
    }
}
