<?php

declare(strict_types=1);

// Every vector through the door, counted; the report stands beside those of the other languages.

require_once __DIR__ . '/JsonText.php';

$hex = static fn (string $name): string => 'member ' . bin2hex(utf16($name));
$text = static fn (array $value): string => iconv('UTF-16BE', 'UTF-8', hex2bin($value[1]));
$holds = static function (array $case) use ($hex, $text): bool {
    $answer = JsonText::read(rwandapay_call($text($case[$hex('op')]), $case[$hex('in')][2]))[1];
    if ($text($case[$hex('result')]) === 'valid') {
        return isset($answer[$hex('ok')]) && equal($case[$hex('out')], $answer[$hex('ok')]);
    }
    $expected = $case[$hex('error')][1];
    $error = $answer[$hex('error')][1] ?? [];
    $same = static fn (string $name): bool => isset($error[$hex($name)]) && equal($expected[$hex($name)], $error[$hex($name)]);
    return $same('code') && $same('field');
};

return ['every vector holds' => static function () use ($hex, $text, $holds): string {
    $report = [];
    $wrong = [];
    $total = 0;
    foreach (glob(ROOT . '/tests/vectors/*.json') as $path) {
        $file = JsonText::read(file_get_contents($path))[1];
        $cases = array_column($file[$hex('cases')][1], 1);
        $ids = array_map(static fn (array $case): string => $text($case[$hex('id')]), $cases);
        same((int) $file[$hex('vectors')][1], count(array_unique($ids)), $path);
        same(count($cases), count($ids), $path);
        $failed = array_filter($cases, static fn (array $case): bool => !$holds($case));
        foreach ($failed as $case) {
            $wrong[] = $text($case[$hex('id')]);
        }
        $report[basename($path, '.json')] = ['cases' => count($cases), 'passed' => count($cases) - count($failed)];
        $total += count($cases);
    }
    $folder = ROOT . '/target/conformance';
    is_dir($folder) || mkdir($folder, recursive: true);
    file_put_contents("{$folder}/php.json", json_encode(['language' => 'php', 'files' => $report]));
    same([], $wrong);
    same(true, $total > 3_000);
    return "{$total} vectors";
}];
