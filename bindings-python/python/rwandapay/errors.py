"""The errors: one root, one class for each kind.

Decide by ``code`` and ``outcome``, never by the sentence. ``outcome`` answers whether the money that was asked
for moved: ``"none"``, ``"done"``, ``"unknown"``, or ``None`` where no money was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class RwandaPayError(Exception):
    """Whatever this package raises.

    ``code`` is stable, such as ``"amount_below_minimum"``; ``details`` names every field at fault; ``help``
    says what to do next. After an unknown outcome, ``resume`` continues the very same request, see
    :meth:`rwandapay.RwandaPay.resume`.
    """

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(error["message"])
        self.code: str = error["code"]
        self.kind: str = error["kind"]
        self.outcome: str | None = error.get("outcome")
        self.retry: str = error.get("retry", "never")
        self.retry_after_ms: int | None = error.get("retry_after_ms")
        self.field: str | None = error.get("field")
        self.message: str = error["message"]
        self.help: str = error.get("help", "")
        self.related: str | None = error.get("related")
        self.details: list[dict[str, str]] = list(error.get("details") or ())
        self.status: int | None = error.get("status")
        self.request_id: str | None = error.get("request_id")
        self.idempotency_key: str | None = error.get("idempotency_key")
        self.resume: str | None = error.get("resume")
        self._error = dict(error)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._error,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(code={self.code!r}, outcome={self.outcome!r}, message={self.message!r})"


class InvalidInputError(RwandaPayError, ValueError):
    """Something that was given is wrong; ``details`` names every field."""


class RefusedError(RwandaPayError):
    """The request was good, and may not be carried out, such as for lack of balance."""


class ConflictError(RwandaPayError):
    """Something that is there stands in the way, such as a reference that is in use."""


class NotFoundError(RwandaPayError, LookupError):
    """There is nothing by that name."""


class AuthError(RwandaPayError):
    """The key is missing, wrong, or may not do this."""


class RateLimitedError(RwandaPayError):
    """Too many requests; ``retry_after_ms`` says how long to wait."""


class UnavailableError(RwandaPayError):
    """The service could not be reached or could not serve, and nothing was done."""


class UnknownOutcomeError(RwandaPayError):
    """Money may have moved. Look the payment up by your reference, or ``resume``, before you ask again."""


class InternalError(RwandaPayError):
    """A defect; nothing that you can mend."""


KINDS: dict[str, type[RwandaPayError]] = {
    "invalid_input": InvalidInputError,
    "refused": RefusedError,
    "conflict": ConflictError,
    "not_found": NotFoundError,
    "auth": AuthError,
    "rate_limited": RateLimitedError,
    "unavailable": UnavailableError,
    "unknown_outcome": UnknownOutcomeError,
    "internal": InternalError,
}


def error_of(error: Mapping[str, Any]) -> RwandaPayError:
    """The exception for an error as the core prints it."""
    return KINDS.get(error["kind"], RwandaPayError)(error)
