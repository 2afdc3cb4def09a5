<?php

declare(strict_types=1);

namespace RwandaPay\Room;

use RwandaPay\RwandaPay;

/** Payments by customers. */
final readonly class Payments
{
    /** @internal made by the client */
    public function __construct(private RwandaPay $client)
    {
    }

    /**
     * Asks a customer to pay: `amount`, `phone`, and optionally `reference`, `provider`, `callback_url` and
     * `metadata`. The same request for a `reference` never asks twice.
     *
     * @throws \RwandaPay\Exception\UnknownOutcomeException when nobody knows whether it arrived, even after retries
     *
     * @param array<string, mixed> $parameters
     * @return array<string, mixed>
     */
    public function collect(#[\SensitiveParameter] array $parameters, ?string $idempotencyKey = null): array
    {
        return $this->client->request('payments.collect', $parameters, $idempotencyKey);
    }

    /**
     * One payment, by our reference or yours.
     *
     * @return array<string, mixed>
     */
    public function get(string $reference): array
    {
        return $this->client->request('payments.get', ['reference' => $reference]);
    }

    /**
     * Payments, newest first; all pages.
     *
     * @param array<string, mixed> $filters
     * @return \Generator<int, array<string, mixed>>
     */
    public function list(#[\SensitiveParameter] array $filters = []): \Generator
    {
        return $this->client->pages('payments.list', $filters);
    }

    /**
     * The payment, once it is final.
     *
     * @return array<string, mixed>
     * @throws \RwandaPay\Exception\UnavailableException `wait_timed_out` when the deadline comes first
     */
    public function wait(string $reference, ?int $deadlineMs = null): array
    {
        return $this->client->request('payments.wait', ['reference' => $reference], deadlineMs: $deadlineMs);
    }

    /**
     * Gives a payment back, in whole, or `amount` of it.
     *
     * @param array<string, mixed> $parameters
     * @return array<string, mixed>
     */
    public function refund(string $paymentReference, array $parameters = [], ?string $idempotencyKey = null): array
    {
        $given = ['payment_reference' => $paymentReference] + $parameters;
        return $this->client->request('payments.refund', $given, $idempotencyKey);
    }

    /**
     * The refunds of a payment.
     *
     * @param array<string, mixed> $filters
     * @return \Generator<int, array<string, mixed>>
     */
    public function refunds(string $paymentReference, array $filters = []): \Generator
    {
        return $this->client->pages('payments.refunds', ['payment_reference' => $paymentReference] + $filters);
    }
}
