"""The asynchronous client: the names of :class:`~rwandapay.RwandaPay`, awaited."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from .http_transport import ThreadTransport
from .resources import Checkout, Events, Payments, Refunds, WebhookDeliveries, WebhookEndpoints, Withdrawals
from .sandbox import SANDBOX_KEY, SANDBOX_URL, Sandbox
from .transport import AsyncTransport, MaybeSent, NotSent, Response
from .turns import Data, Done, Send, Turns, Wait, settings


class AsyncRwandaPay:
    """A merchant's client for ``asyncio``.

    >>> async def main():
    ...     async with AsyncRwandaPay.sandbox() as pay:
    ...         payment = await pay.payments.collect(amount=5000, phone="0788123456", reference="ORDER-1")
    ...         return (await pay.payments.wait("ORDER-1"))["status"]
    >>> asyncio.run(main())
    'successful'

    A task that is cancelled while it waits for an answer leaves the payment undecided: look it up by your
    ``reference``, or ask again with the same one.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        deadline_ms: int | None = None,
        try_timeout_ms: int | None = None,
        max_retries: int | None = None,
        transport: AsyncTransport | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._config = settings(api_key, base_url, deadline_ms, try_timeout_ms, max_retries)
        self._transport: AsyncTransport = transport or ThreadTransport()
        self._sleep = sleep
        self._sandbox: Sandbox | None = None
        self.payments = Payments[Awaitable[Data], AsyncIterator[Data]](self)
        self.checkout = Checkout[Awaitable[Data], AsyncIterator[Data]](self)
        self.refunds = Refunds[Awaitable[Data], AsyncIterator[Data]](self)
        self.withdrawals = Withdrawals[Awaitable[Data], AsyncIterator[Data]](self)
        self.webhook_endpoints = WebhookEndpoints[Awaitable[Data], AsyncIterator[Data]](self)
        self.webhook_deliveries = WebhookDeliveries[Awaitable[Data], AsyncIterator[Data]](self)
        self.events = Events[Awaitable[Data], AsyncIterator[Data]](self)

    @classmethod
    def sandbox(cls, sandbox: Sandbox | None = None) -> AsyncRwandaPay:
        """A client of a sandbox inside this process: no network, and a clock that a test moves."""
        sandbox = sandbox or Sandbox()

        async def carry(
            method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
        ) -> Response:
            return sandbox.transport(method, url, headers, body, timeout_s)

        async def wait(seconds: float) -> None:
            sandbox.wait(seconds)

        # Its own address, whatever the environment says: nothing of it ever leaves this process.
        client = cls(SANDBOX_KEY, base_url=SANDBOX_URL, transport=carry, sleep=wait)
        client._sandbox = sandbox
        return client

    async def __aenter__(self) -> AsyncRwandaPay:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends what the client holds: its sandbox, if it has one."""
        if self._sandbox is not None:
            self._sandbox.close()

    def __repr__(self) -> str:
        return f"AsyncRwandaPay(base_url={self._config.get('base_url')!r})"

    async def balance(self) -> Data:
        """What you have, in francs."""
        return await self.request("balance", {})

    async def quote(self, **parameters: Any) -> Data:
        """What a payment would cost, as the server says."""
        return await self.request("quote", parameters)

    async def resume(self, resume: str) -> Data:
        """Sends the very request of an error again, with the same key, and learns how it ended.

        ``resume`` is the attribute of an :class:`UnknownOutcomeError`.
        """
        data: Data = (await self._run(Turns.resume(self._config, resume))).data
        return data

    async def request(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        deadline_ms: int | None = None,
    ) -> Data:
        """Any operation by its name, such as ``"payments.collect"``; the methods of this class are made of it."""
        turns = Turns.begin(
            self._config, operation, parameters, idempotency_key=idempotency_key, deadline_ms=deadline_ms
        )
        data: Data = (await self._run(turns)).data
        return data

    async def pages(self, operation: str, parameters: Mapping[str, Any]) -> AsyncIterator[Data]:
        """Every item of a list, page after page."""
        following: Mapping[str, Any] | None = parameters
        while following is not None:
            done = await self._run(Turns.begin(self._config, operation, following))
            for item in done.data["items"]:
                yield item
            following = done.following

    async def _run(self, turns: Turns) -> Done:
        while True:
            step = turns.step()
            if isinstance(step, Done):
                return step
            if isinstance(step, Wait):
                await self._sleep(step.seconds)
                turns.woke()
            else:
                turns.happened(await self._send(step))

    async def _send(self, send: Send) -> Response | NotSent | MaybeSent:
        try:
            return await self._transport(*send.arguments)
        except (NotSent, MaybeSent) as error:
            return error
