"""The states of payments, refunds and withdrawals, and what may follow them."""

from __future__ import annotations

from dataclasses import dataclass

from .core import call


@dataclass(frozen=True, slots=True)
class Step:
    """Where an event leads. ``replay`` says that it had happened before, and changes nothing."""

    state: str
    replay: bool


def transition(machine: str, state: str, event: str) -> Step:
    """Where ``event`` leads a ``machine`` (``"payment"``, ``"refund"``, ``"withdrawal"`` or ``"checkout"``).

    >>> transition("payment", "pending", "succeed")
    Step(state='successful', replay=False)

    :raises RwandaPayError: ``transition_not_allowed``, ``state_unknown`` and ``state_event_unknown``.
    """
    found = call("transition", machine=machine, state=state, event=event)
    return Step(found["state"], found["replay"])


def is_stale(version: int, last_seen: int) -> bool:
    """Whether an event tells of something older than what you have seen of that resource: leave it alone then.

    ``version`` is in the event's data; 0 stands for nothing seen yet.

    >>> is_stale(version=2, last_seen=3)
    True
    """
    return bool(call("payment.is_stale", version=version, last_seen=last_seen)["stale"])
