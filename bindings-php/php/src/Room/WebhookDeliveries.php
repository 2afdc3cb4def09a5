<?php

declare(strict_types=1);

namespace RwandaPay\Room;

use RwandaPay\RwandaPay;

/** What was sent to your addresses. */
final readonly class WebhookDeliveries
{
    /** @internal made by the client */
    public function __construct(private RwandaPay $client)
    {
    }

    /**
     * Deliveries, newest first.
     *
     * @param array<string, mixed> $filters
     * @return \Generator<int, array<string, mixed>>
     */
    public function list(#[\SensitiveParameter] array $filters = []): \Generator
    {
        return $this->client->pages('webhook_deliveries.list', $filters);
    }

    /**
     * Sends an event again.
     *
     * @return array<string, mixed>
     */
    public function redeliver(string $id): array
    {
        return $this->client->request('webhook_deliveries.redeliver', ['id' => $id]);
    }
}
