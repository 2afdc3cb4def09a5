<?php

declare(strict_types=1);

namespace RwandaPay\Room;

use RwandaPay\RwandaPay;

/** Payouts of your balance. */
final readonly class Withdrawals
{
    /** @internal made by the client */
    public function __construct(private RwandaPay $client)
    {
    }

    /**
     * Pays out: `amount`, `phone`, `pin` and `reference`.
     *
     * @param array<string, mixed> $parameters
     * @return array<string, mixed>
     */
    public function create(#[\SensitiveParameter] array $parameters, ?string $idempotencyKey = null): array
    {
        return $this->client->request('withdrawals.create', $parameters, $idempotencyKey);
    }

    /**
     * One withdrawal.
     *
     * @return array<string, mixed>
     */
    public function get(string $reference): array
    {
        return $this->client->request('withdrawals.get', ['reference' => $reference]);
    }

    /**
     * Withdrawals, newest first.
     *
     * @param array<string, mixed> $filters
     * @return \Generator<int, array<string, mixed>>
     */
    public function list(#[\SensitiveParameter] array $filters = []): \Generator
    {
        return $this->client->pages('withdrawals.list', $filters);
    }
}
