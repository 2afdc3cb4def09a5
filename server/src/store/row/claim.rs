//! Claims: written once and deleted, never changed.

use sha2::{Digest, Sha256};

use rwandapay_core::record::{Claim, ClaimKind, Stored};

use super::super::StoreError;
use super::cell::{Cell, Cells};
use super::owner;
use super::table::{Columns, Parts};
use super::text::hex;

pub(super) const COLUMNS: Columns = Columns {
    name: "claims",
    key: &["kind", "key"],
    key_is_global: false,
    fixed: &["owner_kind", "owner", "taken_at", "fingerprint", "data"],
    changing: &[],
};

/// The name of a kind of claim in its table.
pub fn claim_kind_name(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Idempotency => "idempotency",
        ClaimKind::Reference => "reference",
        ClaimKind::RefundReference => "refund_reference",
        ClaimKind::WithdrawalReference => "withdrawal_reference",
        ClaimKind::PublishableReference => "publishable_reference",
        ClaimKind::Prompt => "prompt",
        ClaimKind::OpenAttempt => "open_attempt",
        ClaimKind::Callback => "callback",
        ClaimKind::EndpointUrl => "endpoint_url",
    }
}

impl From<ClaimKind> for Cell<'_> {
    fn from(kind: ClaimKind) -> Self {
        claim_kind_name(kind).into()
    }
}

/// What stands for a claimed text. A callback token would be a key to whoever reads the table: its hash is
/// found as well, and a token of 128 random bits cannot be guessed from it.
pub(super) fn stored_text(kind: ClaimKind, text: &str) -> Cell<'_> {
    if kind == ClaimKind::Callback { callback_digest(text).into() } else { text.into() }
}

/// The hash that a callback token is found by: SHA-256, hexadecimal.
pub fn callback_digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

pub(super) fn parts(claim: &Claim) -> Parts<'_> {
    let [owner_kind, owner] = owner::cells(Some(&claim.owner));
    let stored = claim.stored.as_ref();
    let fixed = vec![
        owner_kind,
        owner,
        claim.taken_at.into(),
        stored.map(|stored| &stored.fingerprint).into(),
        stored.map(|stored| &stored.data).into(),
    ];
    Parts { fixed, changing: Vec::new() }
}

pub(super) fn read(cells: &mut Cells<'_>) -> Result<Claim, StoreError> {
    cells.skip(COLUMNS.key.len());
    let owner = owner::take(cells)?.ok_or_else(|| cells.refused())?;
    let taken_at = cells.take()?;
    let (fingerprint, data) = (cells.take::<Option<_>>()?, cells.take::<Option<_>>()?);
    let stored = fingerprint.zip(data).map(|(fingerprint, data)| Stored { fingerprint, data });
    Ok(Claim { owner, taken_at, stored })
}
