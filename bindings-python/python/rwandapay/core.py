"""The door to the core: any of its pure operations, by name."""

from __future__ import annotations

import json
from typing import Any

from . import _native
from .errors import error_of

ABI_VERSION = 1
if _native.abi_version() != ABI_VERSION:
    raise ImportError(
        f"rwandapay has a native part of version {_native.abi_version()}, and needs {ABI_VERSION}; install it again"
    )


def encode(value: Any) -> bytes:
    """JSON as the core reads it; a text may hold what no UTF-8 can, which the core then refuses."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def answered(text: str) -> Any:
    """The value of an answer; raises its error."""
    answer = json.loads(text)
    if "error" in answer:
        raise error_of(answer["error"])
    return answer["ok"]


def call(operation: str, **members: Any) -> Any:
    """Carries out a pure operation.

    >>> call("phone.parse", text="0788123456")["e164"]
    '+250788123456'

    :raises RwandaPayError: what the operation refuses.
    """
    return answered(_native.call(operation, encode(members)))
