//! The store against the engine: random lives of merchants, each batch written and read back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

// The lives, and a shell over a plain map, are those that prove the engine.
#[path = "../../core/tests/common/mod.rs"]
mod common;

#[path = "store/conformance.rs"]
mod conformance;
#[path = "store/places.rs"]
mod places;

use rwandapay_server::store::sqlite::Location;

#[test]
fn every_record_is_read_as_it_was_written() {
    for seed in 0..3 {
        let place = places::Place::new(Location::Memory);
        conformance::lives(&mut place.database.store().unwrap(), seed, 120);
    }
}
