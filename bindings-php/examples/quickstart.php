<?php

declare(strict_types=1);

// A first payment, in a sandbox inside this process. Give RwandaPay your key instead, and it is the real one.

use RwandaPay\Exception\InvalidInputException;
use RwandaPay\RwandaPay;

require __DIR__ . '/../php/autoload.php';

$pay = RwandaPay::sandbox();

$payment = $pay->payments->collect(['amount' => 5000, 'phone' => '0788123456', 'reference' => 'ORDER-1001']);
echo "{$payment['reference']} {$payment['status']} {$payment['fee']}\n";

$payment = $pay->payments->wait('ORDER-1001');
echo "{$payment['status']} {$payment['net_amount']}\n";

$again = $pay->payments->collect(['amount' => 5000, 'phone' => '0788123456', 'reference' => 'ORDER-1001']);
echo 'the same payment: ', $again['reference'] === $payment['reference'] ? 'yes' : 'no', "\n";

try {
    $pay->payments->collect(['amount' => 99, 'phone' => '0252123456']);
} catch (InvalidInputException $error) {
    foreach ($error->details as $detail) {
        echo "{$detail['field']} {$detail['message']}\n";
    }
}
