'use strict';
// The states of payments, refunds and withdrawals, and what may follow them.

const { call } = require('./core.js');

/** Where an event leads a machine (`payment`, `refund`, `withdrawal`, `checkout`): `{ state, replay }`. */
const transition = (machine, state, event) => Object.freeze(call('transition', { machine, state, event }));

/** Whether an event tells of something older than what you have seen of that resource: leave it alone then. */
const isStale = (version, lastSeen) => call('payment.is_stale', { version, last_seen: lastSeen }).stale;

module.exports = { transition, isStale };
