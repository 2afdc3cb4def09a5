'use strict';

const { errorOf, KINDS, ...errors } = require('./errors.js');
const { RwandaPay } = require('./client.js');
const { Sandbox } = require('./sandbox.js');
const { fetchTransport, NotSent, MaybeSent } = require('./transport.js');
const { Rwf, Phone, quote, quoteForNet } = require('./values.js');
const states = require('./states.js');
const webhooks = require('./webhooks.js');

module.exports = { ...errors, RwandaPay, Sandbox, fetchTransport, NotSent, MaybeSent, Rwf, Phone, quote, quoteForNet, states, webhooks };
