<?php

declare(strict_types=1);

namespace RwandaPay\Exception;

/** Something that is there stands in the way, such as a reference that is in use. */
final class ConflictException extends RwandaPayException
{
}
