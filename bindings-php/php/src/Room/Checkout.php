<?php

declare(strict_types=1);

namespace RwandaPay\Room;

use RwandaPay\RwandaPay;

/** Hosted pages on which a customer pays once. */
final readonly class Checkout
{
    /** @internal made by the client */
    public function __construct(private RwandaPay $client)
    {
    }

    /**
     * Opens a session: `amount`, `tx_ref`, `customer`, `redirect_url` …; send the customer to its `payment_url`.
     *
     * @param array<string, mixed> $parameters
     * @return array<string, mixed>
     */
    public function initialize(#[\SensitiveParameter] array $parameters, ?string $idempotencyKey = null): array
    {
        return $this->client->request('checkout.initialize', $parameters, $idempotencyKey);
    }

    /**
     * One session.
     *
     * @return array<string, mixed>
     */
    public function get(string $sessionId): array
    {
        return $this->client->request('checkout.get', ['session_id' => $sessionId]);
    }

    /**
     * Sessions, newest first.
     *
     * @param array<string, mixed> $filters
     * @return \Generator<int, array<string, mixed>>
     */
    public function list(#[\SensitiveParameter] array $filters = []): \Generator
    {
        return $this->client->pages('checkout.list', $filters);
    }

    /**
     * Closes a session before its time.
     *
     * @return array<string, mixed>
     */
    public function expire(string $sessionId): array
    {
        return $this->client->request('checkout.expire', ['session_id' => $sessionId]);
    }
}
