'use strict';

const test = require('node:test');
const assert = require('node:assert/strict');
const { Webhook } = require('standardwebhooks');
const { RwandaPayError, webhooks } = require('rwandapay-js');

const secret = 'whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=';
const body = '{"event":"payment.successful","id":"evt_1","data":{"reference":"PAY-20241215-ABC123"}}';

test('what we sign, standardwebhooks takes, and the other way round', () => {
  const headers = webhooks.sign(body, secret, { id: 'evt_1' });
  assert.equal(new Webhook(secret).verify(body, headers).id, 'evt_1');
  const at = new Date();
  const theirs = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': new Webhook(secret).sign('evt_1', at, body),
  };
  assert.equal(webhooks.verify(body, theirs, secret).id, 'evt_1');
});

test('bodies and headers come as frameworks have them', () => {
  const headers = webhooks.sign(body, secret, { id: 'evt_1' });
  const upper = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
  for (const one of [body, Buffer.from(body), new Uint8Array(Buffer.from(body))]) {
    for (const given of [headers, upper, new Headers(headers), new Map(Object.entries(headers)), Object.entries(headers)]) {
      assert.equal(webhooks.verify(one, given, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw0000', secret].slice(1)).id, 'evt_1');
    }
  }
});

test('what is not signed is refused, explained, and a parsed body is named', () => {
  const headers = webhooks.sign(body, secret, { id: 'evt_1' });
  assert.throws(() => webhooks.verify(`${body}\n`, headers, secret), (error) => error instanceof RwandaPayError && error.code === 'webhook_signature_mismatch');
  assert.throws(() => webhooks.verify(body, {}, secret), RwandaPayError);
  assert.throws(() => webhooks.verify(body, webhooks.sign(body, secret, { id: 'evt_1', timestamp: 1_700_000_000 }), secret), { code: 'webhook_timestamp_too_old' });
  assert.notDeepEqual(webhooks.explain(`${body}\n`, headers, secret), webhooks.explain(body, headers, secret));
  assert.throws(() => webhooks.verify(JSON.parse(body), headers, secret), { name: 'TypeError', message: /raw body/ });
});
