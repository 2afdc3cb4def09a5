// Keep this key with the order: the same request sent again never asks the customer twice.
const idempotencyKey = crypto.randomUUID();

const response = await fetch("https://sandbox-api.rwandapay.rw/v1/payments/collect", {
  method: "POST",
  headers: {
    Authorization: "Bearer YOUR_API_KEY",
    "Content-Type": "application/json",
    "Idempotency-Key": idempotencyKey,
  },
  body: JSON.stringify({ amount: 5000, phone: "0788123456", provider: "MTN", reference: "INV-001" }),
});
const { data } = await response.json();
console.log(data.reference);
