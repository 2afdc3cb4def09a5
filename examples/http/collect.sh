curl -X POST https://sandbox-api.rwandapay.rw/v1/payments/collect \
  -H "Authorization: Bearer YOUR_API_KEY" \
  -H "Content-Type: application/json" \
  -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" \
  -d '{"amount": 5000, "phone": "0788123456", "provider": "MTN", "reference": "INV-001"}'
