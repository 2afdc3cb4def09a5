//! The fee of an amount.

use rust_decimal::{Decimal, RoundingStrategy};
use rwandapay_core::fee::Schedule;
use rwandapay_core::money::Rwf;
use rwandapay_core::provider::Provider;

use crate::harness::{Table, nanoseconds};

/// Our quote and its inverse, and the same rounding in decimals.
pub fn measure(table: &mut Table) {
    table.section("quote");
    let amounts = [5000, 100, 333, 999_999, 128, 1_000_000, 250_000, 77_777]
        .map(|francs| Rwf::new(francs).unwrap_or_default());
    let schedule = Schedule::standard();
    let ours = nanoseconds(&amounts, |amount| schedule.quote(amount, Some(Provider::Mtn)));
    table.ours("quote", ours);
    table.ours("gross for a net", nanoseconds(&amounts, |net| schedule.gross_for_net(net, None)));
    let texts = ["5000", "100", "333", "999999", "128.00", "1000000", "250000", "77777"];
    let parse = nanoseconds(&texts, Rwf::parse);
    table.ours("amount from text", parse);
    let rate = Decimal::new(35, 3);
    let decimals = amounts.map(Decimal::from);
    let quote = |amount: Decimal| {
        let fee = (amount * rate).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        (fee, amount - fee)
    };
    table.peer("rust_decimal, quote", nanoseconds(&decimals, quote), ours);
    table.peer("rust_decimal, from text", nanoseconds(&texts, str::parse::<Decimal>), parse);
}
