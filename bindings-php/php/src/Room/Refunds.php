<?php

declare(strict_types=1);

namespace RwandaPay\Room;

use RwandaPay\RwandaPay;

/** Refunds. */
final readonly class Refunds
{
    /** @internal made by the client */
    public function __construct(private RwandaPay $client)
    {
    }

    /**
     * One refund, by our reference or yours.
     *
     * @return array<string, mixed>
     */
    public function get(string $reference): array
    {
        return $this->client->request('refunds.get', ['reference' => $reference]);
    }
}
