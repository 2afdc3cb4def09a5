//! Every vector through `api::call`, the door that all bindings share, as one matrix.

use rwandapay_core::json::{Json, Object, parse};

use crate::run::{Outcome, Verdict, files, read, root, shorter};
use crate::vectors::{Case, load};

/// Where a language puts its report; `tests/vectors/README.md` says what stands in it.
const FOLDER: &str = "target/conformance";

/// What another language wrote down: how many cases of each file it ran, and how many held.
struct Report {
    language: String,
    files: Object,
}

/// Runs every case, and puts beside it what the other languages report; a case that is not answered as it
/// expects, or that a language left out, fails the run.
pub fn matrix() -> Outcome {
    let reports = reports()?;
    let mut wrong = Vec::new();
    let mut total = 0;
    print!("{:<16} {:>6} {:>14}", "file", "cases", "rust api::call");
    for report in &reports {
        print!(" {:>14}", report.language);
    }
    println!();
    for file in load()? {
        let failed: Vec<String> = file.cases.iter().filter_map(failure).collect();
        let cases = file.cases.len();
        print!("{:<16} {cases:>6} {:>14}", file.name, cases - failed.len());
        for report in &reports {
            let passed = report.passed(&file.name, cases);
            print!(" {:>14}", passed.unwrap_or(0));
            if passed != Some(cases) {
                wrong.push(format!(
                    "{}: {} of {cases} cases of {}",
                    report.language,
                    passed.unwrap_or(0),
                    file.name
                ));
            }
        }
        println!();
        total += cases;
        wrong.extend(failed);
    }
    if !wrong.is_empty() {
        return Err(format!("{total} cases, and these do not hold:\n  {}", wrong.join("\n  ")));
    }
    let languages = reports.len() + 1;
    Ok(Verdict::passed(format!("{total} cases through api::call, none skipped, in {languages} language(s)")))
}

impl Report {
    /// How many cases of a file held; none if the language did not run all of them.
    fn passed(&self, file: &str, cases: usize) -> Option<usize> {
        let Some(Json::Object(counts)) = self.files.get(file) else { return None };
        let count = |name| match counts.get(name) {
            Some(Json::Number(text)) => text.parse::<usize>().ok(),
            _ => None,
        };
        count("passed").filter(|_| count("cases") == Some(cases))
    }
}

/// The reports of the other languages in `target/conformance`; Rust is run here and now.
fn reports() -> Result<Vec<Report>, String> {
    if !root().join(FOLDER).is_dir() {
        return Ok(Vec::new());
    }
    let mut reports = Vec::new();
    for path in files(FOLDER, "json")? {
        let wrong = || format!("{} is no report of a language", shorter(&path));
        let Ok(Json::Object(report)) = parse(read(&path)?.as_bytes()) else { return Err(wrong()) };
        match (report.get("language"), report.get("files")) {
            (Some(Json::Text(language)), Some(Json::Object(_))) if language == "rust" => {}
            (Some(Json::Text(language)), Some(Json::Object(files))) => {
                reports.push(Report { language: language.clone(), files: files.clone() });
            }
            _ => return Err(wrong()),
        }
    }
    Ok(reports)
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
