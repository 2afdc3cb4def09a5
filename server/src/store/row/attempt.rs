//! Attempts at a provider.

use rwandapay_core::record::{Attempt, Purpose, Stage};
use rwandapay_core::reference::{PaymentRef, RefundRef, WithdrawalRef};

use super::super::StoreError;
use super::cell::{Cell, Cells, FromCell};
use super::table::{Columns, Parts};
use super::{Context, text};

pub(super) const COLUMNS: Columns = Columns {
    name: "attempts",
    key: &["reference"],
    key_is_global: true,
    fixed: &[
        "purpose",
        "about",
        "collected_by",
        "provider",
        "phone",
        "amount",
        "callback_token",
        "created_at",
    ],
    changing: &[
        "stage",
        "maybe_taken",
        "sent_at",
        "prompt_until",
        "submissions",
        "enquiries",
        "not_found_at",
        "version",
    ],
};

const STAGES: [(Stage, &str); 6] = [
    (Stage::Created, "created"),
    (Stage::Sending, "sending"),
    (Stage::Accepted, "accepted"),
    (Stage::Unknown, "unknown"),
    (Stage::Closed, "closed"),
    (Stage::Parked, "parked"),
];

impl From<Stage> for Cell<'_> {
    fn from(stage: Stage) -> Self {
        let name = match stage {
            Stage::Created => "created",
            Stage::Sending => "sending",
            Stage::Accepted => "accepted",
            Stage::Unknown => "unknown",
            Stage::Closed => "closed",
            Stage::Parked => "parked",
        };
        name.into()
    }
}

impl FromCell for Stage {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        let Cell::Text(text) = cell else { return None };
        STAGES.into_iter().find(|(_, name)| *name == text).map(|(stage, _)| stage)
    }
}

fn purpose(purpose: &Purpose) -> [Cell<'_>; 3] {
    match purpose {
        Purpose::Collect(payment) => ["collect".into(), payment.into(), Cell::Null],
        Purpose::Refund(refund, collected_by) => ["refund".into(), refund.into(), collected_by.into()],
        Purpose::Withdraw(withdrawal) => ["withdraw".into(), withdrawal.into(), Cell::Null],
    }
}

fn take_purpose(cells: &mut Cells<'_>) -> Result<Purpose, StoreError> {
    let (kind, about, collected_by) =
        (cells.take::<String>()?, cells.take::<String>()?, cells.take::<Option<_>>()?);
    let purpose = match (kind.as_str(), collected_by) {
        ("collect", None) => PaymentRef::parse(&about).ok().map(Purpose::Collect),
        ("refund", Some(by)) => RefundRef::parse(&about).ok().map(|refund| Purpose::Refund(refund, by)),
        ("withdraw", None) => WithdrawalRef::parse(&about).ok().map(Purpose::Withdraw),
        _ => None,
    };
    purpose.ok_or_else(|| cells.refused())
}

pub(super) fn parts<'a>(attempt: &'a Attempt, context: &Context) -> Parts<'a> {
    let [kind, about, collected_by] = purpose(&attempt.purpose);
    let sealed = context.sealer.seal(attempt.callback_token.reveal().as_bytes());
    Parts {
        fixed: vec![
            kind,
            about,
            collected_by,
            attempt.provider.into(),
            attempt.phone.into(),
            attempt.amount.into(),
            sealed.into(),
            attempt.created_at.into(),
        ],
        changing: vec![
            attempt.stage.into(),
            attempt.maybe_taken.into(),
            attempt.sent_at.into(),
            attempt.prompt_until.into(),
            attempt.submissions.into(),
            attempt.enquiries.into(),
            attempt.not_found_at.into(),
            attempt.version.into(),
        ],
    }
}

pub(super) fn read(cells: &mut Cells<'_>, context: &Context) -> Result<Attempt, StoreError> {
    let (reference, purpose) = (cells.take()?, take_purpose(cells)?);
    let (provider, phone, amount) = (cells.take()?, cells.take()?, cells.take()?);
    let token = text::open(&cells.take::<Vec<u8>>()?, context.sealer.as_ref());
    let callback_token = token.ok_or_else(|| cells.refused())?;
    let created_at = cells.take()?;
    Ok(Attempt {
        reference,
        purpose,
        provider,
        phone,
        amount,
        callback_token,
        stage: cells.take()?,
        maybe_taken: cells.take()?,
        sent_at: cells.take()?,
        prompt_until: cells.take()?,
        submissions: cells.take()?,
        enquiries: cells.take()?,
        not_found_at: cells.take()?,
        created_at,
        version: cells.take()?,
    })
}
