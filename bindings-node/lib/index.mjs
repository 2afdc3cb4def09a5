import rwandapay from './index.js';

export const {
  RwandaPay, Sandbox, fetchTransport, NotSent, MaybeSent, Rwf, Phone, quote, quoteForNet, states, webhooks,
  RwandaPayError, InvalidInputError, RefusedError, ConflictError, NotFoundError, AuthError, RateLimitedError,
  UnavailableError, UnknownOutcomeError, InternalError,
} = rwandapay;
