//! Checkout sessions.

use rwandapay_core::record::{Customer, Session};

use super::super::StoreError;
use super::cell::Cells;
use super::table::{Columns, Parts};
use super::text;

pub(super) const COLUMNS: Columns = Columns {
    name: "sessions",
    key: &["id"],
    key_is_global: false,
    fixed: &[
        "merchant_reference",
        "amount",
        "amount_source",
        "customer_name",
        "customer_email",
        "phone",
        "metadata",
        "redirect_url",
        "webhook_url",
        "created_at",
    ],
    changing: &[
        "status",
        "late",
        "completed_by",
        "last_payment",
        "attempts",
        "undecided",
        "expires_at",
        "completed_at",
        "version",
    ],
};

pub(super) fn parts(session: &Session) -> Parts<'_> {
    let Customer { name, email, phone } = &session.customer;
    Parts {
        fixed: vec![
            (&session.merchant_reference).into(),
            session.amount.into(),
            session.amount_source.into(),
            name.as_ref().into(),
            email.as_ref().into(),
            (*phone).into(),
            text::metadata(session.metadata.as_ref()),
            session.redirect_url.as_ref().into(),
            session.webhook_url.as_ref().into(),
            session.created_at.into(),
        ],
        changing: vec![
            session.state.into(),
            session.late.into(),
            session.completed_by.as_ref().into(),
            session.last_payment.as_ref().into(),
            session.attempts.into(),
            session.undecided.into(),
            session.expires_at.into(),
            session.completed_at.into(),
            session.version.into(),
        ],
    }
}

pub(super) fn read(cells: &mut Cells<'_>) -> Result<Session, StoreError> {
    let (id, merchant_reference, amount, amount_source) =
        (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    let customer = Customer { name: cells.take()?, email: cells.take()?, phone: cells.take()? };
    let metadata = cells.take::<Option<text::List<_>>>()?.map(|list| list.0);
    let (redirect_url, webhook_url, created_at) = (cells.take()?, cells.take()?, cells.take()?);
    Ok(Session {
        id,
        merchant_reference,
        amount,
        amount_source,
        customer,
        metadata,
        redirect_url,
        webhook_url,
        state: cells.take()?,
        late: cells.take()?,
        completed_by: cells.take()?,
        last_payment: cells.take()?,
        attempts: cells.take()?,
        undecided: cells.take()?,
        created_at,
        expires_at: cells.take()?,
        completed_at: cells.take()?,
        version: cells.take()?,
    })
}
