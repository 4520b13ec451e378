"""A move that was recorded wrongly: set right or taken back; figures, engagements and check-ins follow."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.settling import selectors, services
from kayoi.programmes.settling.forms.correcting import FIELDS
from kayoi.programmes.settling.models import CheckIn, Move
from kayoi.programmes.settling.selectors import checks
from kayoi.programmes.settling.services import Found
from kayoi.programmes.settling.states import CHECK_IN, Outcome, WhyOut
from kayoi.programmes.settling.tests.factories import BY, define, make_move

INA = "202096"


def opened(at: datetime) -> CaseFile:
    return casefiles.open_case_file(fields={"name": "山田 花"}, by=BY, at=at)


def correct(move: Move, at: datetime, **changes: object) -> bool:
    fields = {name: getattr(move, name) for name in FIELDS} | changes
    return services.correct_move(move=move, fields=fields, version=move.version, why="聞きまちがい", by=BY, at=at)  # type: ignore[arg-type]


def persons_in(year: int, key: str) -> int:
    lines = {line.defined.key: line for line in selectors.figures_of_moves(year, town_code=INA)}
    return lines[key].year.persons


def test_figures_follow_what_was_set_right_and_the_history_says_why(in_ina: Organization, at: datetime) -> None:
    key, move = define(at), make_move(at, file=opened(at), persons=2)
    assert correct(move, at, persons=4, moved_in_on=date(2026, 3, 20))
    assert (persons_in(2026, key), persons_in(2025, key)) == (0, 4)
    told = Engagement.objects.filter(kind__in=["moved_in", "move_withdrawn"]).order_by("pk")
    assert [(one.kind_id, int(one.quantity)) for one in told] == [
        ("moved_in", 2), ("move_withdrawn", 2), ("moved_in", 4),
    ]  # fmt: skip
    assert checks.linked_without_engagement() == 0
    latest = selectors.history_of(move)[0]
    assert (latest.what, latest.why) == ("直した", "聞きまちがい")
    assert set(latest.changes) == {"人数: 2 → 4", "住民票の異動日: 2026-11-20 → 2026-03-20"}
    assert Entry.objects.filter(action="settling.move.change", why="聞きまちがい").count() == 1


def test_check_ins_are_planned_anew_and_answers_stay(in_ina: Organization, at: datetime) -> None:
    move = make_move(at, file=opened(at))
    first = CheckIn.objects.get(move=move, months=1)
    found = Found(date(2026, 12, 21), Channel.TELEPHONE, Outcome.SETTLED)
    services.answer_check_in(check_in=first, found=found, by=BY, at=at + timedelta(days=31))
    correct(move, at, moved_in_on=date(2026, 10, 20))
    assert list(CheckIn.objects.order_by("months").values_list("months", "due_on")) == [
        (1, date(2026, 12, 20)), (3, date(2027, 1, 20)), (6, date(2027, 4, 20)), (12, date(2027, 10, 20)),
        (24, date(2028, 10, 20)),
    ]  # fmt: skip
    due = FollowUp.objects.open().filter(cause=CHECK_IN).order_by("due_on").values_list("due_on", flat=True)
    assert list(due) == [date(2027, 1, 20), date(2027, 4, 20), date(2027, 10, 20), date(2028, 10, 20)]


def test_a_move_out_that_never_was_is_taken_back(in_ina: Organization, at: datetime) -> None:
    move = make_move(at, file=opened(at))
    services.record_move_out(move=move, on=date(2026, 11, 21), why=WhyOut.WORK, by=BY, at=at)
    assert correct(move, at, moved_out_on=None, moved_out_why="")
    assert not selectors.observed()[0].left
    assert FollowUp.objects.open().filter(cause=CHECK_IN).count() == 5
    kinds = Engagement.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["moved_in", "moved_out", "move_withdrawn", "move_out_withdrawn", "moved_in"]


def test_other_facts_leave_engagements_and_check_ins_alone(in_ina: Organization, at: datetime) -> None:
    move = make_move(at, file=opened(at))
    before = set(CheckIn.objects.values_list("pk", flat=True))
    assert correct(move, at, reason="work")
    move.refresh_from_db()
    assert not correct(move, at)
    assert Engagement.objects.count() == 1
    assert set(CheckIn.objects.values_list("pk", flat=True)) == before


def test_what_was_taken_back_counts_nowhere_and_can_be_recorded_anew(in_ina: Organization, at: datetime) -> None:
    key, file = define(at), opened(at)
    move = make_move(at, file=file)
    services.retract_move(move=move, version=1, why="人ちがい", by=BY, at=at)
    assert persons_in(2026, key) == len(selectors.observed()) == checks.linked_without_engagement() == 0
    assert FollowUp.objects.open().filter(cause=CHECK_IN).count() == CheckIn.objects.count() == 0
    assert selectors.history_of(move)[0].what == "取り消した"
    assert selectors.moves_listed().count() == 1
    with pytest.raises(ChangedMeanwhile):
        services.retract_move(move=move, version=2, why="もう一度", by=BY, at=at)
    with pytest.raises(ChangedMeanwhile):
        correct(move, at, persons=5)
    assert not services.record_move_out(move=move, on=date(2026, 11, 21), why=WhyOut.WORK, by=BY, at=at)
    assert make_move(at, file=file).pk != move.pk
    assert persons_in(2026, key) == 2


def test_names_held_for_a_move_go_when_it_is_taken_back(in_ina: Organization, at: datetime) -> None:
    move = make_move(at, name="山田 花")
    services.retract_move(move=move, version=1, why="二重", by=BY, at=at)
    assert Move.objects.get().name == ""
    assert selectors.waiting_for_link() == []


def test_two_moves_of_one_person_on_one_day_are_refused(in_ina: Organization, at: datetime) -> None:
    file = opened(at)
    make_move(at, file=file)
    other = make_move(at, file=file, on=date(2026, 11, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        correct(other, at, moved_in_on=date(2026, 11, 20))
