<?php

declare(strict_types=1);

// Runs every test. The program that RWANDAPAY_SERVER names is started for those that need real HTTP.

require __DIR__ . '/bootstrap.php';

$options = ['--listen', '127.0.0.1:0', '--data', ':memory:', '--rate-limit', 'off', '--log-level', 'off'];
$program = [getenv('RWANDAPAY_SERVER'), ...$options];
$server = proc_open($program, [1 => ['pipe', 'w'], 2 => ['file', '/dev/null', 'w']], $pipes);
preg_match('~://([^/]+)/v1~', fgets($pipes[1]), $found);
putenv("RWANDAPAY_TEST_URL=http://{$found[1]}/v1");
register_shutdown_function(static fn () => proc_terminate($server, SIGKILL));

$ran = 0;
$failed = 0;
foreach (['values', 'client', 'vectors'] as $file) {
    foreach (require __DIR__ . "/{$file}.php" as $name => $test) {
        $ran++;
        try {
            $said = $test();
            echo "ok     {$name}", $said === null ? '' : ": {$said}", "\n";
        } catch (Throwable $error) {
            $failed++;
            echo "FAILED {$name}: {$error->getMessage()} ({$error->getFile()}:{$error->getLine()})\n";
        }
    }
}
echo "{$ran} tests, {$failed} failed\n";
exit($failed === 0 ? 0 : 1);
