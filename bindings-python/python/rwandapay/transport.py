"""How a request leaves this machine: once, without redirects, cookies or retries; the core decides the rest.

A transport takes what the client asks it to send, and gives what happened: a response, that it was certainly
not sent, or that it may have been.
"""

from __future__ import annotations

import http.client
import ssl
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

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


class HttpTransport:
    """The standard library's HTTP, with a connection of its own for each request: safe across threads and forks.

    ``context`` is an :class:`ssl.SSLContext` for an authority of your own.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context

    def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Response:
        parts = urllib.parse.urlsplit(url)
        connection = self._connection(parts, timeout_s)
        try:
            try:
                connection.connect()
            except (OSError, ssl.SSLError) as error:
                raise NotSent(str(error)) from None
            try:
                target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
                connection.request(method, target, body=body, headers=dict(headers))
                answer = connection.getresponse()
                read = answer.read(MAX_ANSWER_BYTES + 1)
            except (OSError, http.client.HTTPException) as error:
                raise MaybeSent(f"{type(error).__name__}: {error}") from None
            return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, read)
        finally:
            connection.close()

    def _connection(self, parts: Any, timeout_s: float) -> http.client.HTTPConnection:
        if parts.scheme == "https":
            context = self._context or ssl.create_default_context()
            return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=timeout_s, context=context)
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout_s)
