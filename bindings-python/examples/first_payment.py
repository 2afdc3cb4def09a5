"""A first payment by way of a server: RWANDAPAY_API_KEY says who you are, RWANDAPAY_BASE_URL where the server is."""

import sys

from rwandapay import RwandaPay

with RwandaPay() as pay:
    payment = pay.payments.collect(amount=5000, phone="0788123456", reference=sys.argv[1])
    print(payment["reference"], payment["status"])
    payment = pay.payments.wait(sys.argv[1], deadline_ms=60_000)
    print(payment["status"], payment["net_amount"])
