//! Refunds.

use rwandapay_core::ledger::Split;
use rwandapay_core::record::Refund;

use super::super::StoreError;
use super::cell::Cells;
use super::payment::failure;
use super::table::{Columns, Parts};

pub(super) const COLUMNS: Columns = Columns {
    name: "refunds",
    key: &["reference"],
    key_is_global: false,
    fixed: &[
        "merchant_reference",
        "payment",
        "amount",
        "fee_returned",
        "from_unsettled",
        "from_available",
        "from_owed",
        "unsettled_day",
        "reason",
        "attempt",
        "created_at",
    ],
    changing: &["status", "outcome", "failure_code", "failure_raw", "late", "completed_at", "version"],
};

pub(super) fn parts(refund: &Refund) -> Parts<'_> {
    let failure = refund.failure.as_ref();
    Parts {
        fixed: vec![
            refund.merchant_reference.as_ref().into(),
            (&refund.payment).into(),
            refund.amount.into(),
            refund.fee_returned.into(),
            refund.from.unsettled.into(),
            refund.from.available.into(),
            refund.from.owed.into(),
            refund.unsettled_day.into(),
            refund.reason.as_ref().into(),
            (&refund.attempt).into(),
            refund.created_at.into(),
        ],
        changing: vec![
            refund.state.into(),
            refund.outcome.into(),
            failure.map(|failure| failure.code).into(),
            failure.and_then(|failure| failure.raw.as_ref()).into(),
            refund.late.into(),
            refund.completed_at.into(),
            refund.version.into(),
        ],
    }
}

pub(super) fn read(cells: &mut Cells<'_>) -> Result<Refund, StoreError> {
    let (reference, merchant_reference, payment) = (cells.take()?, cells.take()?, cells.take()?);
    let (amount, fee_returned) = (cells.take()?, cells.take()?);
    let from = Split { unsettled: cells.take()?, available: cells.take()?, owed: cells.take()? };
    let (unsettled_day, reason) = (cells.take()?, cells.take()?);
    let (attempt, created_at) = (cells.take()?, cells.take()?);
    Ok(Refund {
        reference,
        merchant_reference,
        payment,
        amount,
        fee_returned,
        from,
        unsettled_day,
        reason,
        state: cells.take()?,
        outcome: cells.take()?,
        failure: failure(cells)?,
        late: cells.take()?,
        attempt,
        created_at,
        completed_at: cells.take()?,
        version: cells.take()?,
    })
}
