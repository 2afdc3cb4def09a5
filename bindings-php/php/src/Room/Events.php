<?php

declare(strict_types=1);

namespace RwandaPay\Room;

use RwandaPay\RwandaPay;

/** What happened. */
final readonly class Events
{
    /** @internal made by the client */
    public function __construct(private RwandaPay $client)
    {
    }

    /**
     * Events, newest first.
     *
     * @param array<string, mixed> $filters
     * @return \Generator<int, array<string, mixed>>
     */
    public function list(#[\SensitiveParameter] array $filters = []): \Generator
    {
        return $this->client->pages('events.list', $filters);
    }

    /**
     * One event, as it was delivered.
     *
     * @return array<string, mixed>
     */
    public function get(string $id): array
    {
        return $this->client->request('events.get', ['id' => $id]);
    }
}
