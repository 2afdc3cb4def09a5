<?php

declare(strict_types=1);

namespace RwandaPay;

/**
 * How a request leaves this machine: once, without redirects, cookies or retries; the core decides the rest.
 */
interface Transport
{
    /**
     * @param array<string, string> $headers
     * @throws NotSent nothing has left: no address, no connection, no handshake
     * @throws MaybeSent some of it may have arrived
     */
    public function send(
        string $method,
        string $url,
        #[\SensitiveParameter] array $headers,
        #[\SensitiveParameter] ?string $body,
        int $timeoutMs,
    ): Response;
}
