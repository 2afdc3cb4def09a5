//! `rwandapay doctor`: looks at everything that a server needs, and says what to do about what is wrong.

use std::fs;
use std::sync::Arc;
use std::time::SystemTime;

use rustix::process::{Resource, getrlimit};
use rwandapay_core::resource::Links;

use crate::assemble::{KEY_CHECK, Place, open_database};
use crate::net::limits::CONNECTIONS;
use crate::net::tls;
use crate::options::Doctor;
use crate::store::sqlite::{KNOWN_SCHEMA, Location, Reader};

/// Files that a server opens besides its connections.
const OTHER_FILES: u64 = 128;
/// A log above this size, in bytes, was not moved into the records for long.
const LARGE_LOG: u64 = 256 * 1024 * 1024;
/// A server that was asked here answers within this time.
const TIME_SLACK_S: u64 = 300;

/// What one look found.
enum Finding {
    Good(String),
    /// It works, and will not for ever.
    Poor(String),
    Bad(String),
}

use Finding::{Bad, Good, Poor};

/// Looks at everything; fails where something is bad.
///
/// # Errors
/// In words: how many things are bad.
pub fn run(options: &Doctor) -> Result<(), String> {
    let place = Place::of(&options.records);
    let mut findings = vec![("files", open_files())];
    findings.extend(records(&place));
    if let (Some(certificate), Some(key)) = (&options.tls_certificate, &options.tls_key) {
        findings.push((
            "tls",
            match tls::acceptor(certificate, key) {
                Ok(_) => Good("the certificate and the key belong together".into()),
                Err(reason) => Bad(reason),
            },
        ));
    }
    let mut bad = 0_usize;
    for (what, finding) in findings {
        let (mark, text) = match finding {
            Good(text) => ("ok  ", text),
            Poor(text) => ("poor", text),
            Bad(text) => {
                bad = bad.saturating_add(1);
                ("BAD ", text)
            }
        };
        println!("{mark}  {what:<12} {text}");
    }
    if bad == 0 { Ok(()) } else { Err(format!("{bad} of these must be mended before a server can run")) }
}

fn open_files() -> Finding {
    let needed = u64::from(CONNECTIONS).saturating_add(OTHER_FILES);
    match getrlimit(Resource::Nofile).current {
        Some(limit) if limit < needed => Poor(format!(
            "this shell may open {limit} files, and a full server opens {needed}; run ulimit -n {needed}"
        )),
        _ => Good(format!("enough for {CONNECTIONS} connections")),
    }
}

fn records(place: &Place) -> Vec<(&'static str, Finding)> {
    let Location::File(path) = &place.location else {
        return vec![("records", Poor("they are in memory, and end with their server".into()))];
    };
    let shown = path.display();
    if !path.exists() {
        return vec![("records", Poor(format!("there is no {shown}; the first start of a server makes it")))];
    }
    let mut findings = vec![("log", log(&format!("{shown}-wal"))), ("clock", clock(path))];
    match look(place) {
        Ok(reader) => {
            findings.push(("key", Good("it is the one that the records were made with".into())));
            findings.push(("schema", Good(format!("{KNOWN_SCHEMA}, which this program knows"))));
            findings.push(("integrity", integrity(&reader)));
            findings.push(("waiting", waiting(&reader)));
        }
        Err(reason) => findings.push(("records", Bad(reason))),
    }
    findings
}

fn look(place: &Place) -> Result<Reader, String> {
    let vault = Arc::new(place.vault()?);
    let links = Links { public_url: String::new(), page_key: vault.page_key() };
    let database = open_database(&place.location, &vault, &links).map_err(|error| error.to_string())?;
    let reader = database.reader().map_err(|error| error.to_string())?;
    match reader.meta(KEY_CHECK).map_err(|error| error.to_string())? {
        Some(known) if known != vault.check_value() => {
            Err("the records were made with another key; give the key file that belongs to them".into())
        }
        _ => Ok(reader),
    }
}

fn log(path: &str) -> Finding {
    match fs::metadata(path) {
        Ok(log) if log.len() > LARGE_LOG => Poor(format!(
            "the log has {} MiB: something reads for very long; restart the server",
            log.len() >> 20
        )),
        _ => Good("the log is short".into()),
    }
}

/// Records that were written in the future tell of a clock that was wrong, then or now.
fn clock(path: &std::path::Path) -> Finding {
    let ahead = fs::metadata(path).and_then(|found| found.modified()).ok();
    let ahead = ahead.and_then(|written| written.duration_since(SystemTime::now()).ok());
    match ahead {
        Some(ahead) if ahead.as_secs() > TIME_SLACK_S => Bad(format!(
            "the records were written {} s in the future; set the machine's clock",
            ahead.as_secs()
        )),
        _ => Good("not behind the records".into()),
    }
}

fn integrity(reader: &Reader) -> Finding {
    eprintln!("looking at every page of the records …");
    match reader.integrity() {
        Ok(faults) if faults.is_empty() => Good("every page is whole".into()),
        Ok(faults) => Bad(format!("{}; stop the server and restore a copy", faults.join("; "))),
        Err(error) => Bad(error.to_string()),
    }
}

fn waiting(reader: &Reader) -> Finding {
    match reader.counts(crate::clock::wall()) {
        Ok(counts) if counts.parked_commands > 0 => {
            Poor(format!("{} commands failed alone; look at the logs of their time", counts.parked_commands))
        }
        Ok(counts) if counts.under_review.saturating_add(counts.parked_attempts) > 0 => Poor(format!(
            "{} payments and {} attempts wait for people; run rwandapay admin review list",
            counts.under_review, counts.parked_attempts
        )),
        Ok(_) => Good("nothing waits for people".into()),
        Err(error) => Bad(error.to_string()),
    }
}
