"""Amounts, phone numbers and quotes: read once, and right from then on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from .core import call

if TYPE_CHECKING:
    from decimal import Decimal


def francs(amount: int | Decimal | str) -> int:
    """An amount in whole francs, from a whole number, a ``Decimal`` or a text of digits.

    A ``float`` is refused, because it holds most sums only nearly.

    >>> francs("5000.00")
    5000

    :raises TypeError: for a float, a bool, or anything else that is no exact number.
    :raises InvalidInputError: ``amount_not_whole``, ``amount_negative``, ``amount_too_large``, ``amount_malformed``.
    """
    if isinstance(amount, str):
        text = amount
    elif isinstance(amount, int) and not isinstance(amount, bool):
        text = str(amount)
    else:
        from decimal import Decimal

        if not isinstance(amount, Decimal):
            kind = type(amount).__name__
            raise TypeError(f"an amount is an int, a Decimal or a text of digits, not {kind}; write 5000 or '5000.00'")
        text = format(amount, "f")
    return int(call("amount.parse", text=text)["amount"])


@dataclass(frozen=True, slots=True, order=True)
class Rwf:
    """An amount of whole Rwandan francs, at least 0.

    >>> Rwf.of("5000.00") + Rwf.of(250)
    Rwf(5250)
    """

    francs: int

    @classmethod
    def of(cls, amount: int | Decimal | str) -> Rwf:
        """An amount, read as :func:`francs` reads it.

        :raises TypeError: for a float or a bool.
        :raises InvalidInputError: such as ``amount_not_whole`` or ``amount_negative``.
        """
        return cls(francs(amount))

    def __add__(self, other: Rwf) -> Rwf:
        return Rwf.of(self.francs + other.francs) if isinstance(other, Rwf) else NotImplemented

    def __sub__(self, other: Rwf) -> Rwf:
        """What is left; more than there is gives ``amount_negative``."""
        return Rwf.of(self.francs - other.francs) if isinstance(other, Rwf) else NotImplemented

    def __int__(self) -> int:
        return self.francs

    def __str__(self) -> str:
        return f"{self.francs:,} RWF"

    def __repr__(self) -> str:
        return f"Rwf({self.francs})"

    def to_dict(self) -> dict[str, Any]:
        """Its parts, for JSON."""
        return {"amount": self.francs, "currency": "RWF"}


class Provider(str, Enum):
    """A mobile money network, as the API spells it."""

    MTN = "MTN"
    AIRTEL = "Airtel"

    @classmethod
    def of(cls, phone: Phone | str) -> Provider:
        """The network behind a number's prefix.

        >>> Provider.of("0733123456")
        <Provider.AIRTEL: 'Airtel'>

        :raises RwandaPayError: such as ``provider_unknown``, where no network has that prefix.
        """
        text = phone.e164 if isinstance(phone, Phone) else phone
        return cls(call("provider.choose", phone=text)["provider"])


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

    def to_dict(self) -> dict[str, Any]:
        """Its parts, the whole number among them."""
        return asdict(self)

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

    def to_dict(self) -> dict[str, Any]:
        """Its parts, for JSON."""
        return asdict(self)


def quote(amount: int | Decimal | str) -> Quote:
    """The fee of a payment under the standard schedule.

    >>> quote(5000)
    Quote(amount=5000, fee=175, net_amount=4825)

    :raises InvalidInputError: an amount below 100 or above 1,000,000 RWF among others.
    """
    found = call("fee.quote", amount=francs(amount))
    return Quote(found["amount"], found["fee"], found["net_amount"])


def quote_for_net(net: int | Decimal | str) -> Quote:
    """The smallest payment that leaves you at least ``net`` after the fee.

    >>> quote_for_net(4825).amount
    5000
    """
    found = call("fee.inverse", net=francs(net))
    return Quote(found["amount"], found["fee"], found["net_amount"])
