"""What was done to the record of a move, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kayoi.foundation.audit.selectors import entries_of
from kayoi.programmes.settling.models import Move
from kayoi.programmes.settling.states import MOVE

_ACTIONS = {
    "settling.record_move": "記録した",
    "settling.link_move": "個票と結びつけた",
    "settling.leave_unlinked": "個票と結びつけないことにした",
    "settling.record_move_out": "転出を記録した",
    "settling.move.change": "直した",
    "settling.retract_move": "取り消した",
}


@dataclass(frozen=True)
class Done:
    """One thing that was done to a record: when, by whom, what and why, and what differs."""

    at: datetime
    who: str
    what: str
    why: str
    changes: Sequence[str]


def history_of(move: Move) -> list[Done]:
    """Return what was done to the record of a move, the latest first."""
    return [
        Done(entry.at, entry.actor_name, _ACTIONS[entry.action], entry.why, _changes(entry.before, entry.after))
        for entry in entries_of(MOVE, move.pk)
        if entry.action in _ACTIONS
    ]


def _changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    return [f"{_field(name).verbose_name}: {_word(name, value)} → {_word(name, (after or {})[name])}"
            for name, value in (before or {}).items()]  # fmt: skip


def _field(name: str) -> Any:
    return Move._meta.get_field(name)


def _word(name: str, value: Any) -> str:
    field = _field(name)
    if isinstance(value, list):
        words = dict(field.base_field.choices)
        return "、".join(words[each] for each in value) or "なし"
    return str(dict(field.choices or ()).get(value, value) or "なし")
