"""Rwanda Pay: mobile money payments in Rwanda, MTN MoMo and Airtel Money.

>>> from rwandapay import RwandaPay
>>> with RwandaPay.sandbox() as pay:
...     pay.payments.collect(amount=5000, phone="0788123456", reference="ORDER-1")["fee"]
175
"""

from typing import TYPE_CHECKING

from . import references, states, webhooks
from .client import RwandaPay
from .errors import (
    AuthError,
    ConflictError,
    InternalError,
    InvalidInputError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
    RwandaPayError,
    UnavailableError,
    UnknownOutcomeError,
)
from .sandbox import Sandbox
from .transport import AsyncTransport, MaybeSent, NotSent, Response, Transport
from .values import Phone, Provider, Quote, Rwf, francs, quote, quote_for_net

if TYPE_CHECKING:
    from .aio import AsyncRwandaPay
    from .http_transport import HttpTransport, ThreadTransport

__all__ = [
    "AsyncRwandaPay",
    "AsyncTransport",
    "AuthError",
    "ConflictError",
    "HttpTransport",
    "InternalError",
    "InvalidInputError",
    "MaybeSent",
    "NotFoundError",
    "NotSent",
    "Phone",
    "Provider",
    "Quote",
    "RateLimitedError",
    "RefusedError",
    "Response",
    "RwandaPay",
    "RwandaPayError",
    "Rwf",
    "Sandbox",
    "ThreadTransport",
    "Transport",
    "UnavailableError",
    "UnknownOutcomeError",
    "francs",
    "quote",
    "quote_for_net",
    "references",
    "states",
    "webhooks",
]

#: What brings much of the standard library along is loaded when it is named.
_LATER = {"AsyncRwandaPay": "aio", "HttpTransport": "http_transport", "ThreadTransport": "http_transport"}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_LATER[name]}", __name__), name)
