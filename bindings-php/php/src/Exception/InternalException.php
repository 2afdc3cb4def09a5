<?php

declare(strict_types=1);

namespace RwandaPay\Exception;

/** A defect; nothing that you can mend. */
final class InternalException extends RwandaPayException
{
}
