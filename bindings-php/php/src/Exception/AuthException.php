<?php

declare(strict_types=1);

namespace RwandaPay\Exception;

/** The key is missing, wrong, or may not do this. */
final class AuthException extends RwandaPayException
{
}
