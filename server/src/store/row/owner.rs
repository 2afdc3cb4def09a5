//! Owners as two cells: what they are, and their reference or id.

use rwandapay_core::record::Owner;
use rwandapay_core::reference::{PaymentRef, RefundRef, SessionId, WithdrawalRef};

use super::super::StoreError;
use super::cell::{Cell, Cells};

/// The two cells of an owner.
pub fn cells(owner: Option<&Owner>) -> [Cell<'_>; 2] {
    let kind = owner.map(|owner| match owner {
        Owner::Payment(_) => "payment",
        Owner::Session(_) => "session",
        Owner::Refund(_) => "refund",
        Owner::Withdrawal(_) => "withdrawal",
        Owner::Other(_) => "other",
    });
    [kind.into(), owner.map(Owner::name).into()]
}

/// The owner in the next two cells, if there is one.
pub fn take(cells: &mut Cells<'_>) -> Result<Option<Owner>, StoreError> {
    let (kind, name) = (cells.take::<Option<String>>()?, cells.take::<Option<String>>()?);
    let (Some(kind), Some(name)) = (kind, name) else { return Ok(None) };
    let owner = match kind.as_str() {
        "payment" => PaymentRef::parse(&name).ok().map(Owner::Payment),
        "session" => SessionId::parse(&name).ok().map(Owner::Session),
        "refund" => RefundRef::parse(&name).ok().map(Owner::Refund),
        "withdrawal" => WithdrawalRef::parse(&name).ok().map(Owner::Withdrawal),
        "other" => Some(Owner::Other(name)),
        _ => None,
    };
    owner.map(Some).ok_or_else(|| cells.refused())
}
