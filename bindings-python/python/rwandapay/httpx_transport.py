"""``httpx`` as a transport, where it is installed: connections that are kept, HTTP proxies, a client of your own.

>>> from rwandapay import RwandaPay
>>> from rwandapay.httpx_transport import HttpxTransport
>>> pay = RwandaPay("sk_test_sandbox", transport=HttpxTransport())
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx

from .transport import MAX_ANSWER_BYTES, MaybeSent, NotSent, Response

#: What goes wrong before the first byte of a request has left.
_BEFORE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)


def _taken(answer: httpx.Response, body: bytearray) -> Response:
    return Response(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, bytes(body))


def _lost(error: Exception) -> NotSent | MaybeSent:
    kind = NotSent if isinstance(error, _BEFORE) else MaybeSent
    return kind(f"{type(error).__name__}: {error}")


class HttpxTransport:
    """Sends by an :class:`httpx.Client`, its own or yours; redirects are never followed. The timeout bounds each
    read, as everywhere in a blocking httpx; the standard transport bounds the whole answer."""

    def __init__(self, client: httpx.Client | None = None) -> None:
        self._client = client or httpx.Client()

    def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Response:
        try:
            request = self._client.build_request(
                method, url, headers=dict(headers), content=body, timeout=timeout_s
            )
            answer = self._client.send(request, stream=True, follow_redirects=False)
            try:
                read = bytearray()
                for part in answer.iter_bytes():
                    read += part
                    if len(read) > MAX_ANSWER_BYTES:
                        break
                return _taken(answer, read)
            finally:
                answer.close()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _lost(error) from None


class AsyncHttpxTransport:
    """Sends by an :class:`httpx.AsyncClient`, its own or yours; redirects are never followed."""

    def __init__(self, client: httpx.AsyncClient | None = None) -> None:
        self._client = client or httpx.AsyncClient()

    async def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Response:
        try:
            return await asyncio.wait_for(self._exchange(method, url, headers, body, timeout_s), timeout_s)
        except asyncio.TimeoutError:
            raise MaybeSent("the answer did not come in time") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _lost(error) from None

    async def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Response:
        request = self._client.build_request(method, url, headers=dict(headers), content=body, timeout=timeout_s)
        answer = await self._client.send(request, stream=True, follow_redirects=False)
        try:
            read = bytearray()
            async for part in answer.aiter_bytes():
                read += part
                if len(read) > MAX_ANSWER_BYTES:
                    break
            return _taken(answer, read)
        finally:
            await answer.aclose()
