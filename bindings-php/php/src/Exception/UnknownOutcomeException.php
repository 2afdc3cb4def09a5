<?php

declare(strict_types=1);

namespace RwandaPay\Exception;

/** Money may have moved. Look the payment up by your reference, or `resume`, before you ask again. */
final class UnknownOutcomeException extends RwandaPayException
{
}
