<?php

declare(strict_types=1);

namespace RwandaPay;

/** Some of it may have arrived. */
final class MaybeSent extends \RuntimeException
{
}
