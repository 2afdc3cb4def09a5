//! The store against the engine: random lives of merchants, each batch written and read back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

// The lives, and a shell over a plain map, are those that prove the engine.
#[path = "../../core/tests/common/mod.rs"]
mod common;

#[path = "store/conformance.rs"]
mod conformance;
#[path = "store/constraints.rs"]
mod constraints;
#[path = "store/files.rs"]
mod files;
#[path = "store/group.rs"]
mod group;
#[path = "store/lists.rs"]
mod lists;
#[path = "store/places.rs"]
mod places;
#[path = "store/speed.rs"]
mod speed;
#[path = "store/values.rs"]
mod values;

use rwandapay_core::ledger::Journal;
use rwandapay_core::record::Scope;
use rwandapay_core::time::Instant;
use rwandapay_server::store::DueJob;
use rwandapay_server::store::sqlite::{Location, Reader};

#[test]
fn lives_are_read_as_they_were_written() {
    for seed in 0..3 {
        let place = places::Place::new(Location::Memory);
        let (mut store, reader) = (place.database.store().unwrap(), place.database.reader().unwrap());
        conformance::lives(&mut store, &reader, seed, 120);
    }
}

impl conformance::Look for Reader {
    fn due_jobs(&self, now: Instant, after: Option<(i64, i64)>, limit: u32) -> Vec<DueJob> {
        self.due_jobs(now, after, limit).unwrap()
    }

    fn next_due(&self) -> Option<Instant> {
        self.next_due().unwrap()
    }

    fn journals(&self, scope: &Scope) -> Vec<Journal> {
        let (mut found, mut after) = (Vec::new(), 0);
        loop {
            let page = self.postings(scope, after, 9).unwrap();
            let Some((last, _)) = page.last() else { return found };
            after = *last;
            found.extend(page.into_iter().map(|(_, posting)| posting.journal));
        }
    }

    fn findings(&self) -> Vec<String> {
        places::findings(self)
    }
}
