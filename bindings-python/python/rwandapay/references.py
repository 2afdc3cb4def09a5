"""References: ours, such as ``PAY-20241215-ABC123``, and the merchant's own."""

from __future__ import annotations

from dataclasses import dataclass

from .core import call


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference, and whose it is: ``"ours"``, or ``"theirs"`` for one that the merchant chose."""

    text: str
    owner: str


def parse(kind: str, text: str) -> Reference:
    """Reads the reference of a ``kind``: ``"payment"``, ``"refund"``, ``"withdrawal"``, ``"merchant"``, or
    ``"lookup"`` for either.

    >>> parse("payment", "PAY-20241215-ABC123").owner
    'ours'

    :raises RwandaPayError: such as ``reference_malformed`` or ``reference_too_long``.
    """
    found = call("reference.parse", kind=kind, text=text)
    return Reference(found["reference"], found["owner"])
