'use strict';
// The errors: one root, one class for each kind. Decide by `code` and `outcome`, never by the sentence.

/**
 * Whatever this package throws. `outcome` says whether the money that was asked for moved: `none`, `done`, `unknown`,
 * or null where no money was asked for. After an unknown outcome, `resume` continues the very same request.
 */
class RwandaPayError extends Error {
  constructor(error) {
    super(error.message);
    this.name = new.target.name;
    this.code = error.code;
    this.kind = error.kind;
    this.outcome = error.outcome ?? null;
    this.retry = error.retry ?? 'never';
    this.retryAfterMs = error.retry_after_ms ?? null;
    this.field = error.field ?? null;
    this.help = error.help ?? '';
    this.related = error.related ?? null;
    this.details = error.details ?? [];
    this.status = error.status ?? null;
    this.requestId = error.request_id ?? null;
    this.idempotencyKey = error.idempotency_key ?? null;
    this.resume = error.resume ?? null;
  }
}

/** Something that was given is wrong; `details` names every field. */
class InvalidInputError extends RwandaPayError {}
/** The request was good, and may not be carried out, such as for lack of balance. */
class RefusedError extends RwandaPayError {}
/** Something that is there stands in the way, such as a reference that is in use. */
class ConflictError extends RwandaPayError {}
/** There is nothing by that name. */
class NotFoundError extends RwandaPayError {}
/** The key is missing, wrong, or may not do this. */
class AuthError extends RwandaPayError {}
/** Too many requests; `retryAfterMs` says how long to wait. */
class RateLimitedError extends RwandaPayError {}
/** The service could not be reached or could not serve, and nothing was done. */
class UnavailableError extends RwandaPayError {}
/** Money may have moved. Look the payment up by your reference, or `resume`, before you ask again. */
class UnknownOutcomeError extends RwandaPayError {}
/** A defect; nothing that you can mend. */
class InternalError extends RwandaPayError {}

const KINDS = {
  invalid_input: InvalidInputError,
  refused: RefusedError,
  conflict: ConflictError,
  not_found: NotFoundError,
  auth: AuthError,
  rate_limited: RateLimitedError,
  unavailable: UnavailableError,
  unknown_outcome: UnknownOutcomeError,
  internal: InternalError,
};

/** The error for an error as the core prints it. */
const errorOf = (error) => new (KINDS[error.kind] ?? RwandaPayError)(error);

module.exports = {
  KINDS, errorOf, RwandaPayError, InvalidInputError, RefusedError, ConflictError, NotFoundError, AuthError,
  RateLimitedError, UnavailableError, UnknownOutcomeError, InternalError,
};
