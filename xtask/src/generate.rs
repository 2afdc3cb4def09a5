//! Files that are made from the code, committed, and compared with it.

use std::fs;

use rwandapay_core::json::Json;

use crate::run::{Outcome, Verdict, read, root};

type Maker = fn() -> String;

/// Each file and what makes it.
const FILES: &[(&str, Maker)] = &[("docs/openapi.json", || pretty(&rwandapay_core::api::openapi()))];

/// Writes every file.
pub fn write() -> Outcome {
    for (path, make) in FILES {
        fs::write(root().join(path), make()).map_err(|error| format!("{path} cannot be written: {error}"))?;
    }
    Ok(Verdict::passed(names()))
}

/// Compares every file with what the code makes now.
pub fn check() -> Outcome {
    for (path, make) in FILES {
        if read(path)? != make() {
            return Err(format!(
                "{path} is not what the code makes; run `cargo xtask generate` and commit it"
            ));
        }
    }
    Ok(Verdict::passed(format!("{} as committed", names())))
}

fn names() -> String {
    FILES.iter().map(|(path, _)| *path).collect::<Vec<_>>().join(", ")
}

/// One member a line, two spaces a level.
fn pretty(value: &Json) -> String {
    let mut text = String::new();
    lines(value, "\n", &mut text);
    text.push('\n');
    text
}

fn lines(value: &Json, indent: &str, text: &mut String) {
    let inner = format!("{indent}  ");
    match value {
        Json::Object(object) if !object.0.is_empty() => {
            text.push('{');
            for (number, (key, value)) in object.0.iter().enumerate() {
                text.push_str(if number == 0 { "" } else { "," });
                text.push_str(&inner);
                text.push_str(&Json::text(key).print());
                text.push_str(": ");
                lines(value, &inner, text);
            }
            text.push_str(indent);
            text.push('}');
        }
        Json::Array(items) if !items.is_empty() => {
            text.push('[');
            for (number, item) in items.iter().enumerate() {
                text.push_str(if number == 0 { "" } else { "," });
                text.push_str(&inner);
                lines(item, &inner, text);
            }
            text.push_str(indent);
            text.push(']');
        }
        other => text.push_str(&other.print()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rwandapay_core::json::parse;

    #[test]
    fn one_member_a_line() {
        let value = parse(br#"{"a":[1,{"b":null}],"c":{},"d":[]}"#).unwrap();
        let text =
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}\n";
        assert_eq!(pretty(&value), text);
        assert_eq!(parse(text.as_bytes()).unwrap(), value);
    }
}
