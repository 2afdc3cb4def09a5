"""The operations, noun by noun: the same for :class:`~rwandapay.RwandaPay`, whose answers are there, and for
:class:`~rwandapay.AsyncRwandaPay`, whose answers are awaited. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

#: One answer, or what is awaited for it.
One = TypeVar("One")
#: Many answers, page after page.
Many = TypeVar("Many")
One_co = TypeVar("One_co", covariant=True)
Many_co = TypeVar("Many_co", covariant=True)


class Asks(Protocol[One_co, Many_co]):
    """What carries an operation out."""

    def request(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        deadline_ms: int | None = None,
    ) -> One_co: ...

    def pages(self, operation: str, parameters: Mapping[str, Any]) -> Many_co: ...


class _Room(Generic[One, Many]):
    """Operations of one noun."""

    def __init__(self, asks: Asks[One, Many]) -> None:
        self._client = asks


class Payments(_Room[One, Many]):
    """Payments by customers."""

    def collect(self, *, idempotency_key: str | None = None, **parameters: Any) -> One:
        """Asks a customer to pay: ``amount``, ``phone``, and optionally ``reference``, ``provider``,
        ``callback_url`` and ``metadata``. The same request for a ``reference`` never asks twice.

        :raises UnknownOutcomeError: when nobody knows whether it arrived, even after retries.
        """
        return self._client.request("payments.collect", parameters, idempotency_key=idempotency_key)

    def get(self, reference: str) -> One:
        """One payment, by our reference or yours."""
        return self._client.request("payments.get", {"reference": reference})

    def list(self, **filters: Any) -> Many:
        """Payments, newest first; all pages."""
        return self._client.pages("payments.list", filters)

    def wait(self, reference: str, *, deadline_ms: int | None = None) -> One:
        """The payment, once it is final.

        :raises UnavailableError: ``wait_timed_out`` when the deadline comes first.
        """
        return self._client.request("payments.wait", {"reference": reference}, deadline_ms=deadline_ms)

    def refund(self, payment_reference: str, *, idempotency_key: str | None = None, **parameters: Any) -> One:
        """Gives a payment back, in whole, or ``amount`` of it."""
        given = {"payment_reference": payment_reference, **parameters}
        return self._client.request("payments.refund", given, idempotency_key=idempotency_key)

    def refunds(self, payment_reference: str, **filters: Any) -> Many:
        """The refunds of a payment."""
        return self._client.pages("payments.refunds", {"payment_reference": payment_reference, **filters})


class Refunds(_Room[One, Many]):
    """Refunds."""

    def get(self, reference: str) -> One:
        """One refund, by our reference or yours."""
        return self._client.request("refunds.get", {"reference": reference})


class Checkout(_Room[One, Many]):
    """Hosted pages on which a customer pays once."""

    def initialize(self, *, idempotency_key: str | None = None, **parameters: Any) -> One:
        """Opens a session: ``amount``, ``tx_ref``, ``customer``, ``redirect_url`` …; send the customer to its
        ``payment_url``."""
        return self._client.request("checkout.initialize", parameters, idempotency_key=idempotency_key)

    def get(self, session_id: str) -> One:
        """One session."""
        return self._client.request("checkout.get", {"session_id": session_id})

    def list(self, **filters: Any) -> Many:
        """Sessions, newest first."""
        return self._client.pages("checkout.list", filters)

    def expire(self, session_id: str) -> One:
        """Closes a session before its time."""
        return self._client.request("checkout.expire", {"session_id": session_id})


class Withdrawals(_Room[One, Many]):
    """Payouts of your balance."""

    def create(self, *, idempotency_key: str | None = None, **parameters: Any) -> One:
        """Pays out: ``amount``, ``phone``, ``pin`` and optionally ``reference``."""
        return self._client.request("withdrawals.create", parameters, idempotency_key=idempotency_key)

    def get(self, reference: str) -> One:
        """One withdrawal."""
        return self._client.request("withdrawals.get", {"reference": reference})

    def list(self, **filters: Any) -> Many:
        """Withdrawals, newest first."""
        return self._client.pages("withdrawals.list", filters)


class WebhookEndpoints(_Room[One, Many]):
    """Addresses that events go to."""

    def create(self, url: str, events: Sequence[str] | None = None) -> One:
        """Registers an address; the answer alone shows its secret."""
        return self._client.request("webhook_endpoints.create", {"url": url, "events": None if events is None else [*events]})

    def list(self, **filters: Any) -> Many:
        """All addresses."""
        return self._client.pages("webhook_endpoints.list", filters)

    def delete(self, id: str) -> One:
        """Removes an address."""
        return self._client.request("webhook_endpoints.delete", {"id": id})

    def rotate(self, id: str, overlap_seconds: int | None = None) -> One:
        """Makes a new secret; the old one signs beside it for a while."""
        return self._client.request("webhook_endpoints.rotate", {"id": id, "overlap_seconds": overlap_seconds})

    def test(self, id: str) -> One:
        """Sends a ``webhook.test``."""
        return self._client.request("webhook_endpoints.test", {"id": id})


class WebhookDeliveries(_Room[One, Many]):
    """What was sent to your addresses."""

    def list(self, **filters: Any) -> Many:
        """Deliveries, newest first."""
        return self._client.pages("webhook_deliveries.list", filters)

    def redeliver(self, id: str) -> One:
        """Sends an event again."""
        return self._client.request("webhook_deliveries.redeliver", {"id": id})


class Events(_Room[One, Many]):
    """What happened."""

    def list(self, **filters: Any) -> Many:
        """Events, newest first."""
        return self._client.pages("events.list", filters)

    def get(self, id: str) -> One:
        """One event, as it was delivered."""
        return self._client.request("events.get", {"id": id})
