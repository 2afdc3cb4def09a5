<?php

declare(strict_types=1);

namespace RwandaPay;

/** A Rwandan mobile number. It shows itself masked; the whole number is in its properties. */
final readonly class Phone implements \Stringable
{
    private function __construct(
        public string $e164,
        public string $national,
        public string $masked,
        public ?string $provider,
    ) {
    }

    /**
     * Reads any usual way of writing a Rwandan mobile number.
     *
     * @throws \TypeError for a number, which has lost its first zero
     * @throws Exception\InvalidInputException such as `phone_malformed` or `phone_too_short`
     */
    public static function parse(#[\SensitiveParameter] mixed $text): self
    {
        if (!\is_string($text)) {
            $kind = get_debug_type($text);
            throw new \TypeError("a phone number is a text, not {$kind}; a number loses its first zero");
        }
        $found = Core::call('phone.parse', ['text' => $text]);
        return new self($found['e164'], $found['national'], $found['masked'], $found['provider'] ?? null);
    }

    public function __toString(): string
    {
        return $this->masked;
    }

    /** @return array<string, string> what `var_dump` shows */
    public function __debugInfo(): array
    {
        return ['masked' => $this->masked];
    }
}
