<?php

declare(strict_types=1);

use RwandaPay\CurlTransport;
use RwandaPay\Exception\InvalidInputException;
use RwandaPay\Exception\NotFoundException;
use RwandaPay\Exception\RwandaPayException;
use RwandaPay\Exception\UnavailableException;
use RwandaPay\Exception\UnknownOutcomeException;
use RwandaPay\MaybeSent;
use RwandaPay\NotSent;
use RwandaPay\Response;
use RwandaPay\RwandaPay;
use RwandaPay\Sandbox;
use RwandaPay\Transport;

const KEY = 'sk_test_sandbox';

/** The real transport, which loses what it is told to lose. */
final class Broken implements Transport
{
    /** @param list<string> $faults */
    public function __construct(private array $faults, private readonly Transport $inner = new CurlTransport())
    {
    }

    public function send(string $method, string $url, array $headers, ?string $body, int $timeoutMs): Response
    {
        $fault = array_shift($this->faults);
        if ($fault === 'refuse') {
            throw new NotSent('refused');
        }
        $answer = $this->inner->send($method, $url, $headers, $body, $timeoutMs);
        return $fault === 'lose' ? throw new MaybeSent('reset') : $answer;
    }
}

/** How many payments there are by a reference. */
function counted(RwandaPay $pay, string $reference): int
{
    return count(iterator_to_array($pay->payments->list(['merchant_reference' => $reference])));
}

$server = getenv('RWANDAPAY_TEST_URL');
$quick = static function (int $_): void {
};

return [
    'a first payment over HTTP' => static function () use ($server): void {
        $pay = new RwandaPay(KEY, $server);
        $payment = $pay->payments->collect(['amount' => 5000, 'phone' => '0788123456', 'reference' => 'PHP-1']);
        same(['pending', 175], [$payment['status'], $payment['fee']]);
        same('successful', $pay->payments->wait('PHP-1', deadlineMs: 60_000)['status']);
        same('pending', $pay->payments->refund('PHP-1', ['amount' => 1000, 'reference' => 'PHP-R1'])['status']);
        same('RWF', $pay->balance()['currency']);
        thrown(NotFoundException::class, static fn () => $pay->payments->get('PHP-never'));
        $wrong = static fn () => $pay->payments->collect(['amount' => 99, 'phone' => '0252123456']);
        $error = thrown(InvalidInputException::class, $wrong);
        same(['amount', 'phone'], array_column($error->details, 'field'));
        same('none', $error->outcome);
        thrown(TypeError::class, static fn () => $pay->payments->collect(['amount' => 5000.0]));
    },
    'lists go on over pages' => static function () use ($server): void {
        $pay = new RwandaPay(KEY, $server);
        $made = [];
        foreach (range(10, 16) as $n) {
            $made[] = $pay->payments->collect(['amount' => 700, 'phone' => "07330002{$n}"])['reference'];
        }
        $listed = [];
        foreach ($pay->payments->list(['limit' => 2, 'provider' => 'Airtel']) as $payment) {
            $listed[] = $payment['reference'];
        }
        same([], array_diff($made, $listed));
        same(count($listed), count(array_unique($listed)));
    },
    'what goes wrong on the way makes one payment' => static function () use ($server, $quick): void {
        $scripts = [['refuse'], ['lose'], ['refuse', 'lose', 'lose'], ['lose', 'refuse', 'lose']];
        foreach ($scripts as $n => $faults) {
            $pay = new RwandaPay(KEY, $server, maxRetries: 5, transport: new Broken($faults), sleep: $quick);
            $given = ['amount' => 5000, 'phone' => '07881235' . (20 + $n), 'reference' => "PHP-F{$n}"];
            same("PHP-F{$n}", $pay->payments->collect($given)['merchant_reference']);
            same(1, counted(new RwandaPay(KEY, $server), "PHP-F{$n}"));
        }
    },
    'an unknown outcome is said and resumed' => static function () use ($server): void {
        $pay = new RwandaPay(KEY, $server, deadlineMs: 2_000, transport: new Broken(array_fill(0, 1_000, 'lose')));
        $given = ['amount' => 5000, 'phone' => '0788123460', 'reference' => 'PHP-U'];
        $error = thrown(UnknownOutcomeException::class, static fn () => $pay->payments->collect($given));
        same('unknown', $error->outcome);
        same(false, str_contains((string) $error, KEY));
        same('PHP-U', (new RwandaPay(KEY, $server))->resume($error->resume)['merchant_reference']);
        same(1, counted(new RwandaPay(KEY, $server), 'PHP-U'));
    },
    'no connection is certainly nothing done' => static function () use ($quick): void {
        $free = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($free, false);
        fclose($free);
        $pay = new RwandaPay(KEY, "http://{$address}/v1", maxRetries: 1, sleep: $quick);
        $given = ['amount' => 5000, 'phone' => '0788123456'];
        $error = thrown(UnavailableException::class, static fn () => $pay->payments->collect($given));
        same('none', $error->outcome);
    },
    'a redirect gets no key and no second request' => static function (): string {
        if (!function_exists('pcntl_fork')) {
            return 'not run: this PHP has no pcntl';
        }
        $listener = stream_socket_server('tcp://127.0.0.1:0');
        $elsewhere = stream_socket_server('tcp://127.0.0.1:0');
        $target = 'http://' . stream_socket_get_name($elsewhere, false) . '/v1/balance';
        $child = pcntl_fork();
        if ($child === 0) {
            $connection = stream_socket_accept($listener, 10);
            fread($connection, 65_536);
            fwrite($connection, "HTTP/1.1 307 X\r\nLocation: {$target}\r\nContent-Length: 0\r\n\r\n");
            fclose($connection);
            posix_kill(posix_getpid(), SIGKILL);
        }
        $pay = new RwandaPay(KEY, 'http://' . stream_socket_get_name($listener, false) . '/v1', maxRetries: 0);
        $error = thrown(RwandaPayException::class, static fn () => $pay->balance());
        same('redirect_refused', $error->reason);
        pcntl_waitpid($child, $status);
        $read = [$elsewhere];
        $none = [];
        same(0, stream_select($read, $none, $none, 0, 200_000), 'somebody came elsewhere');
        return 'refused';
    },
    'a fork keeps a client usable' => static function () use ($server): string {
        if (!function_exists('pcntl_fork')) {
            return 'not run: this PHP has no pcntl';
        }
        $pay = new RwandaPay(KEY, $server);
        $sandbox = RwandaPay::sandbox();
        $pay->balance();
        $child = pcntl_fork();
        if ($child === 0) {
            $both = $pay->balance()['currency'] . $sandbox->balance()['currency'];
            posix_kill(posix_getpid(), $both === 'RWFRWF' ? SIGKILL : SIGTERM);
        }
        pcntl_waitpid($child, $status);
        same(SIGKILL, pcntl_wtermsig($status), 'the child could use neither client');
        same('RWF', $pay->balance()['currency']);
        return 'in parent and child';
    },
    'the sandbox in the process pays, tells and moves its clock' => static function (): void {
        $sandbox = new Sandbox(seed: str_repeat("\0", 32));
        $pay = RwandaPay::sandbox($sandbox);
        $pay->webhookEndpoints->create(['url' => 'https://shop.example/hook']);
        $sandbox->fault('lose_answer');
        $pay->payments->collect(['amount' => 5000, 'phone' => '0788123456', 'reference' => 'ORDER-1']);
        same('successful', $pay->payments->wait('ORDER-1')['status']);
        same(1, counted($pay, 'ORDER-1'));
        $pay->payments->collect(['amount' => 5000, 'phone' => '0788123007', 'reference' => 'ORDER-2']);
        $sandbox->advance(3_600);
        same(true, $pay->payments->get('ORDER-2')['late']);
        $told = array_map(static fn (array $sent) => json_decode($sent['body'], true)['event'], $sandbox->webhooks());
        same(true, in_array('payment.successful', $told, true));
        thrown(NotFoundException::class, static fn () => RwandaPay::sandbox()->payments->get('ORDER-1'));
        $sandbox->close();
        $sandbox->close();
    },
    'a client shows no key' => static function (): void {
        ob_start();
        var_dump(new RwandaPay(KEY));
        same(false, str_contains(ob_get_clean(), KEY));
    },
];
