<?php

declare(strict_types=1);

namespace RwandaPay\Exception;

/** The request was good, and may not be carried out, such as for lack of balance. */
final class RefusedException extends RwandaPayException
{
}
