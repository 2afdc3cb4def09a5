<?php

declare(strict_types=1);

namespace RwandaPay;

use RwandaPay\Exception\RwandaPayException;

/**
 * A merchant's client. The core validates, retries and reads answers; this only sends, waits and tells the time.
 *
 *     $pay = new RwandaPay('sk_test_…');
 *     $payment = $pay->payments->collect(['amount' => 5000, 'phone' => '0788123456', 'reference' => 'ORDER-1']);
 *     $payment = $pay->payments->wait('ORDER-1');
 *
 * The key is `sk_test_…` or `sk_live_…`; `RWANDAPAY_API_KEY` of the environment where it is not given. `deadlineMs`
 * bounds a whole call with its retries, `tryTimeoutMs` one request.
 */
final class RwandaPay
{
    private const SANDBOX_URL = 'https://sandbox-api.rwandapay.rw/v1';

    public readonly Room\Payments $payments;
    public readonly Room\Checkout $checkout;
    public readonly Room\Refunds $refunds;
    public readonly Room\Withdrawals $withdrawals;
    public readonly Room\WebhookEndpoints $webhookEndpoints;
    public readonly Room\WebhookDeliveries $webhookDeliveries;
    public readonly Room\Events $events;
    /** @var array<string, mixed> */
    private readonly array $config;
    private readonly Transport $transport;
    /** @var \Closure(int): void */
    private readonly \Closure $sleep;

    /** @param ?\Closure(int): void $sleep waits so many milliseconds */
    public function __construct(
        #[\SensitiveParameter] ?string $apiKey = null,
        ?string $baseUrl = null,
        ?int $deadlineMs = null,
        ?int $tryTimeoutMs = null,
        ?int $maxRetries = null,
        ?Transport $transport = null,
        ?\Closure $sleep = null,
    ) {
        Core::ready();
        $this->config = array_filter([
            'api_key' => $apiKey ?? (getenv('RWANDAPAY_API_KEY') ?: ''),
            'base_url' => $baseUrl ?? (getenv('RWANDAPAY_BASE_URL') ?: null),
            'deadline_ms' => $deadlineMs,
            'try_timeout_ms' => $tryTimeoutMs,
            'max_retries' => $maxRetries,
        ], static fn (mixed $value): bool => $value !== null);
        $this->transport = $transport ?? new CurlTransport();
        $this->sleep = $sleep ?? static function (int $ms): void {
            usleep($ms * 1_000);
        };
        $this->payments = new Room\Payments($this);
        $this->checkout = new Room\Checkout($this);
        $this->refunds = new Room\Refunds($this);
        $this->withdrawals = new Room\Withdrawals($this);
        $this->webhookEndpoints = new Room\WebhookEndpoints($this);
        $this->webhookDeliveries = new Room\WebhookDeliveries($this);
        $this->events = new Room\Events($this);
    }

    /** A client of a sandbox inside this process: no network, and a clock that a test moves. */
    public static function sandbox(?Sandbox $sandbox = null): self
    {
        $sandbox ??= new Sandbox();
        $sleep = static fn (int $_) => $sandbox->runNext();
        // Its own address, whatever the environment says: nothing of it ever leaves this process.
        return new self('sk_test_sandbox', self::SANDBOX_URL, transport: $sandbox, sleep: $sleep);
    }

    /** @return array<string, mixed> what `var_dump` shows: no key */
    public function __debugInfo(): array
    {
        return ['base_url' => $this->config['base_url'] ?? null];
    }

    /** @return array<string, mixed> what you have, in francs */
    public function balance(): array
    {
        return $this->request('balance');
    }

    /**
     * What a payment would cost, as the server says.
     *
     * @param array<string, mixed> $parameters
     * @return array<string, mixed>
     */
    public function quote(#[\SensitiveParameter] array $parameters): array
    {
        return $this->request('quote', $parameters);
    }

    /**
     * Sends the very request of an error again, with the same key, and learns how it ended.
     *
     * @param string $resume the property of an `UnknownOutcomeException`
     * @return array<string, mixed>
     */
    public function resume(#[\SensitiveParameter] string $resume): array
    {
        $state = base64_decode($resume, true);
        if ($state === false) {
            throw new \InvalidArgumentException('this is not what an error gave as `resume`');
        }
        return $this->run($state, ['resume' => true, 'context' => $this->context(null, null)])['data'];
    }

    /**
     * Any operation by its name, such as `payments.collect`; the methods of this class are made of it.
     *
     * @param array<string, mixed> $parameters
     * @return array<string, mixed>
     * @throws RwandaPayException
     */
    public function request(
        string $operation,
        #[\SensitiveParameter] array $parameters = [],
        ?string $idempotencyKey = null,
        ?int $deadlineMs = null,
    ): array {
        return $this->ask($operation, $parameters, $idempotencyKey, $deadlineMs)['data'];
    }

    /**
     * Every item of a list, page after page.
     *
     * @param array<string, mixed> $parameters
     * @return \Generator<int, array<string, mixed>>
     */
    public function pages(string $operation, array $parameters): \Generator
    {
        $following = $parameters;
        while ($following !== null) {
            $answer = $this->ask($operation, $following, null, null);
            foreach ($answer['data']['items'] as $item) {
                yield $item;
            }
            $following = $answer['next'];
        }
    }

    /**
     * @param array<string, mixed> $parameters
     * @return array<string, mixed>
     */
    private function ask(
        string $operation,
        #[\SensitiveParameter] array $parameters,
        ?string $key,
        ?int $deadlineMs,
    ): array {
        $given = array_filter($parameters, static fn (mixed $value): bool => $value !== null);
        foreach ($given as $name => $value) {
            if (\is_float($value)) {
                throw new \TypeError("`{$name}` is a float, which holds most sums only nearly; write 5000 or '5000.00'");
            }
        }
        $context = $this->context($key, $deadlineMs);
        return $this->run('', ['begin' => $operation, 'parameters' => (object) $given, 'context' => $context]);
    }

    /**
     * @param array<string, mixed> $event
     * @return array<string, mixed>
     */
    private function run(#[\SensitiveParameter] string $state, #[\SensitiveParameter] array $event): array
    {
        $body = '';
        while (true) {
            $full = Core::encode($event + ['config' => $this->config]);
            [$state, $text] = \rwandapay_client_next($state, $full, $body);
            $step = Core::decode($text);
            if (isset($step['done'])) {
                $done = $step['done'];
                return isset($done['error']) ? throw RwandaPayException::of($done['error']) : $done['ok'];
            }
            $body = '';
            if (isset($step['wait'])) {
                ($this->sleep)($step['wait']['ms']);
                $event = ['woke' => true];
            } else {
                [$event, $body] = $this->send($step['send']);
            }
            $event['moment'] = self::moment();
        }
    }

    /**
     * @param array<string, mixed> $send
     * @return array{array<string, mixed>, string}
     */
    private function send(#[\SensitiveParameter] array $send): array
    {
        try {
            $answer = $this->transport->send(
                $send['method'],
                $send['url'],
                $send['headers'],
                $send['body'],
                $send['timeout_ms'],
            );
        } catch (NotSent $error) {
            return [['not_sent' => $error->getMessage()], ''];
        } catch (MaybeSent $error) {
            return [['maybe_sent' => $error->getMessage()], ''];
        }
        // A header of the answer may hold any bytes, and JSON holds UTF-8 only.
        $headers = preg_replace('/[^\x20-\x7e]/', '?', $answer->headers);
        return [['response' => ['status' => $answer->status, 'headers' => (object) $headers]], $answer->body];
    }

    /** @return array<string, mixed> */
    private function context(?string $key, ?int $deadlineMs): array
    {
        $context = self::moment() + ['entropy' => bin2hex(random_bytes(32))];
        $context += $key === null ? [] : ['idempotency_key' => $key];
        return $context + ($deadlineMs === null ? [] : ['deadline_ms' => $deadlineMs]);
    }

    /** @return array<string, int> */
    private static function moment(): array
    {
        return ['wall_ms' => (int) (microtime(true) * 1_000), 'monotonic_ms' => intdiv(hrtime(true), 1_000_000)];
    }
}
