"""Transition tables: which action leads from which status to which, and who may do it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict


@dataclass(frozen=True)
class Transition:
    """One row of a state machine: the action (a verb), the states it may start from, the state it leads to."""

    action: str
    sources: frozenset[str]
    target: str
    permission: str | None = None

    def __init__(self, action: str, sources: Iterable[str], target: str, permission: str | None = None) -> None:
        object.__setattr__(self, "action", action)
        object.__setattr__(self, "sources", frozenset(sources))
        object.__setattr__(self, "target", target)
        object.__setattr__(self, "permission", permission)


class UnableToMove(Refused):
    """The table or the permission does not allow this action now."""


class ChangedMeanwhile(Exception):
    """Somebody else was faster: the row is no longer as it was read."""


def transition_named(table: Iterable[Transition], action: str) -> Transition:
    """Return the transition of that name; a KeyError is a mistake of the programmer, not of the user."""
    for transition in table:
        if transition.action == action:
            return transition
    raise KeyError(action)


def may_move(transition: Transition, status: str, by: Actor) -> Verdict:
    """Answer whether `by` may take this transition from this status.

    Source: the transition tables of each app (states.py), docs/decisions/0004-states-as-tables.md
    """
    against = []
    if status not in transition.sources:
        against.append(Reason("move.wrong_status", {"action": transition.action, "status": status}))
    if not by.may(transition.permission):
        against.append(Reason("move.no_permission", {"permission": str(transition.permission)}))
    return verdict(against)
