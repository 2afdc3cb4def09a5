//! Lists and jobs: what a store answers is what the core's own rules make of the same records.

use rwandapay_core::api::Snapshot;
use rwandapay_core::engine::read::{List, page};
use rwandapay_core::provider::Provider;
use rwandapay_core::record::{Record, Scope};
use rwandapay_core::reference::{MerchantReference, PaymentRef};
use rwandapay_core::request::{Cursor, ListQuery};

use crate::common::life::phones;
use crate::common::rng::Rng;
use crate::common::shell::Shell;

/// Statuses of every list, and one that none has.
const STATUSES: [&str; 14] = [
    "pending",
    "successful",
    "failed",
    "expired",
    "refunded",
    "partially_refunded",
    "reversed",
    "open",
    "completed",
    "delivered",
    "disabled",
    "payment.successful",
    "refund.failed",
    "nothing",
];

fn payment(rng: &mut Rng, shell: &Shell) -> Option<PaymentRef> {
    let refunds = shell.store.values().filter_map(|record| match record {
        Record::Refund(refund) => Some(refund.payment.clone()),
        _ => None,
    });
    let refunds: Vec<_> = refunds.collect();
    (!refunds.is_empty() && rng.percent(60)).then(|| rng.pick(&refunds).clone())
}

fn query(rng: &mut Rng, shell: &Shell) -> ListQuery {
    let instant = |rng: &mut Rng| shell.now.plus_seconds(-i64::try_from(rng.below(200_000)).unwrap());
    ListQuery {
        limit: *rng.pick(&[1, 2, 3, 7, 20, 100]),
        cursor: None,
        status: rng.percent(30).then(|| (*rng.pick(&STATUSES)).to_string()),
        provider: rng.percent(15).then(|| *rng.pick(&Provider::ALL)),
        phone: rng.percent(15).then(|| *rng.pick(&phones())),
        merchant_reference: rng
            .percent(15)
            .then(|| MerchantReference::parse(&format!("INV-{}", rng.below(30))).unwrap()),
        created_from: rng.percent(15).then(|| instant(rng)),
        created_to: rng.percent(15).then(|| instant(rng)),
    }
}

/// Walks random lists page by page, beside the core's rule; gives how many pages had something on them.
pub fn agree(snapshot: &dyn Snapshot, shell: &Shell, rng: &mut Rng, walks: u32) -> u32 {
    let mut filled = 0;
    for _ in 0..walks {
        let scopes = shell.scopes();
        let scope: &Scope = rng.pick(&scopes);
        let lists = [
            List::Payments,
            List::Refunds(payment(rng, shell)),
            List::Withdrawals,
            List::Sessions,
            List::Endpoints,
            List::Deliveries,
            List::Events,
        ];
        let list = rng.pick(&lists);
        let mut query = query(rng, shell);
        if rng.percent(10) {
            query.cursor = Some(Cursor { at: shell.now.ms(), reference: "PAY".into() });
        }
        for _ in 0..6 {
            let records = shell.store.iter().filter(|(key, _)| key.scope() == scope);
            let wanted = page(records.map(|(_, record)| record).filter(|record| list.holds(record)), &query);
            let (items, next) = snapshot.page(scope, list, &query).unwrap();
            assert_eq!(items.iter().collect::<Vec<_>>(), wanted.items, "{list:?} {query:?}");
            assert_eq!(next, wanted.next, "{list:?} {query:?}");
            filled += u32::from(!items.is_empty());
            query.cursor = next;
            if query.cursor.is_none() {
                break;
            }
        }
    }
    filled
}
