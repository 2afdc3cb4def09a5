"""Webhooks: verified over the raw body, before anything in it is read."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .core import call

Headers = Mapping[str, Any] | Iterable[tuple[str, str]]


def verify(body: bytes | str, headers: Headers, secret: str | list[str], *, tolerance_s: int = 300) -> dict[str, Any]:
    """The event in a delivery, once its signature is proven.

    ``body`` is the raw body, exactly as it came. ``headers`` is any mapping: Flask's, Django's, FastAPI's, or a
    WSGI environ. Several secrets are tried, for the time of a rotation.

    :raises TypeError: for a body that was parsed before.
    :raises RwandaPayError: ``webhook_signature_mismatch``, ``webhook_timestamp_too_old`` and others.
    """
    if not isinstance(body, (bytes, bytearray, str)):
        raise TypeError(
            f"verify needs the raw body as bytes, not {type(body).__name__}: what was parsed cannot be verified; "
            "take request.get_data() (Flask), request.body (Django) or await request.body() (FastAPI)"
        )
    raw = body.encode() if isinstance(body, str) else bytes(body)
    secrets = [secret] if isinstance(secret, str) else list(secret)
    call(
        "webhook.verify",
        secrets=secrets,
        headers=_pairs(headers),
        body_base64=base64.b64encode(raw).decode(),
        now=int(time.time()),
        tolerance_s=tolerance_s,
    )
    event: dict[str, Any] = json.loads(raw)
    return event


def sign(body: bytes | str, secret: str, *, id: str, timestamp: int | None = None) -> dict[str, str]:
    """The headers of a delivery, for a test of your receiver."""
    raw = body.encode() if isinstance(body, str) else body
    signed = call(
        "webhook.sign",
        secrets=[secret],
        id=id,
        timestamp=int(time.time()) if timestamp is None else timestamp,
        body_base64=base64.b64encode(raw).decode(),
    )
    return dict(signed["headers"])


def explain(body: bytes | str, headers: Headers, secret: str | list[str]) -> list[str]:
    """Why a delivery does not verify, in sentences for a developer's eyes; it proves nothing, see :func:`verify`."""
    raw = body.encode() if isinstance(body, str) else bytes(body)
    found = call(
        "webhook.explain",
        secrets=[secret] if isinstance(secret, str) else list(secret),
        headers=_pairs(headers),
        body_base64=base64.b64encode(raw).decode(),
        now=int(time.time()),
    )
    return [finding["message"] for finding in found["findings"]]


@dataclass(frozen=True, slots=True)
class Redirect:
    """What the way back from a hosted page says. ``status`` is a hint to ask for the payment, and no more."""

    session_id: str
    reference: str
    status: str


def verify_redirect(query: str, secret: str | list[str], *, tolerance_s: int = 300) -> Redirect:
    """The query with which a customer came back from a hosted page, once its signature is proven.

    :raises RwandaPayError: ``redirect_malformed``, ``redirect_signature_mismatch``, ``webhook_timestamp_too_old``.
    """
    secrets = [secret] if isinstance(secret, str) else list(secret)
    found = call("webhook.redirect_verify", secrets=secrets, query=query, now=int(time.time()), tolerance_s=tolerance_s)
    return Redirect(found["session_id"], found["reference"], found["status"])


def _pairs(headers: Headers) -> list[list[str]]:
    """The headers as pairs; of a WSGI environ, those that begin with ``HTTP_``."""
    items = headers.items() if isinstance(headers, Mapping) else headers
    pairs = []
    for name, value in items:
        if isinstance(name, str) and name.startswith("HTTP_"):
            name = name[5:].replace("_", "-")
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(name, str) and isinstance(one, str) and name.lower().startswith("webhook-"):
                pairs.append([name.lower(), one])
    return pairs
