//! Accounts.

use rwandapay_core::json::Json;
use rwandapay_core::record::{Account, Balances, PinFailures, Settings};

use super::super::StoreError;
use super::cell::Cells;
use super::table::{Columns, Parts};
use super::{Context, text};

pub(super) const COLUMNS: Columns = Columns {
    name: "accounts",
    key: &[],
    key_is_global: false,
    fixed: &[],
    changing: &[
        "name",
        "clock",
        "sequence",
        "available",
        "unsettled",
        "reserved",
        "owed",
        "unsettled_days",
        "pin_hash",
        "pin_wrong_in_a_row",
        "pin_wrong_since_success",
        "pin_locked_until",
        "pin_needs_operator",
        "prompt_guard",
        "registered_numbers",
        "registered_only",
        "redirect_origins",
        "plan",
        "secrets",
        "endpoints",
        "version",
    ],
};

pub(super) fn parts<'a>(account: &'a Account, context: &Context) -> Parts<'a> {
    let Account { balances, pin_failures, settings, .. } = account;
    let changing = vec![
        (&account.name).into(),
        account.clock.into(),
        account.sequence.into(),
        balances.available.into(),
        balances.unsettled.into(),
        balances.reserved.into(),
        balances.owed.into(),
        text::unsettled_days(&account.unsettled_days),
        account.pin_hash.as_ref().into(),
        pin_failures.in_a_row.into(),
        pin_failures.since_success.into(),
        pin_failures.locked_until.into(),
        pin_failures.needs_operator.into(),
        settings.prompt_guard.into(),
        text::list(&settings.registered_numbers, |phone| Json::int(phone.get())),
        settings.registered_only.into(),
        text::list(&settings.redirect_origins, |origin| Json::text(origin)),
        settings.plan.into(),
        text::secrets(&account.secrets, context.sealer.as_ref()),
        account.endpoints.into(),
        account.version.into(),
    ];
    Parts { fixed: Vec::new(), changing }
}

pub(super) fn read(cells: &mut Cells<'_>, context: &Context) -> Result<Account, StoreError> {
    Ok(Account {
        name: cells.take()?,
        clock: cells.take()?,
        sequence: cells.take()?,
        balances: Balances {
            available: cells.take()?,
            unsettled: cells.take()?,
            reserved: cells.take()?,
            owed: cells.take()?,
        },
        unsettled_days: cells.take::<text::List<_>>()?.0,
        pin_hash: cells.take()?,
        pin_failures: PinFailures {
            in_a_row: cells.take()?,
            since_success: cells.take()?,
            locked_until: cells.take()?,
            needs_operator: cells.take()?,
        },
        settings: Settings {
            prompt_guard: cells.take()?,
            registered_numbers: cells.take::<text::List<_>>()?.0,
            registered_only: cells.take()?,
            redirect_origins: cells.take::<text::List<_>>()?.0,
            plan: cells.take()?,
        },
        secrets: text::open_all(cells.take()?, context.sealer.as_ref()).ok_or_else(|| cells.refused())?,
        endpoints: cells.take()?,
        version: cells.take()?,
    })
}
