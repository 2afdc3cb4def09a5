<?php

declare(strict_types=1);

namespace RwandaPay\Exception;

/** The service could not be reached or could not serve, and nothing was done. */
final class UnavailableException extends RwandaPayException
{
}
