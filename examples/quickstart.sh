#!/usr/bin/env bash
# A first payment against the sandbox that `cargo run` starts. Run it twice: nothing is paid twice.
set -euo pipefail
api="${RWANDAPAY_URL:-http://127.0.0.1:8080/v1}"
ask() { curl -sS --fail-with-body -H 'Authorization: Bearer sk_test_sandbox' -H 'Content-Type: application/json' "$@"; echo; }

echo '1. Ask 0788123456 for 5,000 RWF. The customer sees a prompt; the payment is pending.'
ask "$api/payments/collect" -d '{"amount": 5000, "phone": "0788123456", "reference": "ORDER-1001"}'

echo '2. Let two seconds pass on the clock of the sandbox: the customer confirms.'
ask "$api/sandbox/clock" -d '{"advance_seconds": 2}'

echo '3. Look the payment up by your own reference. It is successful, and 4,825 RWF are yours.'
ask "$api/payments/ORDER-1001"

echo '4. Give 1,000 RWF back. The reference makes the refund safe to send again.'
ask "$api/payments/ORDER-1001/refund" -d '{"amount": 1000, "reason": "One item was missing", "reference": "RETURN-1001"}'

echo '5. Your wallet.'
ask "$api/balance"

echo '6. What goes wrong says so: every error has a code, a field and a bound.'
curl -sS -H 'Authorization: Bearer sk_test_sandbox' -H 'Content-Type: application/json' \
  "$api/payments/collect" -d '{"amount": 99, "phone": "0252123456"}'; echo
