// A first payment, in a sandbox inside this process. Give RwandaPay your key instead, and it is the real one.

import { InvalidInputError, RwandaPay } from 'rwandapay-js';

const pay = RwandaPay.sandbox();
let payment = await pay.payments.collect({ amount: 5000, phone: '0788123456', reference: 'ORDER-1001' });
console.log(payment.reference, payment.status, payment.fee);

payment = await pay.payments.wait('ORDER-1001');
console.log(payment.status, payment.net_amount);

try {
  await pay.payments.collect({ amount: 99, phone: '0252123456' });
} catch (error) {
  if (!(error instanceof InvalidInputError)) throw error;
  for (const { field, message } of error.details) console.log(field, message);
}
pay.close();
