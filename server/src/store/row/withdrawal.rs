//! Withdrawals.

use rwandapay_core::record::Withdrawal;

use super::super::StoreError;
use super::cell::Cells;
use super::payment::failure;
use super::table::{Columns, Parts};

pub(super) const COLUMNS: Columns = Columns {
    name: "withdrawals",
    key: &["reference"],
    key_is_global: false,
    fixed: &["merchant_reference", "amount", "fee", "phone", "provider", "attempt", "created_at"],
    changing: &["status", "outcome", "failure_code", "failure_raw", "late", "completed_at", "version"],
};

pub(super) fn parts(withdrawal: &Withdrawal) -> Parts<'_> {
    let failure = withdrawal.failure.as_ref();
    Parts {
        fixed: vec![
            withdrawal.merchant_reference.as_ref().into(),
            withdrawal.amount.into(),
            withdrawal.fee.into(),
            withdrawal.phone.into(),
            withdrawal.provider.into(),
            (&withdrawal.attempt).into(),
            withdrawal.created_at.into(),
        ],
        changing: vec![
            withdrawal.state.into(),
            withdrawal.outcome.into(),
            failure.map(|failure| failure.code).into(),
            failure.and_then(|failure| failure.raw.as_ref()).into(),
            withdrawal.late.into(),
            withdrawal.completed_at.into(),
            withdrawal.version.into(),
        ],
    }
}

pub(super) fn read(cells: &mut Cells<'_>) -> Result<Withdrawal, StoreError> {
    let (reference, merchant_reference, amount) = (cells.take()?, cells.take()?, cells.take()?);
    let (fee, phone, provider) = (cells.take()?, cells.take()?, cells.take()?);
    let (attempt, created_at) = (cells.take()?, cells.take()?);
    Ok(Withdrawal {
        reference,
        merchant_reference,
        amount,
        fee,
        phone,
        provider,
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
