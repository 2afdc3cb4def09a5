"""One call of the API, turn by turn. The core decides every step; a client carries it out and says what happened."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import _native
from .core import encode
from .errors import error_of
from .transport import MaybeSent, NotSent, Response

Data = dict[str, Any]


@dataclass(frozen=True)
class Wait:
    """Let this time pass."""

    seconds: float


@dataclass(frozen=True)
class Send:
    """Send this, once."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None
    timeout_s: float

    @property
    def arguments(self) -> tuple[str, str, Mapping[str, str], bytes | None, float]:
        """What a transport is called with."""
        return self.method, self.url, self.headers, self.body, self.timeout_s


@dataclass(frozen=True)
class Done:
    """It is over, and this is the answer."""

    data: Any
    #: The parameters of the next page, if there is one.
    following: Mapping[str, Any] | None


class Turns:
    """The turns of one call."""

    def __init__(self, config: Mapping[str, Any], event: Mapping[str, Any], state: bytes = b"") -> None:
        self._config = config
        self._state = state
        self._event: dict[str, Any] = dict(event)
        self._body = b""

    @classmethod
    def begin(
        cls,
        config: Mapping[str, Any],
        operation: str,
        parameters: Mapping[str, Any],
        *,
        idempotency_key: str | None = None,
        deadline_ms: int | None = None,
    ) -> Turns:
        """A new call. Parameters that are ``None`` are not given."""
        given = {name: value for name, value in parameters.items() if value is not None}
        limits = {"idempotency_key": idempotency_key, "deadline_ms": deadline_ms}
        context = {**_context(), **{name: value for name, value in limits.items() if value is not None}}
        return cls(config, {"begin": operation, "parameters": given, "context": context})

    @classmethod
    def resume(cls, config: Mapping[str, Any], resume: str) -> Turns:
        """The call of an error again, with the same key."""
        return cls(config, {"resume": True, "context": _context()}, base64.b64decode(resume))

    def step(self) -> Wait | Send | Done:
        """What is to be done next.

        :raises RwandaPayError: how the call ended, if not well.
        """
        event = encode({**self._event, "config": self._config})
        self._state, text = _native.client_next(self._state, event, self._body)
        step = json.loads(text)
        if "wait" in step:
            return Wait(step["wait"]["ms"] / 1_000)
        if "send" in step:
            send = step["send"]
            body = None if send["body"] is None else send["body"].encode()
            return Send(send["method"], send["url"], send["headers"], body, send["timeout_ms"] / 1_000)
        if "error" in step["done"]:
            raise error_of(step["done"]["error"])
        ok = step["done"]["ok"]
        return Done(ok["data"], ok["next"])

    def woke(self) -> None:
        """The time of a :class:`Wait` has passed."""
        self._happened({"woke": True})

    def happened(self, what: Response | NotSent | MaybeSent) -> None:
        """What came of a :class:`Send`."""
        if isinstance(what, NotSent):
            self._happened({"not_sent": str(what)})
        elif isinstance(what, MaybeSent):
            self._happened({"maybe_sent": str(what)})
        else:
            head = {"status": what.status, "headers": dict(what.headers)}
            self._happened({"response": head}, what.body)

    def _happened(self, event: dict[str, Any], body: bytes = b"") -> None:
        self._event = {**event, "moment": _moment()}
        self._body = body


def _context() -> dict[str, Any]:
    return {**_moment(), "entropy": os.urandom(32).hex()}


def _moment() -> dict[str, int]:
    return {"wall_ms": time.time_ns() // 1_000_000, "monotonic_ms": time.monotonic_ns() // 1_000_000}


def settings(
    api_key: str | None,
    base_url: str | None,
    deadline_ms: int | None,
    try_timeout_ms: int | None,
    max_retries: int | None,
) -> Data:
    """The settings of a client, with the environment for what was not given."""
    options = {
        "api_key": api_key or os.environ.get("RWANDAPAY_API_KEY", ""),
        "base_url": base_url or os.environ.get("RWANDAPAY_BASE_URL") or None,
        "deadline_ms": deadline_ms,
        "try_timeout_ms": try_timeout_ms,
        "max_retries": max_retries,
    }
    return {name: value for name, value in options.items() if value is not None}
