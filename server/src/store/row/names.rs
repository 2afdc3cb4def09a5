//! What references of merchants have been used for.

use rwandapay_core::record::Names;

use super::super::StoreError;
use super::cell::Cells;
use super::table::{Columns, Parts};

pub(super) const COLUMNS: Columns = Columns {
    name: "names",
    key: &["class", "merchant_reference"],
    key_is_global: false,
    fixed: &[],
    changing: &["newest", "successful", "session", "version"],
};

pub(super) fn parts(names: &Names) -> Parts<'_> {
    let changing = vec![
        names.newest.as_ref().into(),
        names.successful.as_ref().into(),
        names.session.as_ref().into(),
        names.version.into(),
    ];
    Parts { fixed: Vec::new(), changing }
}

pub(super) fn read(cells: &mut Cells<'_>) -> Result<Names, StoreError> {
    cells.skip(COLUMNS.key.len());
    Ok(Names {
        newest: cells.take()?,
        successful: cells.take()?,
        session: cells.take()?,
        version: cells.take()?,
    })
}
