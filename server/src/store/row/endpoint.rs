//! Webhook endpoints.

use rwandapay_core::json::Json;
use rwandapay_core::record::Endpoint;

use super::super::StoreError;
use super::cell::Cells;
use super::table::{Columns, Parts};
use super::{Context, text};

pub(super) const COLUMNS: Columns = Columns {
    name: "endpoints",
    key: &["id"],
    key_is_global: false,
    fixed: &["created_at"],
    changing: &["url", "events", "secrets", "disabled", "deleted", "version"],
};

pub(super) fn parts<'a>(endpoint: &'a Endpoint, context: &Context) -> Parts<'a> {
    Parts {
        fixed: vec![endpoint.created_at.into()],
        changing: vec![
            (&endpoint.url).into(),
            text::list(&endpoint.events, |event| Json::text(event.name())),
            text::secrets(&endpoint.secrets, context.sealer.as_ref()),
            endpoint.disabled.into(),
            endpoint.deleted.into(),
            endpoint.version.into(),
        ],
    }
}

pub(super) fn read(cells: &mut Cells<'_>, context: &Context) -> Result<Endpoint, StoreError> {
    let (id, created_at) = (cells.take()?, cells.take()?);
    Ok(Endpoint {
        id,
        url: cells.take()?,
        events: cells.take::<text::List<_>>()?.0,
        secrets: text::open_all(cells.take()?, context.sealer.as_ref()).ok_or_else(|| cells.refused())?,
        disabled: cells.take()?,
        deleted: cells.take()?,
        created_at,
        version: cells.take()?,
    })
}
