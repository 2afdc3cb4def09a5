<?php
// Keep this key with the order: the same request sent again never asks the customer twice.
$idempotencyKey = bin2hex(random_bytes(16));

$request = curl_init('https://sandbox-api.rwandapay.rw/v1/payments/collect');
curl_setopt_array($request, [
    CURLOPT_POST => true,
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'Authorization: Bearer YOUR_API_KEY',
        'Content-Type: application/json',
        "Idempotency-Key: $idempotencyKey",
    ],
    CURLOPT_POSTFIELDS => json_encode([
        'amount' => 5000,
        'phone' => '0788123456',
        'provider' => 'MTN',
        'reference' => 'INV-001',
    ]),
]);
$body = curl_exec($request);
if ($body === false) {
    throw new RuntimeException(curl_error($request));
}
echo json_decode($body, true)['data']['reference'], PHP_EOL;
