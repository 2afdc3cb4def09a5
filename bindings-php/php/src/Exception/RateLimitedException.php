<?php

declare(strict_types=1);

namespace RwandaPay\Exception;

/** Too many requests; `retryAfterMs` says how long to wait. */
final class RateLimitedException extends RwandaPayException
{
}
