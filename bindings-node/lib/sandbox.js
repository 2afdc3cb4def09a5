'use strict';
// A sandbox inside this process: simulated wallets, no network, a clock that a test moves.

const { randomBytes } = require('node:crypto');
const { sandboxOpen, sandboxExchange, sandboxControl } = require('./core.js');
const { NotSent, MaybeSent } = require('./transport.js');

/** A sandbox of its own. The last three digits of a phone decide what happens, as on the server. */
class Sandbox {
  #handle;

  constructor({ start = '2026-01-05T08:00:00Z', seed = randomBytes(32) } = {}) {
    const opened = sandboxOpen({ start, seed: Buffer.from(seed).toString('hex') });
    this.#handle = opened;
    this.transport = this.transport.bind(this);
  }

  #control(what, members = {}) {
    return sandboxControl(this.#handle, { do: what, ...members });
  }

  /** The time of its clock. */
  now() {
    return this.#control('now');
  }

  /** Moves the clock, and lets everything happen on the way; gives the new time. */
  advance(seconds) {
    return this.#control('advance', { seconds });
  }

  /** Lets the next thing happen that is due; nobody sleeps. */
  runNext() {
    this.#control('run_next');
  }

  /** Lets the next request go wrong, such as `lose_answer`: the effect happens, the answer never arrives. */
  fault(kind) {
    this.#control('fault', { fault: kind });
  }

  /** The webhooks since the last call: `url`, `headers` and `body` as a receiver gets them. */
  webhooks() {
    return this.#control('webhooks');
  }

  /** The secret that signs its webhooks. */
  secret() {
    return this.#control('secret');
  }

  /** Does what a customer does on the page of a session. */
  payCheckout(sessionId, phone) {
    return this.#control('pay_checkout', { session_id: sessionId, phone });
  }

  /** Ends it. A second time does nothing. */
  close() {
    if (this.#handle !== 0) this.#control('close');
    this.#handle = 0;
  }

  /** Carries a request into it: what a client is given as its transport. */
  async transport({ method, url, headers, body, timeoutMs }) {
    const happened = sandboxExchange(this.#handle, { method, url, headers, timeout_ms: timeoutMs, ...(body !== null && { body }) });
    if (happened.not_sent !== undefined) throw new NotSent(happened.not_sent);
    if (happened.maybe_sent !== undefined) throw new MaybeSent(happened.maybe_sent);
    const { status, headers: received, body: text } = happened.response;
    return { status, headers: received, body: Buffer.from(text) };
  }
}

module.exports = { Sandbox };
