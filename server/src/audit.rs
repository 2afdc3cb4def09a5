//! `rwandapay verify-ledger` and `rwandapay migrate`: the records, looked at without serving them.

use std::io::Write;
use std::sync::Arc;

use rwandapay_core::resource::Links;

use crate::assemble::{Place, open_database};
use crate::options::Records;
use crate::store::sqlite::{Database, KNOWN_SCHEMA, Location, Report};

/// Recomputes everything that can be recomputed, and names what does not agree.
///
/// # Errors
/// In words: a file that cannot be used, or how many findings there are.
pub fn verify_ledger(records: &Records) -> Result<(), String> {
    if let Location::File(path) = &Place::of(records).location
        && !path.exists()
    {
        return Err(format!("there is no file {}; give the records with --data", path.display()));
    }
    let reader = open(records)?.reader().map_err(|error| error.to_string())?;
    let mut screen = std::io::stdout().lock();
    let mut tell = |report: Report| {
        // A closed screen is no reason not to look on; the findings are counted all the same.
        let _ = match report {
            Report::Finding { check, what } => writeln!(screen, "FOUND: {check}: {what}"),
            Report::Progress { check, done, total } => {
                eprint!("\r{check}: {done} of {total}          ");
                Ok(())
            }
        };
    };
    let findings = reader.verify(&mut tell).map_err(|error| error.to_string())?;
    eprintln!();
    if findings == 0 {
        println!("the ledger agrees with itself and with the records");
        Ok(())
    } else {
        Err(format!("{findings} findings; nothing was changed"))
    }
}

/// Brings the schema up to date.
///
/// # Errors
/// In words: a file that cannot be used, or one that a newer program has changed.
pub fn migrate(records: &Records) -> Result<(), String> {
    open(records)?;
    println!("{} has schema {KNOWN_SCHEMA}", records.data);
    Ok(())
}

fn open(records: &Records) -> Result<Database, String> {
    let place = Place::of(records);
    let vault = Arc::new(place.vault()?);
    let links = Links { public_url: String::new(), page_key: vault.page_key() };
    open_database(&place.location, &vault, &links).map_err(|error| error.to_string())
}
