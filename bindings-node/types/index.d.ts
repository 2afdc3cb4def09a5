/** An amount: a safe integer, a bigint or a text of digits. */
export type Amount = number | bigint | string;
/** What the API answers, by its own names. */
export type Data = Record<string, any>;

export interface Options {
  idempotencyKey?: string;
  deadlineMs?: number;
  signal?: AbortSignal;
}

export interface Request {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface Response {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** Sends once: gives the response, or throws NotSent or MaybeSent. */
export type Transport = (request: Request) => Promise<Response>;
export function fetchTransport(fetch?: typeof globalThis.fetch): Transport;
export class NotSent extends Error {}
export class MaybeSent extends Error {}

export interface ClientOptions {
  apiKey?: string;
  baseUrl?: string;
  deadlineMs?: number;
  tryTimeoutMs?: number;
  maxRetries?: number;
  fetch?: typeof globalThis.fetch;
  transport?: Transport;
}

export interface Collect {
  amount: Amount;
  phone: string;
  provider?: string;
  reference?: string;
  callback_url?: string;
  metadata?: Record<string, string>;
  [name: string]: unknown;
}

type Filters = Record<string, string | number | undefined>;
type List = (filters?: Filters, options?: Options) => AsyncGenerator<Data, void, void>;
type One = (reference: string, options?: Options) => Promise<Data>;

/** A merchant's client. `apiKey` is `sk_test_…` or `sk_live_…`; RWANDAPAY_API_KEY where it is not given. */
export class RwandaPay {
  constructor(options?: string | ClientOptions);
  static sandbox(sandbox?: Sandbox): RwandaPay;
  close(): void;
  balance(options?: Options): Promise<Data>;
  quote(parameters: { amount: Amount }, options?: Options): Promise<Data>;
  /** Sends the very request of an error again, with the same key, and learns how it ended. */
  resume(resume: string, options?: { signal?: AbortSignal }): Promise<Data>;
  request(operation: string, parameters: object, options?: Options): Promise<Data>;
  pages(operation: string, parameters?: object, options?: Options): AsyncGenerator<Data, void, void>;
  readonly payments: {
    collect(parameters: Collect, options?: Options): Promise<Data>;
    get: One;
    list: List;
    /** The payment, once it is final. */
    wait: One;
    refund(reference: string, parameters?: { amount?: Amount; reason?: string; reference?: string }, options?: Options): Promise<Data>;
    refunds(reference: string, filters?: Filters, options?: Options): AsyncGenerator<Data, void, void>;
  };
  readonly refunds: { get: One };
  readonly checkout: {
    initialize(parameters: { amount: Amount; tx_ref: string; [name: string]: unknown }, options?: Options): Promise<Data>;
    get: One;
    list: List;
    expire: One;
  };
  readonly withdrawals: {
    create(parameters: { amount: Amount; phone: string; pin: string; [name: string]: unknown }, options?: Options): Promise<Data>;
    get: One;
    list: List;
  };
  readonly webhookEndpoints: {
    create(parameters: { url: string; events?: string[] }, options?: Options): Promise<Data>;
    list: List;
    delete: One;
    rotate(id: string, parameters?: { overlap_seconds?: number }, options?: Options): Promise<Data>;
    test: One;
  };
  readonly webhookDeliveries: { list: List; redeliver: One };
  readonly events: { list: List; get: One };
}

export interface Delivery {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** A sandbox inside this process. The last three digits of a phone decide what happens, as on the server. */
export class Sandbox {
  constructor(options?: { start?: string; seed?: Uint8Array });
  now(): string;
  advance(seconds: number): string;
  runNext(): void;
  fault(kind: string): void;
  webhooks(): Delivery[];
  secret(): string;
  payCheckout(sessionId: string, phone: string): Data;
  close(): void;
  readonly transport: Transport;
}

/** An amount of whole Rwandan francs, at least 0. */
export class Rwf {
  private constructor();
  static of(amount: Amount): Rwf;
  readonly francs: number;
  plus(other: Rwf): Rwf;
  minus(other: Rwf): Rwf;
  equals(other: unknown): boolean;
  toJSON(): number;
}

/** A Rwandan mobile number. It shows itself masked; the whole number is in its properties. */
export class Phone {
  private constructor();
  static parse(text: string): Phone;
  readonly e164: string;
  readonly national: string;
  readonly masked: string;
  readonly provider: 'MTN' | 'Airtel' | null;
  toJSON(): string;
}

export interface Quote {
  readonly amount: number;
  readonly fee: number;
  readonly netAmount: number;
}

export function quote(amount: Amount | Rwf): Quote;
export function quoteForNet(net: Amount | Rwf): Quote;

export const states: {
  transition(machine: string, state: string, event: string): { readonly state: string; readonly replay: boolean };
  isStale(version: number, lastSeen: number): boolean;
};

type Headers_ = Headers | Map<string, string> | Iterable<[string, string]> | Record<string, string | string[] | undefined>;
type Secret = string | string[];

export const webhooks: {
  /** The event in a delivery, once its signature over the raw body is proven. */
  verify(body: string | Uint8Array, headers: Headers_, secret: Secret, options?: { toleranceS?: number }): Data;
  sign(body: string | Uint8Array, secret: string, options: { id: string; timestamp?: number }): Record<string, string>;
  explain(body: string | Uint8Array, headers: Headers_, secret: Secret): string[];
  verifyRedirect(query: string, secret: Secret, options?: { toleranceS?: number }): { readonly sessionId: string; readonly reference: string; readonly status: string };
};

/** Whatever this package throws of its own. Decide by `code` and `outcome`, never by the sentence. */
export class RwandaPayError extends Error {
  readonly code: string;
  readonly kind: string;
  /** Whether the money that was asked for moved; null where no money was asked for. */
  readonly outcome: 'none' | 'done' | 'unknown' | null;
  readonly retry: string;
  readonly retryAfterMs: number | null;
  readonly field: string | null;
  readonly help: string;
  readonly related: string | null;
  readonly details: { field: string; code: string; message: string }[];
  readonly status: number | null;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  readonly resume: string | null;
}
export class InvalidInputError extends RwandaPayError {}
export class RefusedError extends RwandaPayError {}
export class ConflictError extends RwandaPayError {}
export class NotFoundError extends RwandaPayError {}
export class AuthError extends RwandaPayError {}
export class RateLimitedError extends RwandaPayError {}
export class UnavailableError extends RwandaPayError {}
export class UnknownOutcomeError extends RwandaPayError {}
export class InternalError extends RwandaPayError {}
