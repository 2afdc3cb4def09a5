"""The client of the API. The core validates, retries and reads answers; this only sends, waits and tells the time."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from . import _native
from .core import encode
from .errors import error_of
from .sandbox import Sandbox
from .transport import HttpTransport, MaybeSent, NotSent, Response, Transport

Data = dict[str, Any]

SANDBOX_URL = "https://sandbox-api.rwandapay.rw/v1"


class RwandaPay:
    """A merchant's client.

    >>> with RwandaPay.sandbox() as pay:
    ...     payment = pay.payments.collect(amount=5000, phone="0788123456", reference="ORDER-1")
    ...     pay.payments.wait("ORDER-1")["status"]
    'successful'

    ``api_key`` is ``sk_test_…`` or ``sk_live_…``; ``RWANDAPAY_API_KEY`` where it is not given. ``deadline_ms``
    bounds a whole call with its retries, ``try_timeout_ms`` one request.
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
        options = {
            "api_key": api_key or os.environ.get("RWANDAPAY_API_KEY", ""),
            "base_url": base_url or os.environ.get("RWANDAPAY_BASE_URL") or None,
            "deadline_ms": deadline_ms,
            "try_timeout_ms": try_timeout_ms,
            "max_retries": max_retries,
        }
        self._config = {name: value for name, value in options.items() if value is not None}
        self._transport: Transport = transport or HttpTransport()
        self._sleep = sleep
        self._sandbox: Sandbox | None = None
        self.payments = Payments(self)
        self.checkout = Checkout(self)
        self.refunds = Refunds(self)
        self.withdrawals = Withdrawals(self)
        self.webhook_endpoints = WebhookEndpoints(self)
        self.webhook_deliveries = WebhookDeliveries(self)
        self.events = Events(self)

    @classmethod
    def sandbox(cls, sandbox: Sandbox | None = None) -> RwandaPay:
        """A client of a sandbox inside this process: no network, and a clock that a test moves."""
        sandbox = sandbox or Sandbox()
        # Its own address, whatever the environment says: nothing of it ever leaves this process.
        client = cls("sk_test_sandbox", base_url=SANDBOX_URL, transport=sandbox.transport, sleep=sandbox.wait)
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
        event = {"resume": True, "context": self._context(None, None)}
        return self._data(self._run(base64.b64decode(resume), event))

    def request(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        deadline_ms: int | None = None,
    ) -> Data:
        """Any operation by its name, such as ``"payments.collect"``; the methods of this class are made of it."""
        return self._data(self._ask(operation, parameters, idempotency_key, deadline_ms))

    def pages(self, operation: str, parameters: Mapping[str, Any]) -> Iterator[Data]:
        """Every item of a list, page after page."""
        following: Mapping[str, Any] | None = parameters
        while following is not None:
            answer = self._ask(operation, following, None, None)
            yield from answer["data"]["items"]
            following = answer["next"]

    def _ask(
        self, operation: str, parameters: Mapping[str, Any], key: str | None, deadline_ms: int | None
    ) -> Data:
        given = {name: value for name, value in parameters.items() if value is not None}
        context = self._context(key, deadline_ms)
        return self._run(b"", {"begin": operation, "parameters": given, "context": context})

    @staticmethod
    def _data(answer: Data) -> Data:
        data: Data = answer["data"]
        return data

    def _run(self, state: bytes, event: Mapping[str, Any]) -> Data:
        body = b""
        while True:
            full = {**event, "config": self._config}
            state, text = _native.client_next(state, encode(full), body)
            step = json.loads(text)
            if "done" in step:
                done = step["done"]
                if "error" in done:
                    raise error_of(done["error"])
                answer: Data = done["ok"]
                return answer
            body = b""
            if "wait" in step:
                self._sleep(step["wait"]["ms"] / 1_000)
                event = {"woke": True}
            else:
                event, body = self._send(step["send"])
            event = {**event, "moment": _moment()}

    def _send(self, send: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        body = None if send["body"] is None else send["body"].encode()
        try:
            response: Response = self._transport(
                send["method"], send["url"], send["headers"], body, send["timeout_ms"] / 1_000
            )
        except NotSent as error:
            return {"not_sent": str(error)}, b""
        except MaybeSent as error:
            return {"maybe_sent": str(error)}, b""
        return {"response": {"status": response.status, "headers": dict(response.headers)}}, response.body

    @staticmethod
    def _context(key: str | None, deadline_ms: int | None) -> dict[str, Any]:
        context: dict[str, Any] = {**_moment(), "entropy": os.urandom(32).hex()}
        if key is not None:
            context["idempotency_key"] = key
        if deadline_ms is not None:
            context["deadline_ms"] = deadline_ms
        return context


def _moment() -> dict[str, int]:
    return {"wall_ms": time.time_ns() // 1_000_000, "monotonic_ms": time.monotonic_ns() // 1_000_000}


class _Room:
    """Operations of one noun."""

    def __init__(self, client: RwandaPay) -> None:
        self._client = client


class Payments(_Room):
    """Payments by customers."""

    def collect(self, *, idempotency_key: str | None = None, **parameters: Any) -> Data:
        """Asks a customer to pay: ``amount``, ``phone``, and optionally ``reference``, ``provider``,
        ``callback_url`` and ``metadata``. The same request for a ``reference`` never asks twice.

        :raises UnknownOutcomeError: when nobody knows whether it arrived, even after retries.
        """
        return self._client.request("payments.collect", parameters, idempotency_key=idempotency_key)

    def get(self, reference: str) -> Data:
        """One payment, by our reference or yours."""
        return self._client.request("payments.get", {"reference": reference})

    def list(self, **filters: Any) -> Iterator[Data]:
        """Payments, newest first; all pages."""
        return self._client.pages("payments.list", filters)

    def wait(self, reference: str, *, deadline_ms: int | None = None) -> Data:
        """The payment, once it is final.

        :raises UnavailableError: ``wait_timed_out`` when the deadline comes first.
        """
        return self._client.request("payments.wait", {"reference": reference}, deadline_ms=deadline_ms)

    def refund(self, payment_reference: str, *, idempotency_key: str | None = None, **parameters: Any) -> Data:
        """Gives a payment back, in whole, or ``amount`` of it."""
        given = {"payment_reference": payment_reference, **parameters}
        return self._client.request("payments.refund", given, idempotency_key=idempotency_key)

    def refunds(self, payment_reference: str, **filters: Any) -> Iterator[Data]:
        """The refunds of a payment."""
        return self._client.pages("payments.refunds", {"payment_reference": payment_reference, **filters})


class Refunds(_Room):
    """Refunds."""

    def get(self, reference: str) -> Data:
        """One refund, by our reference or yours."""
        return self._client.request("refunds.get", {"reference": reference})


class Checkout(_Room):
    """Hosted pages on which a customer pays once."""

    def initialize(self, *, idempotency_key: str | None = None, **parameters: Any) -> Data:
        """Opens a session: ``amount``, ``tx_ref``, ``customer``, ``redirect_url`` …; send the customer to its
        ``payment_url``."""
        return self._client.request("checkout.initialize", parameters, idempotency_key=idempotency_key)

    def get(self, session_id: str) -> Data:
        """One session."""
        return self._client.request("checkout.get", {"session_id": session_id})

    def list(self, **filters: Any) -> Iterator[Data]:
        """Sessions, newest first."""
        return self._client.pages("checkout.list", filters)

    def expire(self, session_id: str) -> Data:
        """Closes a session before its time."""
        return self._client.request("checkout.expire", {"session_id": session_id})


class Withdrawals(_Room):
    """Payouts of your balance."""

    def create(self, *, idempotency_key: str | None = None, **parameters: Any) -> Data:
        """Pays out: ``amount``, ``phone``, ``pin`` and optionally ``reference``."""
        return self._client.request("withdrawals.create", parameters, idempotency_key=idempotency_key)

    def get(self, reference: str) -> Data:
        """One withdrawal."""
        return self._client.request("withdrawals.get", {"reference": reference})

    def list(self, **filters: Any) -> Iterator[Data]:
        """Withdrawals, newest first."""
        return self._client.pages("withdrawals.list", filters)


class WebhookEndpoints(_Room):
    """Addresses that events go to."""

    def create(self, url: str, events: list[str] | None = None) -> Data:
        """Registers an address; the answer alone shows its secret."""
        return self._client.request("webhook_endpoints.create", {"url": url, "events": events})

    def list(self, **filters: Any) -> Iterator[Data]:
        """All addresses."""
        return self._client.pages("webhook_endpoints.list", filters)

    def delete(self, id: str) -> Data:
        """Removes an address."""
        return self._client.request("webhook_endpoints.delete", {"id": id})

    def rotate(self, id: str, overlap_seconds: int | None = None) -> Data:
        """Makes a new secret; the old one signs beside it for a while."""
        return self._client.request("webhook_endpoints.rotate", {"id": id, "overlap_seconds": overlap_seconds})

    def test(self, id: str) -> Data:
        """Sends a ``webhook.test``."""
        return self._client.request("webhook_endpoints.test", {"id": id})


class WebhookDeliveries(_Room):
    """What was sent to your addresses."""

    def list(self, **filters: Any) -> Iterator[Data]:
        """Deliveries, newest first."""
        return self._client.pages("webhook_deliveries.list", filters)

    def redeliver(self, id: str) -> Data:
        """Sends an event again."""
        return self._client.request("webhook_deliveries.redeliver", {"id": id})


class Events(_Room):
    """What happened."""

    def list(self, **filters: Any) -> Iterator[Data]:
        """Events, newest first."""
        return self._client.pages("events.list", filters)

    def get(self, id: str) -> Data:
        """One event, as it was delivered."""
        return self._client.request("events.get", {"id": id})
