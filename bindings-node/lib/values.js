'use strict';
// Amounts, phone numbers and quotes: read once, and right from then on.

const core = require('./core.js');

/** The text of an amount. A number must be a safe integer: any other holds most sums only nearly. */
function amountText(amount) {
  if (typeof amount === 'string') return amount;
  if (typeof amount === 'bigint' || Number.isSafeInteger(amount)) return String(amount);
  const kind = typeof amount === 'number' ? `the number ${amount}` : amount === null ? 'null' : typeof amount;
  throw new TypeError(`an amount is a whole number, a bigint or a text of digits, not ${kind}; write 5000 or '5000.00'`);
}

/** An amount of whole Rwandan francs, at least 0. */
class Rwf {
  #francs;

  constructor(francs) {
    this.#francs = francs;
    Object.freeze(this);
  }

  /** An amount from a safe integer, a bigint or a text of digits; throws `amount_not_whole` and others. */
  static of(amount) {
    const text = amountText(amount);
    const packed = core.amountParse(text);
    // The operation tells the whole error.
    return new Rwf(packed >= 0 ? packed : core.call('amount.parse', { text }).amount);
  }

  /** The francs, as a number. */
  get francs() {
    return this.#francs;
  }

  plus(other) {
    return Rwf.of(this.#francs + other.francs);
  }

  /** What is left; more than there is gives `amount_negative`. */
  minus(other) {
    return Rwf.of(this.#francs - other.francs);
  }

  equals(other) {
    return other instanceof Rwf && other.francs === this.#francs;
  }

  valueOf() {
    return this.#francs;
  }

  toJSON() {
    return this.#francs;
  }

  toString() {
    return `${this.#francs.toLocaleString('en-US')} RWF`;
  }
}

const WALLETS = [null, 'MTN', 'Airtel'];

/** A Rwandan mobile number. It shows itself masked; the whole number is in its properties. */
class Phone {
  #national;

  constructor(national, provider) {
    this.#national = national;
    this.provider = provider;
    Object.freeze(this);
  }

  /** Reads any usual way of writing a Rwandan mobile number; throws `phone_malformed` and others. */
  static parse(text) {
    if (typeof text !== 'string') {
      throw new TypeError(`a phone number is a text, not a ${typeof text}; a number loses its first zero`);
    }
    const packed = core.phoneParse(text);
    if (packed < 0) core.call('phone.parse', { text });
    // The bits of the result: thirty of the number, two of the wallet.
    return new Phone(String(packed % 2 ** 30), WALLETS[Math.floor(packed / 2 ** 30)]);
  }

  get e164() {
    return `+250${this.#national}`;
  }

  get national() {
    return `0${this.#national}`;
  }

  get masked() {
    return `0${this.#national.slice(0, 2)}••••${this.#national.slice(-3)}`;
  }

  toString() {
    return this.masked;
  }

  toJSON() {
    return this.e164;
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return `Phone(${this.masked})`;
  }
}

const asNumber = (amount) => (amount instanceof Rwf ? amount : Rwf.of(amount)).francs;

/** What a payment costs under the standard schedule, in francs: `fee + netAmount === amount`. */
function quote(amount) {
  const francs = asNumber(amount);
  const packed = core.fee(francs);
  if (packed < 0) core.call('fee.quote', { amount: francs });
  return Object.freeze({ amount: francs, fee: packed % 2 ** 26, netAmount: Math.floor(packed / 2 ** 26) });
}

/** The smallest payment that leaves you at least this much after the fee. */
function quoteForNet(net) {
  const found = core.call('fee.inverse', { net: asNumber(net) });
  return Object.freeze({ amount: found.amount, fee: found.fee, netAmount: found.net_amount });
}

module.exports = { Rwf, Phone, quote, quoteForNet };
