'use strict';

const test = require('node:test');
const assert = require('node:assert/strict');
const { inspect } = require('node:util');
const fs = require('node:fs');
const path = require('node:path');
const rwandapay = require('rwandapay-js');

const { InvalidInputError, Phone, quote, quoteForNet, RefusedError, Rwf, RwandaPayError, states } = rwandapay;
const errors = require(path.join(path.dirname(require.resolve('rwandapay-js')), 'errors.js'));

test('an amount is exact, and what is not is refused with a hint', () => {
  for (const amount of [5000, 5000n, '5000', '5000.00']) assert.equal(Rwf.of(amount).francs, 5000);
  for (const amount of [5000.5, NaN, 2 ** 53, true, null, undefined, {}]) {
    assert.throws(() => Rwf.of(amount), { name: 'TypeError', message: /write 5000/ });
  }
  assert.throws(() => Rwf.of('5000.5'), (error) => error instanceof InvalidInputError && error.code === 'amount_not_whole');
  assert.throws(() => Rwf.of(3).minus(Rwf.of(5)), { code: 'amount_negative' });
  assert.equal(JSON.stringify({ amount: Rwf.of(7).plus(Rwf.of(3)) }), '{"amount":10}');
  assert.ok(Rwf.of(5).equals(Rwf.of('5')) && !Rwf.of(5).equals(5));
});

test('a phone shows itself masked', () => {
  const phone = Phone.parse('+250 788 123 456');
  assert.deepEqual([phone.e164, phone.national, phone.provider], ['+250788123456', '0788123456', 'MTN']);
  assert.equal(Phone.parse('0733123456').provider, 'Airtel');
  assert.ok(!`${phone}${inspect(phone)}`.includes('788123456'));
  assert.throws(() => Phone.parse('0252123456'), InvalidInputError);
  assert.throws(() => Phone.parse(788123456), TypeError);
});

test('a quote is the one of the core, over all of its range', () => {
  assert.deepEqual({ ...quote(5000) }, { amount: 5000, fee: 175, netAmount: 4825 });
  assert.equal(quoteForNet(4825).amount, 5000);
  for (let amount = 100; amount <= 1_000_000; amount += 997) {
    const { fee, netAmount } = quote(amount);
    assert.equal(fee + netAmount, amount);
  }
  assert.throws(() => quote(99), { code: 'amount_below_minimum' });
  assert.throws(() => quote(1_000_001), { code: 'amount_above_maximum' });
});

test('states say what may follow what', () => {
  assert.deepEqual({ ...states.transition('payment', 'pending', 'succeed') }, { state: 'successful', replay: false });
  assert.throws(() => states.transition('payment', 'failed', 'expire'), RefusedError);
  assert.ok(states.isStale(1, 2) && !states.isStale(2, 1));
});

test('every error of the table has its class, and every class is exported', () => {
  const table = JSON.parse(fs.readFileSync(path.join(process.env.RWANDAPAY_ROOT, 'tests/vectors/errors.json'), 'utf8'));
  const rows = table.cases.filter((one) => one.op === 'error.describe' && one.result === 'valid');
  assert.ok(rows.length > 100);
  for (const { out } of rows) {
    const error = errors.errorOf({ code: out.name, kind: out.kind, message: out.message });
    assert.ok(error instanceof RwandaPayError && error.constructor !== RwandaPayError, out.name);
    assert.equal(rwandapay[error.name], error.constructor);
  }
});

test('modules of both kinds are the same one', async () => {
  const imported = await import(require.resolve('rwandapay-js').replace(/index\.js$/, 'index.mjs'));
  assert.deepEqual(Object.keys(imported).sort(), Object.keys(rwandapay).sort());
  assert.equal(imported.RwandaPay, rwandapay.RwandaPay);
});

test('memory stays where it is', () => {
  const hot = (times) => {
    for (let n = 0; n < times; n++) {
      Phone.parse('0788123456');
      quote(5000);
      Rwf.of('5000');
    }
  };
  hot(50_000);
  global.gc();
  const before = process.memoryUsage().rss;
  hot(1_000_000);
  global.gc();
  assert.ok(process.memoryUsage().rss - before < 32 * 1_048_576);
});
