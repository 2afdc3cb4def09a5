//! Every amount to a thousand million as text, every amount that can be collected as a fee.
//!
//! `cargo test --profile proof --test exhaustive_money -- --ignored`

use std::fmt::{self, Write};
use std::thread;

use rwandapay_core::error::Code;
use rwandapay_core::fee::{Rates, Schedule};
use rwandapay_core::money::{Limits, Rwf};
use rwandapay_core::time::KigaliDay;

/// A short text, written to without an allocation.
#[derive(Default)]
struct Buffer {
    bytes: [u8; 16],
    length: usize,
}

impl Write for Buffer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes[self.length..end].copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

/// The decimal text of a number, counted up in place; it grows by itself.
struct Counter {
    digits: [u8; 10],
    from: usize,
}

impl Counter {
    fn at(number: u64) -> Self {
        let text = format!("{number:010}");
        let digits: [u8; 10] = text.as_bytes().try_into().unwrap();
        Self { digits, from: 10 - number.to_string().len() }
    }

    fn text(&self) -> &[u8] {
        &self.digits[self.from..]
    }

    fn step(&mut self) {
        for (at, digit) in self.digits.iter_mut().enumerate().rev() {
            if *digit < b'9' {
                *digit += 1;
                self.from = self.from.min(at);
                return;
            }
            *digit = b'0';
        }
    }
}

fn read_and_print(numbers: std::ops::Range<u64>) {
    let mut counter = Counter::at(numbers.start);
    for number in numbers {
        let text = std::str::from_utf8(counter.text()).unwrap();
        let amount = Rwf::parse(text).unwrap();
        assert_eq!(amount.get(), number);
        let mut printed = Buffer::default();
        write!(printed, "{amount}").unwrap();
        assert_eq!(&printed.bytes[..printed.length], counter.text());
        counter.step();
    }
}

#[test]
#[ignore = "1,000,000,000 amounts: seconds under --profile proof, minutes otherwise"]
fn every_amount_is_read_and_printed_as_the_same_text() {
    thread::scope(|scope| {
        scope.spawn(|| read_and_print(0..500_000_000));
        scope.spawn(|| read_and_print(500_000_000..1_000_000_001));
    });
}

/// Three and a half per cent of each amount, from the definition: the nearest franc, halves up.
#[test]
fn every_amount_that_can_be_collected_is_taken_apart() {
    let schedule = Schedule::standard();
    for francs in 100..=1_000_000_u64 {
        let quote = schedule.quote(Rwf::new(francs).unwrap(), None).unwrap();
        let (fee, net) = (quote.fee.get(), quote.net.get());
        assert_eq!(fee + net, francs);
        // fee − 1/2 <= francs × 350 ÷ 10,000 < fee + 1/2, in whole numbers.
        let doubled = francs * 350 * 2;
        assert!(doubled + 10_000 >= fee * 20_000 && doubled + 10_000 < (fee + 1) * 20_000, "{francs}: {fee}");
    }
}

#[test]
fn every_net_has_its_smallest_amount() {
    let schedule = Schedule::standard();
    let net_of = |francs: u64| schedule.quote(Rwf::new(francs).unwrap(), None).unwrap().net.get();
    let mut smallest = 100;
    for net in 0..=965_000 {
        while net_of(smallest) < net {
            smallest += 1;
        }
        let found = schedule.gross_for_net(Rwf::new(net).unwrap(), None).unwrap();
        assert_eq!(found.amount.get(), smallest, "{net}");
    }
    assert_eq!(smallest, 1_000_000);
    for net in [965_001, 1_000_000, Rwf::MAX.get()] {
        let found = schedule.gross_for_net(Rwf::new(net).unwrap(), None);
        assert_eq!(found.unwrap_err(), Code::NetUnreachable, "{net}");
    }
}

/// A schedule is taken if and only if no fee in its range reaches its amount, which the code argues from
/// the smallest amount alone and this test looks up for every one.
#[test]
fn a_schedule_is_refused_exactly_if_a_fee_reaches_an_amount() {
    let francs = |francs| Rwf::new(francs).unwrap();
    let (mut taken, mut refused) = (0, 0);
    for basis_points in [0, 1, 49, 50, 51, 350, 1234, 5000, 9900, 9949, 9950, 9999, 10_000] {
        for fixed in [0, 1, 10, 95, 96, 99, 100] {
            for minimum in [0, 1, 50, 99, 100, 101] {
                for maximum in [None, Some(0), Some(1), Some(50), Some(99), Some(100), Some(500)] {
                    for from in [1, 2, 100, 101] {
                        let range = Limits { minimum: francs(from), maximum: francs(from + 700) };
                        let rates = Rates {
                            basis_points,
                            fixed: francs(fixed),
                            minimum: francs(minimum),
                            maximum: maximum.map(francs),
                        };
                        let fee = |amount: u64| {
                            let share = (amount * u64::from(basis_points) * 2 + 10_000) / 20_000;
                            (share + fixed).max(minimum).min(maximum.unwrap_or(u64::MAX))
                        };
                        let contradiction = maximum.is_some_and(|maximum| maximum < minimum);
                        let reached = (from..=from + 700).any(|amount| fee(amount) >= amount);
                        let day = KigaliDay::from_number(0);
                        match Schedule::new("grid", day, range, rates, &[]) {
                            Ok(schedule) => {
                                assert!(!reached && !contradiction, "{rates:?} from {from}");
                                taken += 1;
                                for amount in [from, from + 1, from + 333, from + 700] {
                                    let quote = schedule.quote(francs(amount), None).unwrap();
                                    assert_eq!(quote.fee.get(), fee(amount), "{rates:?} of {amount}");
                                }
                            }
                            Err(error) => {
                                assert_eq!(error.code(), Code::FeeScheduleInvalid);
                                assert!(reached || contradiction, "{rates:?} from {from}");
                                refused += 1;
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(taken > 1000 && refused > 1000, "{taken} {refused}");
}
