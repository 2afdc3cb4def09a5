'use strict';
// The door to the core: its WebAssembly, and any of its pure operations by name.

const fs = require('node:fs');
const path = require('node:path');
const { errorOf } = require('./errors.js');

const ABI_VERSION = 1;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

let exported = null;

/** The functions of the core; loaded with the first call. */
function wasm() {
  if (exported === null) {
    const bytes = fs.readFileSync(path.join(__dirname, 'core.wasm'));
    exported = new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports;
    const found = exported.abi_version();
    if (found !== ABI_VERSION) {
      exported = null;
      throw new Error(`rwandapay-js has a core of version ${found}, and needs ${ABI_VERSION}; install it again`);
    }
  }
  return exported;
}

/** Runs one function of the core over these parts. A defect inside it is an ordinary error, and the next call has a new core. */
function run(parts, ask) {
  const core = wasm();
  try {
    let place = core.input(parts.reduce((sum, part) => sum + part.length, 0));
    for (const part of parts) {
      new Uint8Array(core.memory.buffer, place, part.length).set(part);
      place += part.length;
    }
    return ask(core, ...parts.map((part) => part.length));
  } catch (defect) {
    if (!(defect instanceof WebAssembly.RuntimeError)) throw defect;
    exported = null;
    throw errorOf({ code: 'internal', kind: 'internal', message: 'the core met a defect of its own' });
  }
}

/** The bytes of the last answer. */
function output(core, length) {
  return new Uint8Array(core.memory.buffer, core.output(), length).slice();
}

const text = (parts, ask) => decoder.decode(run(parts, (core, ...lengths) => output(core, ask(core, ...lengths))));

/** JSON as the core reads it; half of a surrogate pair, which no UTF-8 can hold, stays escaped and is refused there. */
const encode = (value) => encoder.encode(JSON.stringify(value));

/** The value of an answer; throws its error. */
function answered(json) {
  const answer = JSON.parse(json);
  if (answer.error !== undefined) throw errorOf(answer.error);
  return answer.ok;
}

/** What a pure operation answers, as JSON. */
const callRaw = (operation, input) => text([encoder.encode(operation), input], (core, ...lengths) => core.call(...lengths));

/** Carries out a pure operation, such as `call('phone.parse', { text: '0788123456' })`. */
const call = (operation, members) => answered(callRaw(operation, encode(members)));

/** One turn of a call to the API: the state and the step that follow. */
function clientNext(state, event, body) {
  const bytes = run([state, encode(event), body], (core, ...lengths) => output(core, core.client_next(...lengths)));
  const length = new DataView(bytes.buffer).getUint32(0, true);
  return { state: bytes.slice(4, 4 + length), step: JSON.parse(decoder.decode(bytes.subarray(4 + length))) };
}

const sandboxOpen = (input) => answered(text([encode(input)], (core) => core.sandbox_open()));
const sandboxExchange = (handle, send) => answered(text([encode(send)], (core) => core.sandbox_exchange(handle)));
const sandboxControl = (handle, input) => answered(text([encode(input)], (core) => core.sandbox_control(handle)));

/** The packed result of a hot function over a text. */
const amountParse = (amount) => run([encoder.encode(amount)], (core) => core.amount_parse());
const phoneParse = (phone) => run([encoder.encode(phone)], (core) => core.phone_parse());
const fee = (amount) => wasm().fee(amount);

module.exports = {
  amountParse, call, callRaw, clientNext, encode, fee, phoneParse, sandboxControl, sandboxExchange, sandboxOpen,
};
