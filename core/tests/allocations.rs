//! What runs on every request allocates nothing.

use allocation_counter::measure;
use rwandapay_core::fee::Schedule;
use rwandapay_core::idempotency::FingerprintBuilder;
use rwandapay_core::money::{Limits, Rwf};
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::{Provider, choose};
use rwandapay_core::rate_limit::{Bucket, Plan};
use rwandapay_core::time::Instant;

fn allocations(run: impl FnOnce()) -> u64 {
    measure(run).count_total
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(String::from("one")))), 1);
}

#[test]
fn phones_are_read_and_printed_without_an_allocation() {
    let texts = ["0788123456", "+250 (0) 788-123-456", "tel:+250788123456", "O788123456", "٠٧٨٨١٢٣٤٥٦", ""];
    let counted = allocations(|| {
        for text in texts {
            if let Ok(phone) = std::hint::black_box(Phone::parse(text)) {
                std::hint::black_box((phone.e164(), phone.national(), phone.display(), phone.masked()));
                assert!(choose(phone, Some(Provider::Mtn), false).is_ok());
            }
        }
    });
    assert_eq!(counted, 0);
}

#[test]
fn amounts_and_quotes_need_no_allocation() {
    let schedule = Schedule::standard();
    let counted = allocations(|| {
        for text in ["5000", "5000.00", "5000.5", "1e3", "99", "9007199254740992"] {
            if let Ok(amount) = Rwf::parse(text).and_then(|amount| Limits::COLLECT.check(amount)) {
                assert!(std::hint::black_box(schedule.quote(amount, Some(Provider::Airtel))).is_ok());
                assert!(std::hint::black_box(schedule.gross_for_net(amount, None)).is_ok());
            }
        }
    });
    assert_eq!(counted, 0);
}

#[test]
fn buckets_and_fingerprints_need_no_allocation() {
    let mut bucket = Bucket::new(Plan::Sandbox);
    let counted = allocations(|| {
        assert!(bucket.take(Instant::EPOCH).allowed);
        let builder = FingerprintBuilder::new(b"key", "collect").field("amount", Some(b"5000"));
        std::hint::black_box(builder.field("provider", None).finish());
    });
    assert_eq!(counted, 0);
}
