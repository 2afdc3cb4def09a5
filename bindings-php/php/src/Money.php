<?php

declare(strict_types=1);

namespace RwandaPay;

/** Amounts in whole francs. */
final class Money
{
    /**
     * An amount, from a whole number or a text of digits: `francs('5000.00')` is 5000. A float is refused, because
     * it holds most sums only nearly.
     *
     * @throws \TypeError for anything else than a whole number or a text
     * @throws Exception\InvalidInputException `amount_not_whole`, `amount_negative`, `amount_too_large`,
     *                                         `amount_malformed`
     */
    public static function francs(mixed $amount): int
    {
        if (!\is_int($amount) && !\is_string($amount)) {
            $kind = get_debug_type($amount);
            throw new \TypeError("an amount is a whole number or a text of digits, not {$kind}; write 5000 or '5000.00'");
        }
        return Core::call('amount.parse', ['text' => (string) $amount])['amount'];
    }
}
