<?php

declare(strict_types=1);

use RwandaPay\Core;
use RwandaPay\Exception\InvalidInputException;
use RwandaPay\Exception\RwandaPayException;
use RwandaPay\Money;
use RwandaPay\Phone;
use RwandaPay\Quote;
use RwandaPay\Webhooks;

const SECRET = 'whsec_c2VjcmV0LW9mLXRoaXJ0eS10d28tYnl0ZXMtaGVyZSEhIQ==';

return [
    'an amount is exact' => static function (): void {
        foreach ([5000, '5000', '5000.00'] as $amount) {
            same(5000, Money::francs($amount));
        }
        foreach ([5000.0, true, null, [5000]] as $amount) {
            thrown(TypeError::class, static fn () => Money::francs($amount));
        }
        foreach (['5000.5', -1, '', '5,000', "\u{665}", PHP_INT_MAX] as $amount) {
            thrown(InvalidInputException::class, static fn () => Money::francs($amount));
        }
    },
    'a phone shows itself masked' => static function (): void {
        $phone = Phone::parse('+250 788 123 456');
        same(['+250788123456', 'MTN'], [$phone->e164, $phone->provider]);
        ob_start();
        var_dump($phone);
        same(false, str_contains(ob_get_clean() . $phone, '788123456'));
        thrown(TypeError::class, static fn () => Phone::parse(788123456));
        thrown(Error::class, static fn () => $phone->e164 = 'x');
    },
    'a quote adds up' => static function (): void {
        foreach ([100, 5000, 999_999, 1_000_000] as $amount) {
            $quote = Quote::of($amount);
            same($amount, $quote->fee + $quote->netAmount);
        }
        same('amount_below_minimum', thrown(InvalidInputException::class, static fn () => Quote::of(99))->reason);
    },
    'every error of the table becomes an exception of its kind' => static function (): void {
        $cases = json_decode(file_get_contents(ROOT . '/tests/vectors/errors.json'), true)['cases'];
        $rows = array_filter($cases, static fn (array $case) => $case['op'] === 'error.describe' && isset($case['out']));
        same(true, count($rows) > 80);
        foreach ($rows as ['out' => $row]) {
            $error = RwandaPayException::of(['code' => $row['name'], 'kind' => $row['kind'], 'message' => 'x']);
            $class = str_replace('_', '', ucwords($row['kind'], '_'));
            same("RwandaPay\\Exception\\{$class}Exception", $error::class);
            same($row['name'], $error->reason);
        }
        $novel = RwandaPayException::of(['code' => 'x', 'kind' => 'novel', 'message' => 'm']);
        same(RwandaPayException::class, $novel::class);
        thrown(RwandaPayException::class, static fn () => Core::call('no.such', []));
        thrown(InvalidArgumentException::class, static fn () => Core::call('phone.parse', ['text' => "\xff"]));
    },
    'what is signed verifies as every framework gives it' => static function (): void {
        $body = '{"event":"payment.successful","data":{}}';
        $headers = Webhooks::sign($body, SECRET, 'evt_1');
        $server = ['REQUEST_METHOD' => 'POST', 'REQUEST_TIME_FLOAT' => 1.5];
        foreach ($headers as $name => $value) {
            $server['HTTP_' . strtoupper(strtr($name, '-', '_'))] = $value;
        }
        $lists = array_map(static fn (string $value): array => [$value], $headers);
        foreach ([$headers, array_change_key_case($headers, CASE_UPPER), $lists, $server] as $given) {
            same('payment.successful', Webhooks::verify($body, $given, SECRET)['event']);
        }
        $error = thrown(RwandaPayException::class, static fn () => Webhooks::verify("{$body} ", $headers, SECRET));
        same('webhook_signature_mismatch', $error->reason);
        same(false, str_contains((string) $error, SECRET));
        $old = Webhooks::sign($body, SECRET, 'evt_1', 1_700_000_000);
        thrown(RwandaPayException::class, static fn () => Webhooks::verify($body, $old, SECRET));
        thrown(RwandaPayException::class, static fn () => Webhooks::verify($body, [], SECRET));
    },
    'a signature is plain HMAC, as anybody computes it' => static function (): void {
        $key = base64_decode(substr(SECRET, 6));
        $expected = 'v1,' . base64_encode(hash_hmac('sha256', 'evt_1.1700000000.{}', $key, true));
        same($expected, Webhooks::sign('{}', SECRET, 'evt_1', 1_700_000_000)['webhook-signature']);
    },
];
