<?php

declare(strict_types=1);

namespace RwandaPay;

/** Webhooks: verified over the raw body, before anything in it is read. */
final class Webhooks
{
    /**
     * The event in a delivery, once its signature is proven.
     *
     * `$body` is the raw body, exactly as it came (`file_get_contents('php://input')`, `$request->getContent()`).
     * `$headers` are texts or lists by name: `getallheaders()`, Laravel's `$request->headers->all()`, `$_SERVER`.
     * Several secrets are tried, for the time of a rotation.
     *
     * @param array<string, mixed> $headers
     * @param string|list<string> $secrets
     * @return array<string, mixed>
     * @throws Exception\RwandaPayException `webhook_signature_mismatch`, `webhook_timestamp_too_old` and others
     */
    public static function verify(
        string $body,
        array $headers,
        #[\SensitiveParameter] string|array $secrets,
        int $toleranceSeconds = 300,
    ): array {
        Core::call('webhook.verify', [
            'secrets' => (array) $secrets,
            'headers' => self::pairs($headers),
            'body_base64' => base64_encode($body),
            'now' => time(),
            'tolerance_s' => $toleranceSeconds,
        ]);
        return Core::decode($body);
    }

    /**
     * The headers of a delivery, for a test of your receiver.
     *
     * @return array<string, string>
     */
    public static function sign(
        string $body,
        #[\SensitiveParameter] string $secret,
        string $id,
        ?int $timestamp = null,
    ): array {
        return Core::call('webhook.sign', [
            'secrets' => [$secret],
            'id' => $id,
            'timestamp' => $timestamp ?? time(),
            'body_base64' => base64_encode($body),
        ])['headers'];
    }

    /**
     * The headers as pairs; of `$_SERVER`, those that begin with `HTTP_`.
     *
     * @param array<string, mixed> $headers
     * @return list<array{string, string}>
     */
    private static function pairs(array $headers): array
    {
        $pairs = [];
        foreach ($headers as $name => $value) {
            $name = (string) $name;
            if (str_starts_with($name, 'HTTP_')) {
                $name = str_replace('_', '-', substr($name, 5));
            }
            $name = strtolower($name);
            foreach (\is_array($value) ? $value : [$value] as $one) {
                if (\is_string($one) && str_starts_with($name, 'webhook-')) {
                    $pairs[] = [$name, $one];
                }
            }
        }
        return $pairs;
    }
}
