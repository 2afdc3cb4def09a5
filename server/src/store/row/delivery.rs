//! Deliveries of events.

use rwandapay_core::record::{Delivery, Target};
use rwandapay_core::reference::EndpointId;

use super::super::StoreError;
use super::cell::Cells;
use super::table::{Columns, Parts};
use super::text;

pub(super) const COLUMNS: Columns = Columns {
    name: "deliveries",
    key: &["id"],
    key_is_global: false,
    fixed: &["event", "kind", "endpoint", "url", "created_at"],
    changing: &["status", "attempts", "failures", "next_attempt_at", "version"],
};

pub(super) fn parts(delivery: &Delivery) -> Parts<'_> {
    let endpoint = match &delivery.target {
        Target::Endpoint(endpoint) => Some(endpoint),
        Target::Resource => None,
    };
    Parts {
        fixed: vec![
            (&delivery.event).into(),
            delivery.kind.into(),
            endpoint.into(),
            (&delivery.url).into(),
            delivery.created_at.into(),
        ],
        changing: vec![
            delivery.state.into(),
            text::delivery_attempts(&delivery.attempts),
            delivery.failures.into(),
            delivery.next_attempt_at.into(),
            delivery.version.into(),
        ],
    }
}

pub(super) fn read(cells: &mut Cells<'_>) -> Result<Delivery, StoreError> {
    let (id, event, kind) = (cells.take()?, cells.take()?, cells.take()?);
    let target = cells.take::<Option<EndpointId>>()?.map_or(Target::Resource, Target::Endpoint);
    let (url, created_at) = (cells.take()?, cells.take()?);
    Ok(Delivery {
        id,
        event,
        kind,
        target,
        url,
        state: cells.take()?,
        attempts: cells.take::<text::List<_>>()?.0,
        failures: cells.take()?,
        next_attempt_at: cells.take()?,
        created_at,
        version: cells.take()?,
    })
}
