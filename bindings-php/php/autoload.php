<?php

declare(strict_types=1);

// For a shop without Composer: the same rule as in composer.json.
spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'RwandaPay\\')) {
        $file = __DIR__ . '/src/' . str_replace('\\', '/', substr($class, 10)) . '.php';
        if (is_file($file)) {
            require $file;
        }
    }
});
