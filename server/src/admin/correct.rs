//! Corrections: each by people, with a reason that stays in the ledger.

use rwandapay_core::engine::Answer;
use rwandapay_core::engine::command::Adjustment;
use rwandapay_core::reference::MerchantId;

use super::desk::Desk;
use super::options::{Correct, People};

pub fn run(desk: &mut Desk, task: &Correct) -> Result<(), String> {
    match task {
        Correct::Credit(sum) => adjust(desk, &sum.merchant, Adjustment::Credit(sum.amount), &sum.people),
        Correct::Debit(sum) => adjust(desk, &sum.merchant, Adjustment::Debit(sum.amount), &sum.people),
        Correct::Deposit { provider, sum } => {
            adjust(desk, &sum.merchant, Adjustment::Deposit(*provider, sum.amount), &sum.people)
        }
        Correct::Reverse(of) => {
            adjust(desk, &of.merchant, Adjustment::Reverse(of.payment.clone()), &of.people)
        }
    }
}

/// Makes a correction, and says where the merchant stands afterwards.
pub fn adjust(
    desk: &mut Desk,
    merchant: &MerchantId,
    adjustment: Adjustment,
    people: &People,
) -> Result<(), String> {
    desk.account(merchant)?;
    match desk.adjust(merchant, adjustment, people)? {
        Answer::Data { data, .. } => println!("{data}"),
        _ => println!("done"),
    }
    let balances = desk.account(merchant)?.balances;
    println!("available {} RWF, owed {} RWF", balances.available, balances.owed);
    Ok(())
}
