'use strict';

const test = require('node:test');
const assert = require('node:assert/strict');
const http = require('node:http');
const net = require('node:net');
const { inspect } = require('node:util');
const { spawn } = require('node:child_process');
const { Worker } = require('node:worker_threads');
const { fetchTransport, InvalidInputError, MaybeSent, NotFoundError, NotSent, RwandaPay, Sandbox, UnavailableError, UnknownOutcomeError } = require('rwandapay-js');

const apiKey = 'sk_test_sandbox';
let baseUrl;
let server;

test.before(async () => {
  const options = ['--listen', '127.0.0.1:0', '--data', ':memory:', '--rate-limit', 'off', '--log-level', 'off'];
  server = spawn(process.env.RWANDAPAY_SERVER, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((told) => server.stdout.once('data', (data) => told(String(data))));
  baseUrl = `http://${line.split('://')[1].split('/v1')[0]}/v1`;
});
test.after(() => server.kill('SIGKILL'));

const client = (options) => new RwandaPay({ apiKey, baseUrl, ...options });
const made = async (reference) => (await every(client().payments.list({ merchant_reference: reference }))).length;
const every = async (items) => {
  const all = [];
  for await (const item of items) all.push(item);
  return all;
};

test('a first payment over HTTP', async () => {
  const pay = client();
  const payment = await pay.payments.collect({ amount: 5000n, phone: '0788123456', reference: 'JS-1' });
  assert.deepEqual([payment.status, payment.fee], ['pending', 175]);
  assert.equal((await pay.payments.wait('JS-1', { deadlineMs: 60_000 })).status, 'successful');
  assert.equal((await pay.payments.refund('JS-1', { amount: 1000, reference: 'JS-R1' })).status, 'pending');
  assert.equal((await pay.balance()).currency, 'RWF');
  await assert.rejects(pay.payments.get('JS-never'), NotFoundError);
  await assert.rejects(pay.payments.collect({ amount: 99, phone: '0252123456' }), (error) => {
    assert.ok(error instanceof InvalidInputError && error.outcome === 'none');
    return assert.deepEqual(error.details.map((detail) => detail.field).sort(), ['amount', 'phone']) ?? true;
  });
});

/** The real transport, which loses what it is told to lose. */
function broken(...faults) {
  const inner = fetchTransport();
  return async (request) => {
    const fault = faults.shift();
    if (fault === 'refuse') throw new NotSent('refused');
    const answer = await inner(request);
    if (fault === 'lose') throw new MaybeSent('reset');
    return answer;
  };
}

for (const [place, faults] of [['refuse'], ['lose'], ['refuse', 'lose', 'lose'], ['lose', 'refuse', 'lose']].entries()) {
  test(`what goes wrong on the way makes one payment: ${faults}`, async () => {
    const reference = `JS-F-${place}`;
    const pay = client({ transport: broken(...faults), maxRetries: 5 });
    const payment = await pay.payments.collect({ amount: 5000, phone: `078812352${place}`, reference });
    assert.equal(payment.merchant_reference, reference);
    assert.equal(await made(reference), 1);
  });
}

test('an unknown outcome is said and resumed', async () => {
  const pay = client({ transport: broken(...Array(1000).fill('lose')), deadlineMs: 2_000 });
  const error = await pay.payments.collect({ amount: 5000, phone: '0788123460', reference: 'JS-U' }).catch((one) => one);
  assert.ok(error instanceof UnknownOutcomeError && error.outcome === 'unknown' && error.resume !== null);
  assert.ok(!inspect(error).includes(apiKey));
  assert.equal((await client().resume(error.resume)).merchant_reference, 'JS-U');
  assert.equal(await made('JS-U'), 1);
});

test('no connection is certainly nothing done', async () => {
  const free = net.createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => free.once('listening', listening));
  const { port } = free.address();
  await new Promise((closed) => free.close(closed));
  const pay = client({ baseUrl: `http://127.0.0.1:${port}/v1`, maxRetries: 0 });
  await assert.rejects(pay.balance(), UnavailableError);
  const error = await pay.payments.collect({ amount: 5000, phone: '0788123456' }).catch((one) => one);
  assert.equal(error.outcome, 'none');
});

/** A server that answers everything like this, and counts. */
async function answers(handle) {
  const seen = [];
  const listener = http.createServer((request, response) => (seen.push(request), handle(response))).listen(0, '127.0.0.1');
  await new Promise((listening) => listener.once('listening', listening));
  return { seen, url: `http://127.0.0.1:${listener.address().port}/v1`, close: () => (listener.closeAllConnections(), listener.close()) };
}

test('a redirect gets no key and no second request', async () => {
  const elsewhere = await answers((response) => response.end());
  const here = await answers((response) => response.writeHead(307, { location: `${elsewhere.url}/balance` }).end());
  await assert.rejects(client({ baseUrl: here.url, maxRetries: 0 }).balance(), { code: 'redirect_refused' });
  assert.equal(elsewhere.seen.length, 0);
  here.close();
  elsewhere.close();
});

test('an answer of another program, one that is too slow, and one without an end are no payment', async () => {
  const page = await answers((response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>'));
  const slow = await answers((response) => response.writeHead(200).write('{'));
  const endless = await answers((response) => {
    const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
    response.once('close', () => clearInterval(timer));
  });
  const all = [page, slow, endless];
  try {
    for (const one of all) {
      const pay = client({ baseUrl: one.url, deadlineMs: 3_000, tryTimeoutMs: 1_000 });
      const error = await pay.payments.collect({ amount: 5000, phone: '0788123456', reference: 'JS-X' }).catch((thrown) => thrown);
      assert.equal(error.outcome, 'unknown', error.code);
      const keys = one.seen.filter(({ method }) => method === 'POST').map(({ headers }) => headers['idempotency-key']);
      assert.ok(one === endless || keys.length > 1, 'it was asked again');
      assert.equal(new Set(keys).size, 1, 'and never with another key');
    }
  } finally {
    all.forEach((one) => one.close());
  }
});

test('who aborts is told that the outcome is unknown', async () => {
  const slow = await answers(() => {});
  const signal = AbortSignal.timeout(300);
  const pay = client({ baseUrl: slow.url });
  const error = await pay.payments.collect({ amount: 5000, phone: '0788123456' }, { signal }).catch((thrown) => thrown);
  assert.equal(error.outcome, 'unknown');
  slow.close();
});

test('the sandbox in the process pays, tells and moves its clock', async () => {
  const sandbox = new Sandbox({ seed: new Uint8Array(32) });
  const pay = RwandaPay.sandbox(sandbox);
  await pay.webhookEndpoints.create({ url: 'https://shop.example/hook' });
  sandbox.fault('lose_answer');
  await pay.payments.collect({ amount: 5000, phone: '0788123456', reference: 'ORDER-1' });
  assert.equal((await pay.payments.wait('ORDER-1')).status, 'successful');
  assert.equal((await every(pay.payments.list({ limit: 1 }))).filter((one) => one.merchant_reference === 'ORDER-1').length, 1);
  await pay.payments.collect({ amount: 5000, phone: '0788123007', reference: 'ORDER-2' });
  sandbox.advance(3_600);
  assert.equal((await pay.payments.get('ORDER-2')).late, true);
  assert.ok(sandbox.webhooks().map(({ body }) => JSON.parse(body).event).includes('payment.successful'));
  const other = RwandaPay.sandbox();
  await assert.rejects(other.payments.get('ORDER-1'), NotFoundError);
  pay.close();
  pay.close();
  other.close();
});

test('a worker thread has a core of its own', async () => {
  const program = `const { Phone, RwandaPay } = require(${JSON.stringify(require.resolve('rwandapay-js'))});
    const pay = RwandaPay.sandbox();
    pay.payments.collect({ amount: 5000, phone: '0788123456' }).then((payment) =>
      require('node:worker_threads').parentPort.postMessage([Phone.parse('0788123456').provider, payment.status]));`;
  for (let round = 0; round < 5; round++) {
    const worker = new Worker(program, { eval: true });
    assert.deepEqual(await new Promise((told, failed) => worker.once('message', told).once('error', failed)), ['MTN', 'pending']);
    await worker.terminate();
  }
});

test('a client shows no key', () => {
  assert.ok(!inspect(client(), { depth: 9, showHidden: true }).includes(apiKey));
});
