"""How a request leaves this machine: once, without redirects, cookies or retries; the core decides the rest.

A transport takes what the client asks it to send, and gives what happened: a response, that it was certainly
not sent, or that it may have been.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

#: The longest answer that is read, in bytes.
MAX_ANSWER_BYTES = 1_048_576


@dataclass(frozen=True)
class Response:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NotSent(Exception):
    """Nothing has left: no address, no connection, no handshake."""


class MaybeSent(Exception):
    """Some of it may have arrived."""


class Transport(Protocol):
    """Sends once."""

    def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Response: ...


class AsyncTransport(Protocol):
    """Sends once, and is awaited."""

    async def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Response: ...
