<?php

declare(strict_types=1);

namespace RwandaPay\Exception;

/** There is nothing by that name. */
final class NotFoundException extends RwandaPayException
{
}
