'use strict';
// Webhooks: verified over the raw body, before anything in it is read.

const { call } = require('./core.js');

const seconds = () => Math.floor(Date.now() / 1000);

function raw(body) {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  throw new TypeError(
    `verify needs the raw body, not ${body === null ? 'null' : `a parsed ${typeof body}`}: what was parsed cannot be ` +
      'verified; take express.raw({ type: "*/*" }), await request.text() in Next, or a content type parser in Fastify',
  );
}

const base64 = (body) => Buffer.from(raw(body)).toString('base64');

/** The headers as pairs: an object as Node gives it, a Headers, a Map, or pairs. */
function pairs(headers) {
  const entries = typeof headers[Symbol.iterator] === 'function' ? [...headers] : Object.entries(headers);
  return entries
    .flatMap(([name, value]) => [value].flat().map((one) => [String(name).toLowerCase(), one]))
    .filter(([name, value]) => name.startsWith('webhook-') && typeof value === 'string');
}

const members = (body, headers, secret) => ({
  secrets: [secret].flat(),
  headers: pairs(headers),
  body_base64: base64(body),
  now: seconds(),
});

/**
 * The event in a delivery, once its signature is proven. Several secrets are tried, for the time of a rotation.
 * Throws `webhook_signature_mismatch`, `webhook_timestamp_too_old` and others; a TypeError for a parsed body.
 */
function verify(body, headers, secret, { toleranceS = 300 } = {}) {
  call('webhook.verify', { ...members(body, headers, secret), tolerance_s: toleranceS });
  return JSON.parse(new TextDecoder().decode(raw(body)));
}

/** The headers of a delivery, for a test of your receiver. */
function sign(body, secret, { id, timestamp = seconds() }) {
  return call('webhook.sign', { secrets: [secret], id, timestamp, body_base64: base64(body) }).headers;
}

/** Why a delivery does not verify, in sentences for a developer's eyes; it proves nothing, see `verify`. */
const explain = (body, headers, secret) =>
  call('webhook.explain', members(body, headers, secret)).findings.map((finding) => finding.message);

/** The query with which a customer came back from a hosted page, once its signature is proven. */
function verifyRedirect(query, secret, { toleranceS = 300 } = {}) {
  const secrets = [secret].flat();
  const found = call('webhook.redirect_verify', { secrets, query, now: seconds(), tolerance_s: toleranceS });
  return Object.freeze({ sessionId: found.session_id, reference: found.reference, status: found.status });
}

module.exports = { verify, sign, explain, verifyRedirect };
