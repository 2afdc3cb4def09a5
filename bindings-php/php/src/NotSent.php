<?php

declare(strict_types=1);

namespace RwandaPay;

/** Nothing has left: no address, no connection, no handshake. */
final class NotSent extends \RuntimeException
{
}
