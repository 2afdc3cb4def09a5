<?php

declare(strict_types=1);

namespace RwandaPay;

use RwandaPay\Exception\RwandaPayException;

/** The door to the core: any of its pure operations, by name. */
final class Core
{
    /** The version of the native part that this library was written for. */
    public const ABI_VERSION = 1;

    /**
     * Carries out a pure operation: `Core::call('phone.parse', ['text' => '0788123456'])['e164']` is
     * `+250788123456`.
     *
     * @param array<string, mixed> $members
     * @throws RwandaPayException what the operation refuses
     */
    public static function call(string $operation, #[\SensitiveParameter] array $members): mixed
    {
        self::ready();
        return self::answered(\rwandapay_call($operation, self::encode((object) $members)));
    }

    /**
     * JSON as the core reads it.
     *
     * @throws \InvalidArgumentException for a text that is not UTF-8, which JSON cannot hold
     */
    public static function encode(#[\SensitiveParameter] mixed $value): string
    {
        try {
            return json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION);
        } catch (\JsonException $error) {
            // Without the cause, whose trace would hold what was given.
            throw new \InvalidArgumentException('what was given is no JSON: ' . $error->getMessage());
        }
    }

    /** The value of an answer. @throws RwandaPayException its error */
    public static function answered(string $text): mixed
    {
        $answer = self::decode($text);
        if (isset($answer['error'])) {
            throw RwandaPayException::of($answer['error']);
        }
        return $answer['ok'];
    }

    /** @return array<string, mixed> */
    public static function decode(string $text): array
    {
        return json_decode($text, true, 64, JSON_THROW_ON_ERROR);
    }

    /** @throws \LogicException where the extension is missing, or of another version than this library */
    public static function ready(): void
    {
        if (!\extension_loaded('rwandapay')) {
            throw new \LogicException('the extension rwandapay is not loaded; add extension=rwandapay to php.ini');
        }
        $version = \rwandapay_abi_version();
        if ($version !== self::ABI_VERSION) {
            throw new \LogicException(
                "the extension rwandapay has version {$version}, and this library needs " . self::ABI_VERSION
            );
        }
    }
}
