<?php

declare(strict_types=1);

require __DIR__ . '/../php/autoload.php';

/** The folder of the whole project. */
const ROOT = __DIR__ . '/../..';

function same(mixed $expected, mixed $found, string $about = ''): void
{
    if ($expected !== $found) {
        throw new LogicException(trim($about . ' expected ' . json_encode($expected) . ', found ' . json_encode($found)));
    }
}

/** What an action throws, which must be of this class. */
function thrown(string $class, Closure $action): Throwable
{
    try {
        $action();
    } catch (Throwable $error) {
        return $error instanceof $class ? $error : throw $error;
    }
    throw new LogicException("nothing was thrown where {$class} was expected");
}
