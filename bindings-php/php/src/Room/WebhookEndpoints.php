<?php

declare(strict_types=1);

namespace RwandaPay\Room;

use RwandaPay\RwandaPay;

/** Addresses that events go to. */
final readonly class WebhookEndpoints
{
    /** @internal made by the client */
    public function __construct(private RwandaPay $client)
    {
    }

    /**
     * Registers an address: `url` and optionally `events`; the answer alone shows its secret.
     *
     * @param array<string, mixed> $parameters
     * @return array<string, mixed>
     */
    public function create(#[\SensitiveParameter] array $parameters, ?string $idempotencyKey = null): array
    {
        return $this->client->request('webhook_endpoints.create', $parameters, $idempotencyKey);
    }

    /**
     * All addresses.
     *
     * @param array<string, mixed> $filters
     * @return \Generator<int, array<string, mixed>>
     */
    public function list(#[\SensitiveParameter] array $filters = []): \Generator
    {
        return $this->client->pages('webhook_endpoints.list', $filters);
    }

    /**
     * Removes an address.
     *
     * @return array<string, mixed>
     */
    public function delete(string $id): array
    {
        return $this->client->request('webhook_endpoints.delete', ['id' => $id]);
    }

    /**
     * Makes a new secret; the old one signs beside it for a while.
     *
     * @return array<string, mixed>
     */
    public function rotate(string $id, ?int $overlapSeconds = null): array
    {
        return $this->client->request('webhook_endpoints.rotate', ['id' => $id, 'overlap_seconds' => $overlapSeconds]);
    }

    /**
     * Sends a `webhook.test`.
     *
     * @return array<string, mixed>
     */
    public function test(string $id): array
    {
        return $this->client->request('webhook_endpoints.test', ['id' => $id]);
    }
}
