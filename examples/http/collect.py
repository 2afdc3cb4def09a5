import uuid

import requests

# Keep this key with the order: the same request sent again never asks the customer twice.
idempotency_key = str(uuid.uuid4())

response = requests.post(
    "https://sandbox-api.rwandapay.rw/v1/payments/collect",
    headers={"Authorization": "Bearer YOUR_API_KEY", "Idempotency-Key": idempotency_key},
    json={"amount": 5000, "phone": "0788123456", "provider": "MTN", "reference": "INV-001"},
    timeout=30,
)
print(response.json()["data"]["reference"])
