"""Amounts, phone numbers and quotes: read once, and right from then on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .core import call


def francs(amount: int | Decimal | str) -> int:
    """An amount in whole francs, from a whole number, a ``Decimal`` or a text of digits.

    A ``float`` is refused, because it holds most sums only nearly.

    >>> francs("5000.00")
    5000

    :raises TypeError: for a float, a bool, or anything else that is no exact number.
    :raises InvalidInputError: ``amount_not_whole``, ``amount_negative``, ``amount_too_large``, ``amount_malformed``.
    """
    if isinstance(amount, bool) or not isinstance(amount, (int, Decimal, str)):
        kind = type(amount).__name__
        raise TypeError(f"an amount is an int, a Decimal or a text of digits, not {kind}; write 5000 or '5000.00'")
    text = format(amount, "f") if isinstance(amount, Decimal) else str(amount)
    return int(call("amount.parse", text=text)["amount"])


@dataclass(frozen=True, slots=True)
class Phone:
    """A Rwandan mobile number. It shows itself masked; the whole number is in its attributes.

    >>> Phone.parse("+250 788 123 456")
    Phone('078••••456')
    """

    e164: str
    national: str
    masked: str
    provider: str | None

    @classmethod
    def parse(cls, text: str) -> Phone:
        """Reads any usual way of writing a Rwandan mobile number.

        :raises InvalidInputError: such as ``phone_malformed`` or ``phone_too_short``.
        """
        if not isinstance(text, str):
            raise TypeError(f"a phone number is a text, not {type(text).__name__}; a number loses its first zero")
        found = call("phone.parse", text=text)
        return cls(found["e164"], found["national"], found["masked"], found.get("provider"))

    def __repr__(self) -> str:
        return f"Phone({self.masked!r})"

    def __str__(self) -> str:
        return self.masked


@dataclass(frozen=True, slots=True)
class Quote:
    """What a payment costs, in francs: ``fee + net_amount == amount``."""

    amount: int
    fee: int
    net_amount: int


def quote(amount: int | Decimal | str) -> Quote:
    """The fee of a payment under the standard schedule.

    >>> quote(5000)
    Quote(amount=5000, fee=175, net_amount=4825)

    :raises InvalidInputError: an amount below 100 or above 1,000,000 RWF among others.
    """
    found = call("fee.quote", amount=francs(amount))
    return Quote(found["amount"], found["fee"], found["net_amount"])
