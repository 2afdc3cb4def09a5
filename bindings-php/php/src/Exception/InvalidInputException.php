<?php

declare(strict_types=1);

namespace RwandaPay\Exception;

/** Something that was given is wrong; `details` names every field. */
final class InvalidInputException extends RwandaPayException
{
}
