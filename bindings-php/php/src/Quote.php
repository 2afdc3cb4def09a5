<?php

declare(strict_types=1);

namespace RwandaPay;

/** What a payment costs, in francs: `fee + netAmount === amount`. */
final readonly class Quote
{
    private function __construct(public int $amount, public int $fee, public int $netAmount)
    {
    }

    /**
     * The fee of a payment under the standard schedule: `Quote::of(5000)->fee` is 175.
     *
     * @throws Exception\InvalidInputException an amount below 100 or above 1,000,000 RWF among others
     */
    public static function of(mixed $amount): self
    {
        $found = Core::call('fee.quote', ['amount' => Money::francs($amount)]);
        return new self($found['amount'], $found['fee'], $found['net_amount']);
    }
}
