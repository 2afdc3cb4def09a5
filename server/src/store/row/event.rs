//! Events: written once.

use rwandapay_core::record::Event;

use super::super::StoreError;
use super::cell::Cells;
use super::table::{Columns, Parts};

pub(super) const COLUMNS: Columns = Columns {
    name: "events",
    key: &["id"],
    key_is_global: false,
    fixed: &["sequence", "status", "about", "callback_url", "only_endpoint", "body", "created_at"],
    changing: &[],
};

pub(super) fn parts(event: &Event) -> Parts<'_> {
    let fixed = vec![
        event.sequence.into(),
        event.kind.into(),
        (&event.about).into(),
        event.callback_url.as_ref().into(),
        event.only.as_ref().into(),
        (&event.body).into(),
        event.created_at.into(),
    ];
    Parts { fixed, changing: Vec::new() }
}

pub(super) fn read(cells: &mut Cells<'_>) -> Result<Event, StoreError> {
    Ok(Event {
        id: cells.take()?,
        sequence: cells.take()?,
        kind: cells.take()?,
        about: cells.take()?,
        callback_url: cells.take()?,
        only: cells.take()?,
        body: cells.take()?,
        created_at: cells.take()?,
    })
}
