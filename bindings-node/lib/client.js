'use strict';
// The client of the API. The core validates, retries and reads answers; this only sends, waits and tells the time.

const { randomBytes } = require('node:crypto');
const { clientNext } = require('./core.js');
const { errorOf } = require('./errors.js');
const resources = require('./resources.js');
const { Sandbox } = require('./sandbox.js');
const { fetchTransport, NotSent, MaybeSent } = require('./transport.js');

const EMPTY = new Uint8Array();
/** What a client of a sandbox in the process is given; neither leaves the process. */
const SANDBOX = { apiKey: 'sk_test_sandbox', baseUrl: 'https://sandbox-api.rwandapay.rw/v1' };

const moment = () => ({ wall_ms: Date.now(), monotonic_ms: Math.floor(performance.now()) });
const context = () => ({ ...moment(), entropy: randomBytes(32).toString('hex') });
const given = (members) => Object.fromEntries(Object.entries(members).filter(([, value]) => value != null));
// JSON has no bigint; the core reads an amount as a text of digits as well.
const plain = (members) =>
  given(Object.fromEntries(Object.entries(members).map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value])));

/** Waits, or no longer than until somebody aborts. */
const sleep = (ms, signal) =>
  new Promise((woken) => {
    const timer = setTimeout(woken, ms);
    signal?.addEventListener('abort', () => (clearTimeout(timer), woken()), { once: true });
  });

/** A merchant's client. `apiKey` is `sk_test_…` or `sk_live_…`; RWANDAPAY_API_KEY where it is not given. */
class RwandaPay {
  #config;
  #transport;
  #sleep;
  #sandbox = null;

  constructor(options = {}) {
    const { apiKey, baseUrl, deadlineMs, tryTimeoutMs, maxRetries, fetch, transport } =
      typeof options === 'string' ? { apiKey: options } : options;
    this.#config = given({
      api_key: apiKey || process.env.RWANDAPAY_API_KEY || '',
      base_url: baseUrl || process.env.RWANDAPAY_BASE_URL || null,
      deadline_ms: deadlineMs,
      try_timeout_ms: tryTimeoutMs,
      max_retries: maxRetries,
    });
    this.#transport = transport ?? fetchTransport(fetch);
    this.#sleep = sleep;
    for (const [name, room] of Object.entries(resources.of(this))) this[name] = room;
  }

  /** A client of a sandbox inside this process: no network, and a clock that a test moves. */
  static sandbox(sandbox = new Sandbox()) {
    // Its own address, whatever the environment says: nothing of it ever leaves this process.
    const client = new RwandaPay({ ...SANDBOX, transport: sandbox.transport });
    client.#sandbox = sandbox;
    client.#sleep = async () => sandbox.runNext();
    return client;
  }

  /** Ends what the client holds: its sandbox, if it has one. */
  close() {
    this.#sandbox?.close();
  }

  /** What you have, in francs. */
  balance(options) {
    return this.request('balance', {}, options);
  }

  /** What a payment would cost, as the server says. */
  quote(parameters, options) {
    return this.request('quote', parameters, options);
  }

  /** Sends the very request of an error again, with the same key, and learns how it ended. */
  async resume(resume, { signal } = {}) {
    const state = new Uint8Array(Buffer.from(resume, 'base64'));
    return (await this.#run(state, { resume: true, context: context() }, signal)).data;
  }

  /** Any operation by its name, such as `payments.collect`; the methods are made of it. */
  async request(operation, parameters, options = {}) {
    return (await this.#ask(operation, parameters, options)).data;
  }

  /** Every item of a list, page after page. */
  async *pages(operation, parameters = {}, options = {}) {
    for (let following = parameters; following != null; ) {
      const done = await this.#ask(operation, following, options);
      yield* done.data.items;
      following = done.next;
    }
  }

  #ask(operation, parameters, { idempotencyKey, deadlineMs, signal }) {
    const limits = given({ idempotency_key: idempotencyKey, deadline_ms: deadlineMs });
    const event = { begin: operation, parameters: plain(parameters), context: { ...context(), ...limits } };
    return this.#run(EMPTY, event, signal);
  }

  async #run(first, begin, signal) {
    let [state, event, body] = [first, begin, EMPTY];
    for (;;) {
      const turn = clientNext(state, { ...event, config: this.#config }, body);
      state = turn.state;
      const { send, wait, done } = turn.step;
      if (done?.error) throw errorOf(done.error);
      if (done) return done.ok;
      [event, body] = wait ? [await this.#wait(wait.ms, signal), EMPTY] : await this.#send(send, signal);
      event = { ...event, moment: moment() };
    }
  }

  async #wait(ms, signal) {
    if (!signal?.aborted) await this.#sleep(ms, signal);
    return signal?.aborted ? { cancelled: true } : { woke: true };
  }

  async #send({ method, url, headers, body, timeout_ms: timeoutMs }, signal) {
    if (signal?.aborted) return [{ cancelled: true }, EMPTY];
    try {
      const answer = await this.#transport({ method, url, headers, body, timeoutMs, signal });
      return [{ response: { status: answer.status, headers: answer.headers } }, answer.body];
    } catch (error) {
      if (signal?.aborted) return [{ cancelled: true }, EMPTY];
      if (error instanceof NotSent) return [{ not_sent: error.message }, EMPTY];
      if (error instanceof MaybeSent) return [{ maybe_sent: error.message }, EMPTY];
      throw error;
    }
  }
}

module.exports = { RwandaPay };
