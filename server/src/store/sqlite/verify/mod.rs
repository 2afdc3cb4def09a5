//! The audit: everything that must be true of the stored books is computed again from what they were made of.

mod balances;
mod sweep;

use super::Reader;
use crate::store::StoreError;
use sweep::SWEEPS;

/// What an audit tells while it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// How far a check has come: rows done, of how many.
    Progress {
        /// What is being checked.
        check: &'static str,
        /// Rows that were looked at.
        done: u64,
        /// Rows that there are.
        total: u64,
    },
    /// Something that must not be.
    Finding {
        /// What was being checked.
        check: &'static str,
        /// What is wrong: a reference or a number, and amounts; never a phone, a token or a key.
        what: String,
    },
}

impl Reader {
    /// Audits the database as it stands at one moment, beside a running server, row by row in little memory;
    /// gives how many findings there were.
    ///
    /// The checks: the file itself; every journal sums to zero, and every entry has its journal; every
    /// balance is the sum of its entries; every payment's refunds add up; events are numbered without a gap;
    /// every claim's owner exists; every attempt without an outcome has a job.
    ///
    /// # Errors
    /// Any [`StoreError`] if the audit could not be finished.
    pub fn verify(&self, tell: &mut dyn FnMut(Report)) -> Result<u64, StoreError> {
        let view = self.view()?;
        let mut findings = 0_u64;
        let mut tell = |report: Report| {
            findings = findings.saturating_add(u64::from(matches!(report, Report::Finding { .. })));
            tell(report);
        };
        view.verify_file(&mut tell)?;
        view.verify_balances(&mut tell)?;
        for sweep in &SWEEPS {
            view.sweep(sweep, &mut tell)?;
        }
        Ok(findings)
    }

    fn verify_file(&self, tell: &mut dyn FnMut(Report)) -> Result<(), StoreError> {
        for (sql, fine) in [("PRAGMA integrity_check(100)", Some("ok")), ("PRAGMA foreign_key_check", None)] {
            for what in self.query(sql, [], |row| row.get::<String>(0))? {
                if fine != Some(what.as_str()) {
                    tell(Report::Finding { check: "file", what });
                }
            }
        }
        tell(Report::Progress { check: "file", done: 1, total: 1 });
        Ok(())
    }
}
