//! Reads `tests/vectors/<name>.json`, and compares what `api::call` says with a case. The file
//! `vectors_all.rs` runs all of them; the others run theirs through the typed interface.
//!
//! The reader is strict: a member that it does not know, a wrong count, a flag without a note, a note
//! without a case or an id out of order fails the test.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use rwandapay_core::api::call;
use rwandapay_core::error::Code;
use rwandapay_core::json::{Json, Object, parse};

/// One case.
#[derive(Debug, Clone)]
pub struct Case {
    pub id: String,
    pub comment: String,
    pub flags: Vec<String>,
    pub op: String,
    pub input: Object,
    /// What comes out, or the code and the field of the error.
    pub expected: Result<Json, (Code, Option<String>)>,
}

/// The folder of the vectors.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors")
}

/// Every case of one file.
pub fn load(name: &str) -> Vec<Case> {
    let bytes = fs::read(folder().join(format!("{name}.json"))).unwrap();
    let file = object(&parse(&bytes).unwrap()).clone();
    assert_eq!(keys(&file), ["schema", "vectors", "notes", "cases"], "{name}");
    assert_eq!(file.get("schema"), Some(&Json::text(format!("{name}.v1"))));
    let Some(Json::Array(cases)) = file.get("cases") else { panic!("{name} has no cases") };
    let cases: Vec<Case> = cases.iter().map(case).collect();
    assert_eq!(file.get("vectors"), Some(&Json::Number(cases.len().to_string())), "{name}: the count");

    let ids: BTreeSet<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids.len(), cases.len(), "{name}: an id appears twice");
    assert!(ids.iter().all(|id| id.starts_with(&format!("{name}-"))), "{name}: an id of another file");
    let notes: BTreeSet<String> =
        keys(object(file.get("notes").unwrap())).into_iter().map(str::to_owned).collect();
    let flags: BTreeSet<String> = cases.iter().flat_map(|case| case.flags.clone()).collect();
    assert_eq!(notes, flags, "{name}: notes and flags");
    cases
}

/// The names of all files, in their order.
pub fn names() -> Vec<String> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    let mut names: Vec<String> =
        files.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Runs a case through the door: what it says otherwise than expected, if it does.
pub fn difference(case: &Case) -> Option<String> {
    let input = Json::from(case.input.clone()).print();
    let printed = call(&case.op, input.as_bytes());
    let answer = parse(printed.as_bytes()).unwrap();
    let answer = object(&answer);
    let as_expected = match &case.expected {
        Ok(out) => answer.get("ok").map(sorted) == Some(sorted(out)),
        Err((code, field)) => answer.get("error").map(object).is_some_and(|error| {
            error.get("code") == Some(&Json::text(code.name()))
                && error.get("field") == Some(&Json::maybe_text(field.clone()))
        }),
    };
    let expected = || match &case.expected {
        Ok(out) => out.print(),
        Err((code, field)) => format!("{} {field:?}", code.name()),
    };
    (!as_expected)
        .then(|| format!("{} ({}): expected {}\n    said {printed}", case.id, case.comment, expected()))
}

/// A text member of a case's input.
pub fn text<'a>(object: &'a Object, field: &str) -> Option<&'a str> {
    match object.get(field) {
        Some(Json::Text(text)) => Some(text),
        _ => None,
    }
}

/// The members of a tree that is an object.
pub fn object(json: &Json) -> &Object {
    match json {
        Json::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

fn case(json: &Json) -> Case {
    let case = object(json);
    let known = ["id", "comment", "flags", "op", "in", "result", "out", "error"];
    assert!(keys(case).iter().all(|key| known.contains(key)), "{json}");
    let Some(Json::Array(flags)) = case.get("flags") else { panic!("no flags: {json}") };
    let expected = match (text(case, "result").unwrap(), case.get("out"), case.get("error")) {
        ("valid", Some(out), None) => Ok(out.clone()),
        ("invalid", None, Some(error)) => {
            let error = object(error);
            assert_eq!(keys(error), ["code", "field"], "{json}");
            let code = text(error, "code").unwrap();
            let code = Code::from_name(code).unwrap_or_else(|| panic!("no error is called {code}: {json}"));
            Err((code, text(error, "field").map(str::to_owned)))
        }
        _ => panic!("neither valid with out nor invalid with error: {json}"),
    };
    Case {
        id: text(case, "id").unwrap().into(),
        comment: text(case, "comment").unwrap().into(),
        flags: flags
            .iter()
            .map(|flag| if let Json::Text(flag) = flag { flag.clone() } else { panic!() })
            .collect(),
        op: text(case, "op").unwrap().into(),
        input: object(case.get("in").unwrap()).clone(),
        expected,
    }
}

fn keys(object: &Object) -> Vec<&str> {
    object.0.iter().map(|(key, _)| key.as_str()).collect()
}

/// The same tree with the members of every object in the order of their names.
fn sorted(json: &Json) -> Json {
    match json {
        Json::Object(object) => {
            let mut members: Vec<_> =
                object.0.iter().map(|(key, value)| (key.clone(), sorted(value))).collect();
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            Json::Object(Object(members))
        }
        Json::Array(items) => Json::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}
