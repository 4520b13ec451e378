"""Set a move right that was recorded wrongly, or take it back: with the reason, and with what followed from it."""

from datetime import date, datetime
from typing import Any, TypedDict

from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.settling.models import CheckIn, Move
from kayoi.programmes.settling.services.check_ins import plan_check_ins, stop_check_ins
from kayoi.programmes.settling.services.moves import _tell


class MoveFields(TypedDict):
    """What can be set right on a move."""

    source: str
    moved_in_on: date
    reported_on: date
    persons: int
    origin_kind: str
    origin_code: str
    reason: str
    intended: str
    turn: str
    supports: list[str]
    moved_out_on: date | None
    moved_out_why: str


@transaction.atomic
def correct_move(*, move: Move, fields: MoveFields, version: int, why: str, by: Actor, at: datetime) -> bool:
    """Set right what was recorded wrongly (移住の記録を直す); False when nothing differs.

    Engagements are never changed: what they told is taken back by others, and told anew. Check-ins nobody has answered
    are planned anew. Raises ChangedMeanwhile, and IntegrityError for a second move of one person on one day.
    """
    locked = _lock(move)
    before = audit.change(locked, dict(fields), version=version, by=by, at=at, why=why)
    if not before:
        return False
    if before.keys() & {"persons", "moved_in_on", "moved_out_on"}:
        _take_back(locked, before, by=by, at=at)
        _tell(locked, "moved_in", locked.moved_in_on, locked.persons, by=by, at=at)
        if locked.moved_out_on is not None:
            _tell(locked, "moved_out", locked.moved_out_on, locked.persons, by=by, at=at)
    if before.keys() & {"moved_in_on", "moved_out_on"}:
        _drop_check_ins(locked, why, by=by, at=at)
        if locked.case_file_id is not None and locked.moved_out_on is None:
            plan_check_ins(move=locked, by=by, at=at)
    return True


@transaction.atomic
def retract_move(*, move: Move, version: int, why: str, by: Actor, at: datetime) -> None:
    """Take a move back that never was (移住の記録を取り消す): no figure counts it any more. Raises ChangedMeanwhile."""
    locked = _lock(move)
    if locked.version != version:
        raise ChangedMeanwhile
    gone: dict[str, Any] = {"name": "", "kana": "", "birth_on": None}
    Move.objects.filter(pk=locked.pk).update(retracted_at=at, version=version + 1, **gone)
    audit.record("settling.retract_move", locked, by=by, at=at, why=why)
    _take_back(locked, {}, by=by, at=at)
    _drop_check_ins(locked, why, by=by, at=at)


def _lock(move: Move) -> Move:
    locked: Move | None = Move.objects.standing().select_for_update(of=["self"]).filter(pk=move.pk).first()
    if locked is None:
        raise ChangedMeanwhile
    return locked


def _take_back(move: Move, before: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Take back what was told; `before` has what differed."""
    today, persons = local_date(at), before.get("persons", move.persons)
    _tell(move, "move_withdrawn", today, persons, by=by, at=at)
    if before.get("moved_out_on", move.moved_out_on) is not None:
        _tell(move, "move_out_withdrawn", today, persons, by=by, at=at)


def _drop_check_ins(move: Move, why: str, *, by: Actor, at: datetime) -> None:
    stop_check_ins(move=move, why=why, by=by, at=at)
    CheckIn.objects.filter(move=move, answered_on=None).delete()
