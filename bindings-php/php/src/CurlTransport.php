<?php

declare(strict_types=1);

namespace RwandaPay;

/** PHP's curl, with a connection of its own for each request: safe across forks and reloads of a worker. */
final readonly class CurlTransport implements Transport
{
    /** The longest answer that is read, in bytes. */
    public const MAX_ANSWER_BYTES = 1_048_576;

    /** What curl reports only before a byte of the request has left. */
    private const NOT_SENT = [
        CURLE_UNSUPPORTED_PROTOCOL,
        CURLE_URL_MALFORMAT,
        CURLE_COULDNT_RESOLVE_PROXY,
        CURLE_COULDNT_RESOLVE_HOST,
        CURLE_COULDNT_CONNECT,
        CURLE_SSL_CONNECT_ERROR,
        CURLE_SSL_CACERT,
        CURLE_SSL_CACERT_BADFILE,
    ];

    /** @param ?string $authorities a file of certificates, for an authority of your own */
    public function __construct(private ?string $authorities = null)
    {
    }

    public function send(
        string $method,
        string $url,
        #[\SensitiveParameter] array $headers,
        #[\SensitiveParameter] ?string $body,
        int $timeoutMs,
    ): Response {
        $handle = curl_init();
        $found = [];
        $read = '';
        curl_setopt_array($handle, $this->options($method, $url, $headers, $body, $timeoutMs) + [
            CURLOPT_HEADERFUNCTION => static function ($_, string $line) use (&$found): int {
                [$name, $value] = explode(':', $line, 2) + [1 => null];
                if ($value !== null) {
                    $found[strtolower(trim($name))] = trim($value);
                }
                return \strlen($line);
            },
            CURLOPT_WRITEFUNCTION => static function ($_, string $part) use (&$read): int {
                $read .= $part;
                // One byte too many is enough for the core to refuse it.
                return \strlen($read) > self::MAX_ANSWER_BYTES ? 0 : \strlen($part);
            },
        ]);
        curl_exec($handle);
        $this->refuse($handle, \strlen($read));
        $status = curl_getinfo($handle, CURLINFO_RESPONSE_CODE);
        return new Response($status, $found, substr($read, 0, self::MAX_ANSWER_BYTES + 1));
    }

    /**
     * @param array<string, string> $headers
     * @return array<int, mixed>
     */
    private function options(string $method, string $url, array $headers, ?string $body, int $timeoutMs): array
    {
        // curl would wait for a permission to send a body that nobody gives.
        $lines = ['Expect:'];
        foreach ($headers as $name => $value) {
            $lines[] = "{$name}: {$value}";
        }
        $options = [
            CURLOPT_URL => $url,
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_HTTPHEADER => $lines,
            CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1,
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_FRESH_CONNECT => true,
            CURLOPT_FORBID_REUSE => true,
            CURLOPT_PROXY => '',
            CURLOPT_NOSIGNAL => true,
            CURLOPT_TIMEOUT_MS => $timeoutMs,
        ];
        if ($body !== null) {
            $options[CURLOPT_POSTFIELDS] = $body;
        }
        if ($this->authorities !== null) {
            $options[CURLOPT_CAINFO] = $this->authorities;
        }
        return $options;
    }

    /** @throws NotSent|MaybeSent for an exchange without a whole answer */
    private function refuse(\CurlHandle $handle, int $readBytes): void
    {
        $number = curl_errno($handle);
        if ($number === CURLE_OK || ($number === CURLE_WRITE_ERROR && $readBytes > self::MAX_ANSWER_BYTES)) {
            return;
        }
        $message = curl_strerror($number) ?? 'curl failed';
        // Until the connection and its handshake are done, curl sends nothing of the request.
        $connecting = $number === CURLE_OPERATION_TIMEDOUT && curl_getinfo($handle, CURLINFO_PRETRANSFER_TIME_T) === 0;
        throw $connecting || \in_array($number, self::NOT_SENT, true) ? new NotSent($message) : new MaybeSent($message);
    }
}
