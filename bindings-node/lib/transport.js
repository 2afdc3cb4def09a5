'use strict';
// How a request leaves this machine: once, without redirects, cookies or retries; the core decides the rest.

/** The longest answer that is read, in bytes. */
const MAX_ANSWER_BYTES = 1_048_576;

/** Nothing has left: no address, no connection, no handshake. */
class NotSent extends Error {}
/** Some of it may have arrived. */
class MaybeSent extends Error {}

const BEFORE = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_INVALID_URL)/;

/** Whether the error of a fetch came before the first byte left. */
function lost(error) {
  const cause = error.cause ?? error;
  const codes = [cause.code, ...(cause.errors ?? []).map((one) => one.code)].filter((code) => typeof code === 'string');
  const before = codes.length > 0 && codes.every((code) => BEFORE.test(code));
  return new (before ? NotSent : MaybeSent)(codes[0] ?? error.name);
}

/** A transport over a `fetch`: the global one, or yours. The timeout bounds the whole answer. */
function fetchTransport(fetch = globalThis.fetch) {
  return async ({ method, url, headers, body, timeoutMs, signal }) => {
    const limits = new AbortController();
    const timer = setTimeout(() => limits.abort(), timeoutMs);
    const abort = () => limits.abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const options = { method, headers, body: body ?? undefined, redirect: 'manual', signal: limits.signal };
      const answer = await fetch(url, options);
      const parts = [];
      let length = 0;
      for await (const part of answer.body ?? []) {
        parts.push(part);
        length += part.length;
        if (length > MAX_ANSWER_BYTES) break;
      }
      return { status: answer.status, headers: Object.fromEntries(answer.headers), body: Buffer.concat(parts) };
    } catch (error) {
      throw lost(error);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  };
}

module.exports = { fetchTransport, NotSent, MaybeSent };
