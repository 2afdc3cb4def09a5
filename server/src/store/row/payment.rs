//! Payments.

use rwandapay_core::payment::display;
use rwandapay_core::record::{Customer, Failure, Payment, Review};

use super::super::StoreError;
use super::cell::Cells;
use super::table::{Columns, Parts};
use super::{Context, owner, text};

pub(super) const COLUMNS: Columns = Columns {
    name: "payments",
    key: &["reference"],
    key_is_global: false,
    fixed: &[
        "page",
        "merchant_reference",
        "session",
        "amount",
        "fee",
        "net",
        "fee_schedule",
        "policy",
        "amount_source",
        "phone",
        "provider",
        "provider_source",
        "customer_name",
        "customer_email",
        "customer_phone",
        "metadata",
        "callback_url",
        "attempt",
        "created_at",
    ],
    changing: &[
        "status",
        "state",
        "outcome",
        "failure_code",
        "failure_raw",
        "late",
        "duplicate_of_kind",
        "duplicate_of",
        "review_received",
        "review_payer_differs",
        "review_since",
        "refunded",
        "refund_pending",
        "refunded_beyond",
        "fee_returned",
        "expires_at",
        "paid_at",
        "version",
    ],
};

pub(super) fn parts<'a>(payment: &'a Payment, context: &Context) -> Parts<'a> {
    let Customer { name, email, phone } = &payment.customer;
    let fixed = vec![
        (context.page_index)(&payment.reference).into(),
        payment.merchant_reference.as_ref().into(),
        payment.session.as_ref().into(),
        payment.amount.into(),
        payment.fee.into(),
        payment.net().into(),
        (&payment.fee_schedule).into(),
        (&payment.policy).into(),
        payment.amount_source.into(),
        payment.phone.into(),
        payment.provider.into(),
        payment.provider_source.into(),
        name.as_ref().into(),
        email.as_ref().into(),
        (*phone).into(),
        text::metadata(payment.metadata.as_ref()),
        payment.callback_url.as_ref().into(),
        (&payment.attempt).into(),
        payment.created_at.into(),
    ];
    Parts { fixed, changing: changing(payment) }
}

fn changing(payment: &Payment) -> Vec<super::Cell<'_>> {
    let [duplicate_kind, duplicate_of] = owner::cells(payment.duplicate_of.as_ref());
    let review = payment.review.as_ref();
    vec![
        display(payment.state, payment.amount, payment.refunded).name().into(),
        payment.state.into(),
        payment.outcome.into(),
        payment.failure.as_ref().map(|failure| failure.code).into(),
        payment.failure.as_ref().and_then(|failure| failure.raw.as_ref()).into(),
        payment.late.into(),
        duplicate_kind,
        duplicate_of,
        review.map(|review| review.received).into(),
        review.map(|review| review.payer_differs).into(),
        review.map(|review| review.since).into(),
        payment.refunded.into(),
        payment.refund_pending.into(),
        payment.refunded_beyond.into(),
        payment.fee_returned.into(),
        payment.expires_at.into(),
        payment.paid_at.into(),
        payment.version.into(),
    ]
}

pub(super) fn read(cells: &mut Cells<'_>) -> Result<Payment, StoreError> {
    let reference = cells.take()?;
    cells.skip(1); // the page
    let (merchant_reference, session, amount, fee) =
        (cells.take()?, cells.take()?, cells.take()?, cells.take()?);
    cells.skip(1); // the net amount, which the others make
    let (fee_schedule, policy, amount_source) = (cells.take()?, cells.take()?, cells.take()?);
    let (phone, provider, provider_source) = (cells.take()?, cells.take()?, cells.take()?);
    let customer = Customer { name: cells.take()?, email: cells.take()?, phone: cells.take()? };
    let metadata = cells.take::<Option<text::List<_>>>()?.map(|list| list.0);
    let (callback_url, attempt, created_at) = (cells.take()?, cells.take()?, cells.take()?);
    cells.skip(1); // the status, which the others make
    Ok(Payment {
        reference,
        merchant_reference,
        session,
        amount,
        fee,
        fee_schedule,
        policy,
        amount_source,
        phone,
        provider,
        provider_source,
        customer,
        metadata,
        callback_url,
        state: cells.take()?,
        outcome: cells.take()?,
        failure: failure(cells)?,
        late: cells.take()?,
        duplicate_of: owner::take(cells)?,
        review: review(cells)?,
        refunded: cells.take()?,
        refund_pending: cells.take()?,
        refunded_beyond: cells.take()?,
        fee_returned: cells.take()?,
        attempt,
        created_at,
        expires_at: cells.take()?,
        paid_at: cells.take()?,
        version: cells.take()?,
    })
}

/// A failure in the next two cells, if there is one.
pub(super) fn failure(cells: &mut Cells<'_>) -> Result<Option<Failure>, StoreError> {
    let (code, raw) = (cells.take::<Option<_>>()?, cells.take()?);
    Ok(code.map(|code| Failure { code, raw }))
}

fn review(cells: &mut Cells<'_>) -> Result<Option<Review>, StoreError> {
    let (received, payer_differs, since) =
        (cells.take::<Option<_>>()?, cells.take::<Option<_>>()?, cells.take::<Option<_>>()?);
    Ok(match (received, payer_differs, since) {
        (Some(received), Some(payer_differs), Some(since)) => Some(Review { received, payer_differs, since }),
        _ => None,
    })
}
