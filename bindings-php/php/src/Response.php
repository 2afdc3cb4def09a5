<?php

declare(strict_types=1);

namespace RwandaPay;

/** What came back. */
final readonly class Response
{
    /** @param array<string, string> $headers by their names in small letters */
    public function __construct(public int $status, public array $headers, public string $body)
    {
    }
}
