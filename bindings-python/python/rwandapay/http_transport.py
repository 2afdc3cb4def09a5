"""The standard library's HTTP as a transport. It is loaded with the first client that is given no other."""

from __future__ import annotations

import functools
import http.client
import io
import socket
import ssl
import time
import urllib.parse
from collections.abc import Mapping
from typing import Any

from .transport import MAX_ANSWER_BYTES, MaybeSent, NotSent, Response, Transport


class HttpTransport:
    """The standard library's HTTP, with a connection of its own for each request: safe across threads and forks.

    ``context`` is an :class:`ssl.SSLContext` for an authority of your own. The timeout bounds the whole request:
    a server that drips one byte a second gains nothing.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context

    def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Response:
        deadline = time.monotonic() + timeout_s
        parts = urllib.parse.urlsplit(url)
        connection = self._connection(parts, timeout_s)
        try:
            try:
                connection.connect()
            except (OSError, ssl.SSLError) as error:
                raise NotSent(str(error)) from None
            try:
                connection.response_class = functools.partial(_Answer, deadline)  # type: ignore[assignment]
                target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
                connection.request(method, target, body=body, headers=dict(headers))
                answer = connection.getresponse()
                read = answer.read(MAX_ANSWER_BYTES + 1)
                if answer.length:
                    raise MaybeSent("the answer broke off")
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


class ThreadTransport:
    """A blocking transport in a thread of the event loop's own pool: what :class:`~rwandapay.AsyncRwandaPay` has
    where it is given no other."""

    def __init__(self, transport: Transport | None = None) -> None:
        self._transport: Transport = transport or HttpTransport()

    async def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Response:
        import asyncio

        return await asyncio.to_thread(self._transport, method, url, headers, body, timeout_s)


class _Answer(http.client.HTTPResponse):
    """An answer that is read until a deadline, whatever the pace at which it comes."""

    def __init__(self, deadline: float, sock: socket.socket, *arguments: Any, **named: Any) -> None:
        super().__init__(sock, *arguments, **named)
        self.fp.close()
        self.fp = io.BufferedReader(_Until(deadline, sock))


class _Until(io.RawIOBase):
    def __init__(self, deadline: float, sock: socket.socket) -> None:
        self._deadline = deadline
        self._sock = sock
        # It keeps the socket open for as long as the answer is read.
        self._held = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer did not come in time")
        self._sock.settimeout(left)
        return self._held.readinto(buffer)

    def close(self) -> None:
        self._held.close()
        super().close()
