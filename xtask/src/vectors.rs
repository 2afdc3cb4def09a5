//! The vectors as files: against their schema, and counted.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rwandapay_core::json::{Json, Object, parse};

use crate::run::{Outcome, Verdict, files, read, root, shorter};
use crate::schema::broken;

/// The smallest number of cases in all files together.
const AT_LEAST: usize = 600;

/// One case of a vector file.
pub struct Case {
    /// The id, such as `phone-017`.
    pub id: String,
    /// The operation of `api::call`.
    pub operation: String,
    /// Its input.
    pub input: Json,
    /// The value that must come out, or the code and the field of the error.
    pub expected: Result<Json, (String, Option<String>)>,
}

/// One file and its cases.
pub struct File {
    /// The name without its ending.
    pub name: String,
    /// The cases, in their order.
    pub cases: Vec<Case>,
}

/// Every vector file, read after it was found to fit the schema.
pub fn load() -> Result<Vec<File>, String> {
    let schema = json(Path::new("tests/vectors/schema/vectors.schema.json"))?;
    let folder = root().join("tests/vectors");
    let direct = |path: &&PathBuf| path.parent() == Some(folder.as_path());
    files("tests/vectors", "json")?.iter().filter(direct).map(|path| file(path, &schema)).collect()
}

/// Checks every file and the sums.
pub fn validate() -> Outcome {
    let files = load()?;
    let (mut all, mut invalid) = (0, 0);
    println!("{:<16} {:>6} {:>8}", "file", "cases", "invalid");
    for file in &files {
        let refused = file.cases.iter().filter(|case| case.expected.is_err()).count();
        println!("{:<16} {:>6} {refused:>8}", file.name, file.cases.len());
        all += file.cases.len();
        invalid += refused;
    }
    println!("{:<16} {all:>6} {invalid:>8}", "all");
    if all < AT_LEAST {
        return Err(format!("there are {all} cases; at least {AT_LEAST} are wanted"));
    }
    if invalid * 2 <= all {
        return Err(format!("{invalid} of {all} cases are invalid ones; they must be the majority"));
    }
    Ok(Verdict::passed(format!("{} files, {all} cases, {invalid} of them invalid", files.len())))
}

fn file(path: &Path, schema: &Json) -> Result<File, String> {
    let shown = shorter(path);
    let content = json(path)?;
    let wrong = broken(schema, &content);
    if !wrong.is_empty() {
        return Err(format!("{shown} does not fit the schema:\n  {}", wrong.join("\n  ")));
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let content = object(&content);
    let cases: Vec<Case> = items(content.get("cases")).iter().map(case).collect();
    if text(content, "schema") != format!("{name}.v1") {
        return Err(format!("{shown} calls its schema `{}`", text(content, "schema")));
    }
    if content.get("vectors") != Some(&Json::Number(cases.len().to_string())) {
        return Err(format!("{shown} has {} cases and says another number", cases.len()));
    }
    let ids: BTreeSet<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    if ids.len() != cases.len() || !ids.iter().all(|id| is_id(id, &name)) {
        return Err(format!("{shown}: every id is `{name}-` and a number of three digits, once"));
    }
    Ok(File { name, cases })
}

fn is_id(id: &str, name: &str) -> bool {
    let number = id.strip_prefix(name).and_then(|rest| rest.strip_prefix('-'));
    number.is_some_and(|digits| digits.len() >= 3 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn case(value: &Json) -> Case {
    let value = object(value);
    let expected = match value.get("error") {
        Some(error) => {
            let error = object(error);
            let field = error.get("field").filter(|field| **field != Json::Null);
            Err((text(error, "code"), field.map(|_| text(error, "field"))))
        }
        None => Ok(value.get("out").cloned().unwrap_or(Json::Null)),
    };
    let input = value.get("in").cloned().unwrap_or(Json::Null);
    Case { id: text(value, "id"), operation: text(value, "op"), input, expected }
}

fn json(path: &Path) -> Result<Json, String> {
    parse(read(path)?.as_bytes()).map_err(|error| format!("{}: {error}", shorter(path)))
}

fn object(value: &Json) -> &Object {
    static NONE: Object = Object(Vec::new());
    match value {
        Json::Object(object) => object,
        _ => &NONE,
    }
}

fn items(value: Option<&Json>) -> &[Json] {
    match value {
        Some(Json::Array(items)) => items,
        _ => &[],
    }
}

fn text(object: &Object, key: &str) -> String {
    match object.get(key) {
        Some(Json::Text(text)) => text.clone(),
        _ => String::new(),
    }
}
