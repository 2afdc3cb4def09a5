"""A sandbox inside this process: simulated wallets, no network, a clock that a test moves."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from . import _native
from .core import answered, encode
from .transport import MaybeSent, NotSent, Response


#: What a client of a sandbox in the process is given; neither leaves the process.
SANDBOX_URL = "https://sandbox-api.rwandapay.rw/v1"
SANDBOX_KEY = "sk_test_sandbox"


class Sandbox:
    """A sandbox of its own. The last three digits of a phone decide what happens, as on the server.

    >>> sandbox = Sandbox(start="2026-01-05T08:00:00Z")
    >>> sandbox.advance(60)
    '2026-01-05T08:01:00Z'
    """

    def __init__(self, *, start: str = "2026-01-05T08:00:00Z", seed: bytes | None = None) -> None:
        opened = encode({"start": start, "seed": (seed or os.urandom(32)).hex()})
        self._handle: int = answered(_native.sandbox_open(opened))

    def _control(self, do: str, **members: Any) -> Any:
        return answered(_native.sandbox_control(self._handle, encode({"do": do, **members})))

    def now(self) -> str:
        """The time of its clock."""
        return str(self._control("now"))

    def advance(self, seconds: int) -> str:
        """Moves the clock, and lets everything happen on the way; gives the new time."""
        return str(self._control("advance", seconds=seconds))

    def wait(self, _seconds: float) -> None:
        """Lets the next thing happen that is due; nobody sleeps."""
        self._control("run_next")

    def fault(self, name: str) -> None:
        """Lets the next exchange go wrong: ``refuse``, ``lose_answer`` and others."""
        self._control("fault", fault=name)

    def webhooks(self) -> list[dict[str, Any]]:
        """The signed webhooks since the last call: ``headers`` and ``body`` as a receiver gets them."""
        return list(self._control("webhooks"))

    def secret(self) -> str:
        """The secret that signs its webhooks."""
        return str(self._control("secret"))

    def pay_checkout(self, session_id: str, phone: str) -> Any:
        """Does what a customer does on the page of a session."""
        return self._control("pay_checkout", session_id=session_id, phone=phone)

    def close(self) -> None:
        """Ends it. A second time does nothing."""
        if self._handle:
            answered(_native.sandbox_control(self._handle, encode({"do": "close"})))
            self._handle = 0

    def transport(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Response:
        """Carries a request into it: what a client is given as its transport."""
        send = {"method": method, "url": url, "headers": dict(headers), "timeout_ms": round(timeout_s * 1_000)}
        if body is not None:
            send["body"] = body.decode()
        happened = answered(_native.sandbox_exchange(self._handle, encode(send)))
        if "not_sent" in happened:
            raise NotSent(happened["not_sent"])
        if "maybe_sent" in happened:
            raise MaybeSent(happened["maybe_sent"])
        response = happened["response"]
        return Response(response["status"], response["headers"], response["body"].encode())
