//! Every case of every file of vectors through `api::call`, and the report that the matrix reads.

mod vectors;

use std::fs;
use std::path::Path;

use rwandapay_core::json::{Json, Object};
use vectors::{Case, difference, load, names};

/// How many cases there are at least.
const AT_LEAST: usize = 600;
/// Files with a case for each row of a table: the table decides how many are refused.
const TABLES: [&str; 2] = ["errors", "rails"];

struct Ran {
    name: String,
    cases: Vec<Case>,
    differences: Vec<String>,
}

#[test]
fn every_case_of_every_file_holds() {
    let all: Vec<Ran> = names().into_iter().map(ran).collect();
    report(&all);
    let differences: Vec<&String> = all.iter().flat_map(|file| &file.differences).collect();
    let cases: usize = all.iter().map(|file| file.cases.len()).sum();
    for difference in &differences {
        eprintln!("{difference}");
    }
    assert!(differences.is_empty(), "{} of {cases} cases differ", differences.len());

    assert!(cases >= AT_LEAST, "{cases} cases");
    let invalid = |cases: &[Case]| cases.iter().filter(|case| case.expected.is_err()).count();
    for file in all.iter().filter(|file| !TABLES.contains(&file.name.as_str())) {
        let (refused, all) = (invalid(&file.cases), file.cases.len());
        assert!(refused * 2 > all, "{}: {refused} of {all} cases are invalid", file.name);
    }
    let refused: usize = all.iter().map(|file| invalid(&file.cases)).sum();
    assert!(refused * 2 > cases, "{refused} of {cases} cases are invalid");
}

fn ran(name: String) -> Ran {
    let cases = load(&name);
    let differences = cases.iter().filter_map(difference).collect();
    Ran { name, cases, differences }
}

/// `target/conformance/rust.json`: what `cargo xtask conformance` puts beside the other languages'.
fn report(all: &[Ran]) {
    let count = |number: usize| Json::Number(number.to_string());
    let files = all.iter().map(|file| {
        let passed = file.cases.len() - file.differences.len();
        let counts = Object::default().with("cases", count(file.cases.len())).with("passed", count(passed));
        (file.name.clone(), counts.into())
    });
    let report =
        Object::default().with("language", Json::text("rust")).with("files", Object(files.collect()).into());
    // The folder for temporary files of tests is one below the target folder.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("conformance");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("rust.json"), Json::from(report).print()).unwrap();
}
