"""Rwanda Pay: mobile money payments in Rwanda, MTN MoMo and Airtel Money.

>>> from rwandapay import RwandaPay
>>> with RwandaPay.sandbox() as pay:
...     pay.payments.collect(amount=5000, phone="0788123456", reference="ORDER-1")["fee"]
175
"""

from . import states, webhooks
from .aio import AsyncRwandaPay
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
from .transport import AsyncTransport, HttpTransport, MaybeSent, NotSent, Response, ThreadTransport, Transport
from .values import Phone, Quote, francs, quote

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
    "Quote",
    "RateLimitedError",
    "RefusedError",
    "Response",
    "RwandaPay",
    "RwandaPayError",
    "Sandbox",
    "ThreadTransport",
    "Transport",
    "UnavailableError",
    "UnknownOutcomeError",
    "francs",
    "quote",
    "states",
    "webhooks",
]
