"""Match lists of the residents' register with case files; staff confirm; the rows are deleted afterwards."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Likeness
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.settling import selectors
from kayoi.programmes.settling.models import MatchList, MatchRow, Move
from kayoi.programmes.settling.services.moves import Told, record_move, record_move_out
from kayoi.programmes.settling.states import LEGAL_GROUND, ListKind, MoveSource, OriginKind, WhyOut


@dataclass(frozen=True)
class Listed:
    """One row of a list: a person who moved in or out. `household` tells households apart where the list says so."""

    number: int
    name: str
    kana: str
    birth_on: date | None
    moved_on: date
    other_place: str
    household: str = ""


@dataclass(frozen=True)
class Matched:
    """What confirming a list did: rows recorded, known before, and move-outs of people without a recorded move."""

    confirmed: int
    known: int
    without_move: int


@transaction.atomic
def match_list(*, kind: ListKind, covers_until: date, rows: Sequence[Listed], by: Actor, at: datetime) -> MatchList:
    """Match a list with the case files (一覧を照合する). Nothing is recorded until staff confirm."""
    found = MatchList.objects.create(
        kind=kind,
        covers_until=covers_until,
        ground=LEGAL_GROUND,
        uploaded_at=at,
        uploaded_by=by.name,
        rows_read=len(rows),
    )
    people = [selectors.person_of(row.name, row.kana, row.birth_on) for row in rows]
    near = selectors.Candidates(selectors.candidates_by_name(people))
    sizes = Counter((row.household, row.moved_on) for row in rows if row.household)
    waiting = []
    for row, person in zip(rows, people, strict=True):
        file, comparison = selectors.best_match(person, near.of(person))
        waiting.append(
            MatchRow(
                match_list=found,
                number=row.number,
                name=row.name,
                kana=row.kana,
                birth_on=row.birth_on,
                moved_on=row.moved_on,
                other_place=row.other_place,
                persons=sizes.get((row.household, row.moved_on), 1),
                candidate=file,
                likeness=comparison.likeness if comparison else Likeness.DIFFERENT,
            )
        )
    MatchRow.objects.bulk_create(waiting, batch_size=1000)
    audit.record("settling.match_list", found, by=by, at=at, after={"rows": len(rows), "ground": LEGAL_GROUND})
    return found


@transaction.atomic
def confirm_list(*, match_list: MatchList, rows: Collection[int], by: Actor, at: datetime) -> Matched:
    """Record what staff have ticked and delete the whole list (照合を確定する).

    The same list again records nothing twice: a move is known by its case file and day. Raises ChangedMeanwhile when
    this one was confirmed before.
    """
    locked = MatchList.objects.select_for_update().get(pk=match_list.pk)
    if locked.finished_at is not None:
        raise ChangedMeanwhile
    ticked = locked.rows.filter(pk__in=rows).exclude(candidate=None).order_by("number")
    chosen = list(ticked.select_related("candidate").defer("candidate__search"))
    if locked.kind == ListKind.MOVED_IN:
        done = _record_moves_in(chosen, by=by, at=at)
    else:
        done = _record_moves_out(chosen, by=by, at=at)
    locked.rows.all().delete()
    MatchList.objects.filter(pk=locked.pk).update(confirmed=done.confirmed, known=done.known, finished_at=at)
    audit.record(
        "settling.confirm_list", locked, by=by, at=at, after={"confirmed": done.confirmed, "known": done.known}
    )
    return done


@transaction.atomic
def discard_list(*, match_list: MatchList, by: Actor, at: datetime) -> None:
    """Throw a list away without recording anything (一覧を破棄する)."""
    audit.record("settling.discard_list", match_list, by=by, at=at, before={"rows": match_list.rows_read})
    MatchList.objects.filter(pk=match_list.pk, finished_at=None).delete()


@transaction.atomic
def forget_old_lists(*, older_than: timedelta, by: Actor, at: datetime) -> int:
    """Throw away lists that nobody confirmed (放置された一覧を消す); return how many."""
    old = list(MatchList.objects.filter(finished_at=None, uploaded_at__lt=at - older_than))
    for one in old:
        discard_list(match_list=one, by=by, at=at)
    return len(old)


def _record_moves_in(rows: Sequence[MatchRow], *, by: Actor, at: datetime) -> Matched:
    known = set(Move.objects.standing().exclude(case_file=None).values_list("case_file_id", "moved_in_on"))
    origins = selectors.Origins()
    confirmed = 0
    for row in rows:
        assert row.candidate is not None
        if (row.candidate.pk, row.moved_on) in known:
            continue
        code = origins.code_of(row.other_place)
        told = Told(
            source=MoveSource.REGISTER,
            moved_in_on=row.moved_on,
            reported_on=local_date(at),
            persons=row.persons,
            origin_kind=OriginKind.PLACE if code else OriginKind.UNKNOWN,
            origin_code=code,
            births=(row.birth_on,) if row.birth_on else (),
        )
        record_move(told=told, case_file=row.candidate, by=by, at=at)
        known.add((row.candidate.pk, row.moved_on))
        confirmed += 1
    return Matched(confirmed, len(rows) - confirmed, 0)


def _record_moves_out(rows: Sequence[MatchRow], *, by: Actor, at: datetime) -> Matched:
    files: list[CaseFile] = [row.candidate for row in rows if row.candidate is not None]
    moves: dict[int, list[Move]] = {}
    for move in Move.objects.standing().filter(case_file__in=files).order_by("moved_in_on"):
        moves.setdefault(move.case_file_id or 0, []).append(move)
    confirmed = without = 0
    for row in rows:
        begun = [move for move in moves.get(row.candidate_id or 0, []) if move.moved_in_on <= row.moved_on]
        if not begun:
            without += 1
        elif record_move_out(move=begun[-1], on=row.moved_on, why=WhyOut.UNKNOWN, by=by, at=at):
            confirmed += 1
    return Matched(confirmed, len(rows) - confirmed - without, without)
