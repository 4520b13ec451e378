"""Record moves as raw facts, join them with case files, say that somebody has moved out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import AgeBand, Stage, WhyHere
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.settling.models import Move, MoveMember
from kayoi.programmes.settling.rules.staying import noon
from kayoi.programmes.settling.services.check_ins import plan_check_ins, stop_check_ins
from kayoi.programmes.settling.states import MOVE, IntendedStay, MoveSource, OriginKind, Support, Turn, WhyOut


@dataclass(frozen=True)
class Told:
    """What is told about one household's move. Names only where somebody agrees to be joined with a case file."""

    source: MoveSource
    moved_in_on: date
    reported_on: date
    persons: int
    origin_kind: OriginKind
    origin_code: str = ""
    reason: WhyHere | None = None
    intended: IntendedStay | None = None
    turn: Turn | None = None
    supports: frozenset[Support] = frozenset()
    ages: Mapping[AgeBand, int] = field(default_factory=dict)
    births: tuple[date, ...] = ()
    name: str = ""
    kana: str = ""
    birth_on: date | None = None
    client_key: UUID | None = None


@transaction.atomic
def record_move(*, told: Told, case_file: CaseFile | None = None, by: Actor, at: datetime) -> Move:
    """Record a household's move (移住を記録する). Sent twice, or the same person on the same day, it is one move."""
    if known := _recorded_before(told, case_file):
        return known
    try:
        with transaction.atomic():
            move = _write_move(told, at=at)
    except IntegrityError:  # two at once: the first one counts
        if known := _recorded_before(told, case_file):
            return known
        raise
    audit.record("settling.record_move", move, by=by, at=at, after={"source": told.source, "persons": told.persons})
    if case_file is not None:
        link_move(move=move, file=case_file, by=by, at=at)
    return move


@transaction.atomic
def link_move(*, move: Move, file: CaseFile, by: Actor, at: datetime) -> None:
    """Join a move with a case file (相談の記録と結びつける): engagement, stage, check-ins. The names held for it go."""
    gone = {"name": "", "kana": "", "birth_on": None}
    if not Move.objects.standing().filter(pk=move.pk, case_file=None).update(case_file=file, **gone):
        raise ChangedMeanwhile
    move.refresh_from_db()
    _tell(move, "moved_in", move.moved_in_on, move.persons, by=by, at=at)
    file = CaseFile.objects.without_search().get(pk=file.pk)
    casefiles.change_case_file(
        file=file, changes={"stage": Stage.MOVED.value}, version=file.version, by=by, at=at, why="移住の記録"
    )
    audit.record("settling.link_move", move, by=by, at=at, after={"case_file": file})
    if move.moved_out_on is None:
        plan_check_ins(move=move, by=by, at=at)
    else:
        _tell(move, "moved_out", move.moved_out_on, move.persons, by=by, at=at)


@transaction.atomic
def leave_unlinked(*, move: Move, by: Actor, at: datetime) -> None:
    """Say that there is no case file for a move (結びつけない): what was held for looking is deleted."""
    Move.objects.filter(pk=move.pk, case_file=None).update(name="", kana="", birth_on=None)
    audit.record("settling.leave_unlinked", move, by=by, at=at)


@transaction.atomic
def record_move_out(*, move: Move, on: date, why: WhyOut, by: Actor, at: datetime) -> bool:
    """Record that a household has moved out (転出を記録する); False when that was known. Its check-ins stop."""
    begun = Move.objects.standing().filter(pk=move.pk, moved_out_on=None)
    changed = begun.update(moved_out_on=on, moved_out_why=why)
    if not changed:
        return False
    move.refresh_from_db()
    audit.record("settling.record_move_out", move, by=by, at=at, after={"moved_out_on": on, "why": why})
    stop_check_ins(move=move, why="転出したため", by=by, at=at)
    _tell(move, "moved_out", on, move.persons, by=by, at=at)
    return True


def _tell(move: Move, kind: str, on: date, persons: int, *, by: Actor, at: datetime) -> None:
    """Write on the case file, where there is one, what happened to so many persons on a day."""
    if move.case_file is not None:
        casefiles.add_engagement(
            file=move.case_file, kind=kind, occurred_at=noon(on=on, at=at), quantity=Decimal(persons),
            cause=MOVE, reference=str(move.pk), by=by, at=at,
        )  # fmt: skip


def _recorded_before(told: Told, case_file: CaseFile | None) -> Move | None:
    if told.client_key is not None:
        sent: Move | None = Move.objects.filter(client_key=told.client_key).first()
        if sent is not None:
            return sent
    if case_file is None:
        return None
    known: Move | None = Move.objects.standing().filter(case_file=case_file, moved_in_on=told.moved_in_on).first()
    return known


def _write_move(told: Told, *, at: datetime) -> Move:
    move = Move.objects.create(
        source=told.source,
        moved_in_on=told.moved_in_on,
        reported_on=told.reported_on,
        origin_kind=told.origin_kind,
        origin_code=told.origin_code,
        persons=told.persons,
        reason=told.reason or "",
        intended=told.intended or "",
        turn=told.turn or "",
        supports=sorted(told.supports),
        name=told.name,
        kana=told.kana,
        birth_on=told.birth_on if told.name else None,
        client_key=told.client_key,
        made_at=at,
    )
    bands = [band for band, count in told.ages.items() for _ in range(count)]
    members = [MoveMember(move=move, age_band=band) for band in bands]
    members += [MoveMember(move=move, birth_on=birth) for birth in told.births]
    MoveMember.objects.bulk_create(members)
    return move
