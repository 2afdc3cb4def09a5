<?php

declare(strict_types=1);

/**
 * A JSON reader that keeps text as it is, NUL, unpaired marks and long numbers included, which `json_decode` does
 * not. A value is a tagged list, so that `1`, `"1"` and `true` differ, and the members of an object are sorted.
 */
final class JsonText
{
    private int $at = 0;

    public function __construct(private readonly string $text)
    {
    }

    public static function read(string $text): array
    {
        return (new self($text))->value();
    }

    /** @return array{string, mixed, string} what it is, its value, and its own text */
    private function value(): array
    {
        $this->skip();
        $from = $this->at;
        [$tag, $value] = match ($this->text[$from]) {
            '{' => ['object', $this->members()],
            '[' => ['array', $this->items()],
            '"' => ['text', $this->string()],
            default => $this->word(),
        };
        return [$tag, $value, substr($this->text, $from, $this->at - $from)];
    }

    private function members(): array
    {
        $members = [];
        for ($this->at++; $this->next() !== '}';) {
            $name = 'member ' . $this->string();
            $this->next();
            $this->at++;
            $members[$name] = $this->value();
            $this->at += $this->next() === ',' ? 1 : 0;
        }
        $this->at++;
        ksort($members, SORT_STRING);
        return $members;
    }

    private function items(): array
    {
        $items = [];
        for ($this->at++; $this->next() !== ']';) {
            $items[] = $this->value();
            $this->at += $this->next() === ',' ? 1 : 0;
        }
        $this->at++;
        return $items;
    }

    /** The code units of a text, in hexadecimal digits. */
    private function string(): string
    {
        preg_match('/"((?:[^"\\\\]|\\\\.)*+)"/sA', $this->text, $found, 0, $this->at);
        $this->at += strlen($found[0]);
        $short = ['b' => "\x08", 'f' => "\x0c", 'n' => "\n", 'r' => "\r", 't' => "\t"];
        return preg_replace_callback('/\\\\u([0-9a-fA-F]{4})|\\\\(.)|[^\\\\]+/s', static fn (array $part): string => match (true) {
            isset($part[2]) => bin2hex(utf16($short[$part[2]] ?? $part[2])),
            isset($part[1]) => strtolower($part[1]),
            default => bin2hex(utf16($part[0])),
        }, $found[1]);
    }

    private function word(): array
    {
        preg_match('/[^\s,\]}]+/A', $this->text, $found, 0, $this->at);
        $this->at += strlen($found[0]);
        return [is_numeric($found[0]) ? 'number' : 'word', $found[0]];
    }

    private function skip(): void
    {
        $this->at += strspn($this->text, " \t\r\n", $this->at);
    }

    private function next(): string
    {
        $this->skip();
        return $this->text[$this->at];
    }
}

/** UTF-8 as UTF-16, without the extension mbstring. */
function utf16(string $text): string
{
    return iconv('UTF-8', 'UTF-16BE', $text);
}

/** Equal as JSON, whatever the texts looked like. */
function equal(array $one, array $other): bool
{
    if ($one[0] !== $other[0]) {
        return false;
    }
    if (!is_array($one[1])) {
        return $one[0] === 'number' ? $one[1] == $other[1] : $one[1] === $other[1];
    }
    if (array_keys($one[1]) !== array_keys($other[1])) {
        return false;
    }
    foreach ($one[1] as $name => $value) {
        if (!equal($value, $other[1][$name])) {
            return false;
        }
    }
    return true;
}
