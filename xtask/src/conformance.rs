//! Every vector through `api::call`, the door that all bindings share, as one matrix.

use rwandapay_core::json::{Json, Object, parse};

use crate::run::{Outcome, Verdict};
use crate::vectors::{Case, load};

/// Runs every case; a case that is not answered as it expects fails the run.
pub fn matrix() -> Outcome {
    let mut wrong = Vec::new();
    let mut total = 0;
    println!("{:<16} {:>6} {:>14}", "file", "cases", "rust api::call");
    for file in load()? {
        let failed: Vec<String> = file.cases.iter().filter_map(failure).collect();
        let passed = file.cases.len() - failed.len();
        println!("{:<16} {:>6} {passed:>14}", file.name, file.cases.len());
        total += file.cases.len();
        wrong.extend(failed);
    }
    if !wrong.is_empty() {
        return Err(format!("{} of {total} cases:\n  {}", wrong.len(), wrong.join("\n  ")));
    }
    Ok(Verdict::passed(format!("{total} cases through api::call, none skipped")))
}

/// How a case is answered otherwise than it expects.
fn failure(case: &Case) -> Option<String> {
    let printed = rwandapay_core::api::call(&case.operation, case.input.print().as_bytes());
    let answer = parse(printed.as_bytes()).ok().map(sorted);
    let as_expected = match (&answer, &case.expected) {
        (Some(Json::Object(answer)), Ok(out)) => answer.get("ok") == Some(&sorted(out.clone())),
        (Some(Json::Object(answer)), Err((code, field))) => match answer.get("error") {
            Some(Json::Object(error)) => {
                error.get("code") == Some(&Json::text(code))
                    && error.get("field") == Some(&Json::maybe_text(field.as_ref()))
            }
            _ => false,
        },
        _ => false,
    };
    (!as_expected).then(|| format!("{}: {} answered {printed}", case.id, case.operation))
}

/// The same value with the members of every object in the order of their keys.
fn sorted(value: Json) -> Json {
    match value {
        Json::Object(Object(mut members)) => {
            members.sort_by(|one, other| one.0.cmp(&other.0));
            Json::Object(Object(members.into_iter().map(|(key, value)| (key, sorted(value))).collect()))
        }
        Json::Array(items) => Json::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}
