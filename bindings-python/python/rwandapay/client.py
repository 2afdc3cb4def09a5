"""The client of the API. The core validates, retries and reads answers; this only sends and waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .resources import Checkout, Events, Payments, Refunds, WebhookDeliveries, WebhookEndpoints, Withdrawals
from .sandbox import SANDBOX_KEY, SANDBOX_URL, Sandbox
from .transport import MaybeSent, NotSent, Response, Transport
from .turns import Data, Done, Send, Turns, Wait, settings


class RwandaPay:
    """A merchant's client.

    >>> with RwandaPay.sandbox() as pay:
    ...     payment = pay.payments.collect(amount=5000, phone="0788123456", reference="ORDER-1")
    ...     pay.payments.wait("ORDER-1")["status"]
    'successful'

    ``api_key`` is ``sk_test_…`` or ``sk_live_…``; ``RWANDAPAY_API_KEY`` where it is not given. ``deadline_ms``
    bounds a whole call with its retries, ``try_timeout_ms`` one request. ``transport`` is any callable that
    sends once, see :class:`~rwandapay.Transport`.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        deadline_ms: int | None = None,
        try_timeout_ms: int | None = None,
        max_retries: int | None = None,
        transport: Transport | None = None,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._config = settings(api_key, base_url, deadline_ms, try_timeout_ms, max_retries)
        self._transport: Transport = transport or _standard()
        self._sleep = sleep
        self._sandbox: Sandbox | None = None
        self.payments = Payments[Data, Iterator[Data]](self)
        self.checkout = Checkout[Data, Iterator[Data]](self)
        self.refunds = Refunds[Data, Iterator[Data]](self)
        self.withdrawals = Withdrawals[Data, Iterator[Data]](self)
        self.webhook_endpoints = WebhookEndpoints[Data, Iterator[Data]](self)
        self.webhook_deliveries = WebhookDeliveries[Data, Iterator[Data]](self)
        self.events = Events[Data, Iterator[Data]](self)

    @classmethod
    def sandbox(cls, sandbox: Sandbox | None = None) -> RwandaPay:
        """A client of a sandbox inside this process: no network, and a clock that a test moves."""
        sandbox = sandbox or Sandbox()
        # Its own address, whatever the environment says: nothing of it ever leaves this process.
        client = cls(SANDBOX_KEY, base_url=SANDBOX_URL, transport=sandbox.transport, sleep=sandbox.wait)
        client._sandbox = sandbox
        return client

    def __enter__(self) -> RwandaPay:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends what the client holds: its sandbox, if it has one."""
        if self._sandbox is not None:
            self._sandbox.close()

    def __repr__(self) -> str:
        return f"RwandaPay(base_url={self._config.get('base_url')!r})"

    def balance(self) -> Data:
        """What you have, in francs."""
        return self.request("balance", {})

    def quote(self, **parameters: Any) -> Data:
        """What a payment would cost, as the server says."""
        return self.request("quote", parameters)

    def resume(self, resume: str) -> Data:
        """Sends the very request of an error again, with the same key, and learns how it ended.

        ``resume`` is the attribute of an :class:`UnknownOutcomeError`.
        """
        data: Data = (self._run(Turns.resume(self._config, resume))).data
        return data

    def request(
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
        data: Data = (self._run(turns)).data
        return data

    def pages(self, operation: str, parameters: Mapping[str, Any]) -> Iterator[Data]:
        """Every item of a list, page after page."""
        following: Mapping[str, Any] | None = parameters
        while following is not None:
            done = self._run(Turns.begin(self._config, operation, following))
            yield from done.data["items"]
            following = done.following

    def _run(self, turns: Turns) -> Done:
        while True:
            step = turns.step()
            if isinstance(step, Done):
                return step
            if isinstance(step, Wait):
                self._sleep(step.seconds)
                turns.woke()
            else:
                turns.happened(self._send(step))

    def _send(self, send: Send) -> Response | NotSent | MaybeSent:
        try:
            return self._transport(*send.arguments)
        except (NotSent, MaybeSent) as error:
            return error


def _standard() -> Transport:
    # Loaded when it is used: a program that only verifies webhooks starts without it.
    from .http_transport import HttpTransport

    return HttpTransport()
