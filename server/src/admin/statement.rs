//! A provider's statement, compared with the records by the reference at the provider.
//!
//! Nothing is corrected by itself: what differs is named, with the command that a person may give.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;

use rwandapay_core::money::Rwf;
use rwandapay_core::record::{Attempt, Key, Record, Stage};
use rwandapay_core::reference::ProviderRef;

use super::desk::{Desk, shown};
use super::options::Statement;
use super::screen::table;

/// The longest statement that is read, in bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// What a statement and the records say about one reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Matched,
    MissingHere,
    MissingThere,
    WrongAmount,
    Duplicate,
    Undecided,
}

impl Verdict {
    const fn advice(self) -> &'static str {
        match self {
            Self::Matched => "",
            Self::MissingHere => {
                "no attempt has this reference: money in suspense; ask the provider whose it is"
            }
            Self::MissingThere => "we say that it moved money and the statement does not: ask the provider",
            Self::WrongAmount => "the amounts differ: ask the provider, then correct",
            Self::Duplicate => "the statement has it twice: ask the provider",
            Self::Undecided => "the provider moved it and we do not know yet: rwandapay admin review confirm",
        }
    }
}

/// A line of a statement that moved money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    amount: Rwf,
    times: u32,
}

pub fn run(desk: &mut Desk, task: &Statement) -> Result<(), String> {
    let lines = read(&text(task)?)?;
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    let mut rows = Vec::new();
    let mut note = |verdict, reference: &str, merchant: &str, here: Option<Rwf>, there: Option<Rwf>| {
        let count = counts.entry(verdict).or_default();
        *count = count.saturating_add(1);
        if verdict != Verdict::Matched {
            let sum = |sum: Option<Rwf>| sum.map_or_else(String::new, |sum| sum.to_string());
            rows.push([reference.into(), merchant.into(), sum(here), sum(there), verdict.advice().into()]);
        }
    };
    for (reference, line) in &lines {
        let found = find(desk, reference)?.filter(|(_, attempt)| attempt.provider == task.provider);
        let verdict = verdict(found.as_ref().map(|(_, attempt)| attempt), *line);
        let merchant = found.as_ref().map_or("", |(merchant, _)| merchant.as_str());
        note(verdict, reference, merchant, found.as_ref().map(|(_, a)| a.amount), Some(line.amount));
    }
    for (scope, attempt) in desk.reader.moved_on(task.provider, task.day, desk.mode).map_err(shown)? {
        if !lines.contains_key(attempt.reference.as_str()) {
            let merchant = scope.merchant.as_str();
            note(Verdict::MissingThere, attempt.reference.as_str(), merchant, Some(attempt.amount), None);
        }
    }
    let matched = counts.get(&Verdict::Matched).copied().unwrap_or_default();
    table(["reference", "merchant", "here", "there", "what to do"], &rows);
    println!("\n{} lines, {matched} matched, {} to look at", lines.len(), rows.len());
    if rows.is_empty() {
        Ok(())
    } else {
        Err("the statement and the records differ; nothing was changed".into())
    }
}

fn verdict(attempt: Option<&Attempt>, line: Line) -> Verdict {
    match attempt {
        _ if line.times > 1 => Verdict::Duplicate,
        None => Verdict::MissingHere,
        Some(attempt) if attempt.amount != line.amount => Verdict::WrongAmount,
        Some(attempt) if attempt.stage == Stage::Closed => Verdict::Matched,
        Some(_) => Verdict::Undecided,
    }
}

fn find(desk: &Desk, reference: &str) -> Result<Option<(String, Attempt)>, String> {
    let Ok(reference) = ProviderRef::parse(reference) else { return Ok(None) };
    let Some(scope) = desk.reader.scope_of_attempt(&reference).map_err(shown)? else { return Ok(None) };
    if scope.mode != desk.mode {
        return Ok(None);
    }
    let merchant = scope.merchant.to_string();
    Ok(match desk.reader.load(&Key::Attempt(scope, reference)).map_err(shown)? {
        Some(Record::Attempt(attempt)) => Some((merchant, attempt)),
        _ => None,
    })
}

fn text(task: &Statement) -> Result<String, String> {
    let path = task.file.display();
    let unreadable = |error| format!("cannot read {path}: {error}");
    let file = fs::File::open(&task.file).map_err(unreadable)?;
    let mut text = String::new();
    file.take(MAX_BYTES.saturating_add(1)).read_to_string(&mut text).map_err(unreadable)?;
    if u64::try_from(text.len()).is_ok_and(|length| length > MAX_BYTES) {
        return Err(format!("{path} is longer than {MAX_BYTES} bytes; split it by day"));
    }
    Ok(text)
}

/// The lines that moved money, by reference. A statement has no quoted cells: references, whole amounts and
/// words need none, and a line that has one is refused rather than guessed at.
fn read(text: &str) -> Result<BTreeMap<String, Line>, String> {
    let mut rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (_, head) = rows.next().ok_or("the statement is empty")?;
    let head: Vec<String> =
        head.trim_start_matches('\u{feff}').split(',').map(|name| name.trim().to_lowercase()).collect();
    let place = |name: &str| {
        let found = head.iter().position(|column| column == name);
        found.ok_or_else(|| format!("the head of the statement has no column `{name}`"))
    };
    let places = [place("reference")?, place("amount")?, place("status")?];
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    for (at, row) in rows {
        let number = at.saturating_add(1);
        let wrong = |what: &str| format!("line {number} of the statement {what}; nothing was compared");
        if row.contains('"') {
            return Err(wrong("has a quoted cell"));
        }
        let cells: Vec<&str> = row.split(',').map(str::trim).collect();
        let [Some(reference), Some(amount), Some(status)] = places.map(|place| cells.get(place)) else {
            return Err(wrong("has too few cells"));
        };
        let moved = match status.to_lowercase().as_str() {
            "successful" | "success" | "completed" | "ts" => true,
            "failed" | "rejected" | "expired" | "tf" => false,
            _ => return Err(wrong("has a status that is neither successful nor failed")),
        };
        let amount = Rwf::parse(amount).map_err(|_| wrong("has an amount that is not in whole francs"))?;
        if moved {
            let line = lines.entry((*reference).to_lowercase()).or_insert(Line { amount, times: 0 });
            line.times = line.times.saturating_add(1);
        }
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_read_strictly() {
        let lines = read("Date,Reference,Amount,Status\n1,A,5000,SUCCESSFUL\n2,a,5000,TS\n3,b,1.00,failed\n")
            .unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines["a"], Line { amount: Rwf::new(5_000).unwrap(), times: 2 });
        for (text, wanted) in [
            ("", "empty"),
            ("reference,amount\n", "no column `status`"),
            ("reference,amount,status\na,1.5,successful\n", "line 2"),
            ("reference,amount,status\n\na,100,perhaps\n", "line 3"),
            ("reference,amount,status\na,\"1,000\",successful\n", "quoted"),
            ("reference,amount,status\na\n", "too few"),
        ] {
            let refused = read(text).unwrap_err();
            assert!(refused.contains(wanted), "{text:?}: {refused}");
        }
    }
}
