<?php

declare(strict_types=1);

namespace RwandaPay;

/**
 * A sandbox inside this process: simulated wallets, no network, a clock that a test moves. The last three digits of
 * a phone decide what happens, as on the server. It is a transport: what a client is given to send with.
 */
final class Sandbox implements Transport
{
    private int $handle;

    /** @param ?string $seed 32 bytes, for the same references every time */
    public function __construct(string $start = '2026-01-05T08:00:00Z', ?string $seed = null)
    {
        Core::ready();
        $opened = Core::encode(['start' => $start, 'seed' => bin2hex($seed ?? random_bytes(32))]);
        $this->handle = Core::answered(\rwandapay_sandbox_open($opened));
    }

    public function __destruct()
    {
        if (isset($this->handle)) {
            $this->close();
        }
    }

    /** The time of its clock. */
    public function now(): string
    {
        return $this->control('now');
    }

    /** Moves the clock, and lets everything happen on the way; gives the new time. */
    public function advance(int $seconds): string
    {
        return $this->control('advance', ['seconds' => $seconds]);
    }

    /** Lets the next thing happen that is due; nobody sleeps. */
    public function runNext(): void
    {
        $this->control('run_next');
    }

    /** Lets the next exchange go wrong: `refuse`, `lose_answer` and others. */
    public function fault(string $name): void
    {
        $this->control('fault', ['fault' => $name]);
    }

    /** @return list<array<string, mixed>> the signed webhooks since the last call: `headers` and `body` */
    public function webhooks(): array
    {
        return $this->control('webhooks');
    }

    /** The secret that signs its webhooks. */
    public function secret(): string
    {
        return $this->control('secret');
    }

    /** Does what a customer does on the page of a session. */
    public function payCheckout(string $sessionId, #[\SensitiveParameter] string $phone): mixed
    {
        return $this->control('pay_checkout', ['session_id' => $sessionId, 'phone' => $phone]);
    }

    /** Ends it. A second time does nothing. */
    public function close(): void
    {
        if ($this->handle !== 0) {
            $this->control('close');
            $this->handle = 0;
        }
    }

    public function send(
        string $method,
        string $url,
        #[\SensitiveParameter] array $headers,
        #[\SensitiveParameter] ?string $body,
        int $timeoutMs,
    ): Response {
        $send = ['method' => $method, 'url' => $url, 'headers' => (object) $headers, 'timeout_ms' => $timeoutMs];
        $send += $body === null ? [] : ['body' => $body];
        $happened = Core::answered(\rwandapay_sandbox_exchange($this->handle, Core::encode($send)));
        if (isset($happened['not_sent'])) {
            throw new NotSent($happened['not_sent']);
        }
        if (isset($happened['maybe_sent'])) {
            throw new MaybeSent($happened['maybe_sent']);
        }
        $response = $happened['response'];
        return new Response($response['status'], $response['headers'], $response['body']);
    }

    /** @param array<string, mixed> $members */
    private function control(string $do, #[\SensitiveParameter] array $members = []): mixed
    {
        return Core::answered(\rwandapay_sandbox_control($this->handle, Core::encode(['do' => $do] + $members)));
    }
}
