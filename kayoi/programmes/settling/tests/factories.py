"""Moves for tests."""

from datetime import date, datetime, timedelta
from typing import Any

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import AgeBand, Channel
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date
from kayoi.programmes.settling import services
from kayoi.programmes.settling.models import CheckIn, MatchList, MatchRow, Move
from kayoi.programmes.settling.services import Told
from kayoi.programmes.settling.states import CountedOn, ListKind, MoveSource, OriginKind, OriginScope, Outcome, Unit

BY = system("test")


def told(moved_in_on: date, **fields: Any) -> Told:
    """Return what a household tells: two persons from Tokyo, unless said otherwise."""
    values: dict[str, Any] = {
        "source": MoveSource.SURVEY, "reported_on": moved_in_on, "persons": 2, "origin_kind": OriginKind.PLACE,
        "origin_code": "131041", "ages": {AgeBand.THIRTIES: 2},
    }  # fmt: skip
    return Told(moved_in_on=moved_in_on, **(values | fields))


def make_move(at: datetime, *, file: CaseFile | None = None, on: date | None = None, **fields: Any) -> Move:
    """Record a move, on the day of `at` unless said otherwise."""
    return services.record_move(told=told(on or local_date(at), **fields), case_file=file, by=BY, at=at)


def say(move: Move, words: str, area: str, *, months: int = 3, retold: str = "", at: datetime) -> CheckIn:
    """Let somebody say what was not as told, and agree that it be used."""
    check_in: CheckIn = move.check_ins.get(months=months)
    found = services.Found(
        local_date(at), Channel.TELEPHONE, Outcome.SETTLED, told=words, retold=retold, area=area, may_use=True
    )
    services.answer_check_in(check_in=check_in, found=found, by=BY, at=at)
    return check_in


def define(at: datetime, *, by: Actor = BY, **fields: Any) -> str:
    """Write a definition that counts everybody from outside; return its key."""
    values: dict[str, Any] = {
        "name": "市の移住者", "starts_on": date(2020, 4, 1), "origin": OriginScope.TOWN.value, "excluded_reasons": [],
        "years_at_least": 0, "supported_only": False, "turns": [], "counted_on": CountedOn.REGISTERED.value,
        "unit": Unit.PERSONS.value,
    }  # fmt: skip
    return services.define_movers(fields=values | fields, by=by, at=at).key  # type: ignore[arg-type]


def rows_of_settling(file: CaseFile, *, words: str, at: datetime) -> dict[str, Any]:
    """A move with its check-ins, one that waits to be joined with a file, a list to be confirmed, a definition."""
    move = make_move(at, file=file)
    unlinked = make_move(at, name=f"別人{words}", kana="べつじん")
    listed = services.Listed(2, f"別人{words}", "", None, local_date(at), f"東京都新宿区{words}")
    found = services.match_list(kind=ListKind.MOVED_IN, covers_until=local_date(at), rows=[listed], by=BY, at=at)
    told_check_in = say(move, f"雪が深い{words}", "東地区", at=at)
    return {
        "told_check_in": told_check_in.pk,
        "move": move.pk, "unlinked_move": unlinked.pk, "match_list": found.pk, "move_definition": define(at),
        "check_in": move.check_ins.order_by("months")[0].pk,
    }  # fmt: skip


def grow_settling(number: int, *, at: datetime) -> None:
    """Moves with check-ins that are due, moves that wait to be joined, rows of the list that waits."""
    earlier = at - timedelta(days=40)
    file = casefiles.open_case_file(fields={"name": f"転入 {number}"}, by=BY, at=earlier)
    make_move(earlier, file=file)
    make_move(at, name=f"転入 {number}")
    MatchRow.objects.create(
        match_list=MatchList.objects.order_by("pk")[0], number=number + 3, name=f"転入 {number}",
        moved_on=local_date(at), candidate=file, likeness="likely",
    )  # fmt: skip
    services.match_list(kind=ListKind.MOVED_OUT, covers_until=local_date(at), rows=[], by=BY, at=at)
