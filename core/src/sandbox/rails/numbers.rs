//! The numbers that make something happen, for documentation: what the script of each does, in words.

/// A number of the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestNumber {
    /// The last three digits of the wallet's number.
    pub ending: u16,
    /// What happens.
    pub what: &'static str,
}

const fn number(ending: u16, what: &'static str) -> TestNumber {
    TestNumber { ending, what }
}

/// What happens to a payment, by the customer's number; every other one is paid after two seconds.
///
/// Source: contract, section 8.
pub const COLLECT_NUMBERS: &[TestNumber] = &[
    number(1, "fails: insufficient_funds"),
    number(2, "fails: payer_rejected"),
    number(3, "fails: payer_timeout"),
    number(4, "fails: payer_not_found"),
    number(5, "fails: payer_limit_reached"),
    number(6, "the provider cannot be reached: pending, then failed, and no money moved"),
    number(7, "unknown, then paid after it expired: a late success"),
    number(8, "unknown, then fails"),
    number(9, "never answers: expires with the outcome unknown"),
    number(10, "paid, and the provider calls back three times"),
    number(11, "paid, and an older callback comes after the newer one"),
    number(12, "paid after 30 seconds"),
    number(13, "the provider reports another amount: under review"),
    number(14, "a forged callback comes first; paid all the same, with the right amount"),
    number(15, "fails: payer_account_blocked"),
    number(16, "fails: wrong_pin"),
    number(17, "fails: low_balance_or_limit"),
    number(18, "fails: provider_declined"),
    number(19, "fails: unknown_reason"),
];

/// What happens to a withdrawal, by the number it goes to; every other one arrives. A refund of a payment
/// from a number that ends in 100 more does the same: 101 for 001.
///
/// Source: contract, section 8.
pub const PAYOUT_NUMBERS: &[TestNumber] = &[
    number(1, "fails: recipient_not_found"),
    number(2, "fails: recipient_cannot_receive"),
    number(3, "fails: float_insufficient"),
    number(7, "unknown, then arrives"),
    number(8, "unknown, then fails"),
];

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::super::script::{Before, End, Kind, Script, Start};
    use super::*;
    use crate::phone::Phone;

    /// Every ending there is: those in the table do something of their own, and the code that they name.
    #[test]
    fn the_tables_are_the_scripts() {
        for (kind, table) in [(Kind::Collect, COLLECT_NUMBERS), (Kind::Payout, PAYOUT_NUMBERS)] {
            for ending in 0..1_000_u16 {
                let phone = Phone::parse(format!("0788123{ending:03}").as_bytes()).unwrap();
                let script = Script::of(kind, phone);
                let row = table.iter().find(|row| row.ending == ending);
                let ordinary = Script::of(kind, Phone::parse(b"0788123456").unwrap());
                assert_eq!(row.is_none(), script == ordinary, "{kind:?} {ending:03}");
                let Some(row) = row else { continue };
                let unknown = script.start == Start::Silent && script.before == Before::Unknown;
                assert_eq!(row.what.starts_with("unknown"), unknown, "{row:?}");
                if let (End::Failed(code), false) = (script.end, unknown) {
                    assert_eq!(row.what, format!("fails: {}", code.name()));
                }
                assert_eq!(
                    row.what.contains("never"),
                    script.end == End::Never && script.start != Start::Down
                );
            }
        }
    }
}
