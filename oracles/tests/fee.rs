//! The fee against decimal arithmetic.

use rust_decimal::{Decimal, RoundingStrategy};
use rwandapay_core::fee::Schedule;
use rwandapay_core::money::Rwf;

#[test]
fn every_amount_that_can_be_collected_costs_what_decimals_say() {
    let schedule = Schedule::standard();
    let rate = Decimal::new(35, 3);
    for francs in 100..=1_000_000_u64 {
        let amount = Rwf::new(francs).unwrap();
        let quote = schedule.quote(amount, None).unwrap();
        let exact = Decimal::from(amount) * rate;
        let fee = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        assert_eq!(Rwf::try_from(fee), Ok(quote.fee), "{francs}");
        assert_eq!(Rwf::try_from(Decimal::from(amount) - fee), Ok(quote.net), "{francs}");
    }
}
