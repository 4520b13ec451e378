"""Moves, joined with case files; moving out; check-ins."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import Engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.programmes.settling import selectors, services
from kayoi.programmes.settling.models import CheckIn, Move
from kayoi.programmes.settling.selectors import checks
from kayoi.programmes.settling.services import Found
from kayoi.programmes.settling.states import CHECK_IN, Difference, Outcome, WhyOut
from kayoi.programmes.settling.tests.factories import BY, define, make_move

INA = "202096"


def test_move_of_a_file_is_an_engagement_with_check_ins(in_ina: Organization, at: datetime) -> None:
    file = casefiles.open_case_file(fields={"name": "山田 花"}, by=BY, at=at)
    move = make_move(at, file=file, persons=3)
    engagement = Engagement.objects.get(kind="moved_in")
    assert int(engagement.quantity) == 3
    assert (engagement.reference, engagement.unit) == (str(move.pk), "人")
    file.refresh_from_db()
    assert file.stage == "moved"
    due = FollowUp.objects.open().filter(cause=CHECK_IN).order_by("due_on").values_list("due_on", flat=True)
    assert list(due) == [
        date(2026, 12, 20),
        date(2027, 2, 20),
        date(2027, 5, 20),
        date(2027, 11, 20),
        date(2028, 11, 20),
    ]
    assert checks.linked_without_engagement() == checks.persons_unlike_members() == 0


def test_the_same_move_twice_is_one(in_ina: Organization, at: datetime) -> None:
    file = casefiles.open_case_file(fields={"name": "山田 花"}, by=BY, at=at)
    key = uuid4()
    assert make_move(at, file=file).pk == make_move(at, file=file).pk
    assert make_move(at, client_key=key).pk == make_move(at, client_key=key).pk
    assert Move.objects.count() == 2
    assert Engagement.objects.filter(kind="moved_in").count() == 1


def test_names_are_held_until_somebody_has_looked(in_ina: Organization, at: datetime) -> None:
    file = casefiles.open_case_file(fields={"name": "山田 花", "birth_on": date(1990, 5, 1)}, by=BY, at=at)
    linked = make_move(at, name="山田　花", birth_on=date(1990, 5, 1))
    other = make_move(at, name="だれか")
    ((_, found, _), (_, none, _)) = selectors.waiting_for_link()
    assert (found, none) == (file, None)
    services.link_move(move=linked, file=file, by=BY, at=at)
    services.leave_unlinked(move=other, by=BY, at=at)
    assert set(Move.objects.values_list("name", "birth_on")) == {("", None)}
    with pytest.raises(ChangedMeanwhile):
        services.link_move(move=linked, file=file, by=BY, at=at)


def test_moving_out_stops_the_check_ins(in_ina: Organization, at: datetime) -> None:
    move = make_move(at, file=casefiles.open_case_file(fields={"name": "山田 花"}, by=BY, at=at))
    later = at + timedelta(days=100)
    assert services.record_move_out(move=move, on=date(2027, 2, 1), why=WhyOut.WORK, by=BY, at=later)
    assert not services.record_move_out(move=move, on=date(2027, 2, 2), why=WhyOut.WORK, by=BY, at=later)
    assert FollowUp.objects.open().filter(cause=CHECK_IN).count() == 0
    assert Engagement.objects.get(kind="moved_out").quantity == 2
    assert selectors.observed()[0].months == 2
    assert selectors.observed()[0].left


def test_check_in_finishes_its_follow_up_and_asks_for_help(in_ina: Organization, at: datetime) -> None:
    move = make_move(at, file=casefiles.open_case_file(fields={"name": "山田 花"}, by=BY, at=at))
    first = CheckIn.objects.get(move=move, months=1)
    later = at + timedelta(days=31)
    found = Found(
        date(2026, 12, 21), Channel.TELEPHONE, Outcome.UNDECIDED, frozenset({Difference.COLD}), 3, needs_help=True
    )
    services.answer_check_in(check_in=first, found=found, by=BY, at=later)
    assert not FollowUp.objects.open().filter(cause=CHECK_IN, reference=str(first.pk)).exists()
    assert FollowUp.objects.open().get(cause="").due_on == date(2026, 12, 21)
    assert Engagement.objects.filter(kind="check_in", reference=str(first.pk)).count() == 1
    assert selectors.observed()[0].months == 1
    assert selectors.answers_found() == (1, [("迷っている", 1)], [("寒さ・雪", 1)])
    with pytest.raises(ChangedMeanwhile):
        services.answer_check_in(check_in=first, found=found, by=BY, at=later)


def test_check_ins_that_are_past_are_not_planned(in_ina: Organization, at: datetime) -> None:
    file = casefiles.open_case_file(fields={"name": "山田 花"}, by=BY, at=at)
    make_move(at, file=file, on=date(2026, 4, 1))
    assert list(CheckIn.objects.order_by("months").values_list("months", flat=True)) == [12, 24]


def test_each_definition_counts_for_itself(in_ina: Organization, at: datetime) -> None:
    everybody = define(at)
    settled = define(at, name="県への報告", excluded_reasons=["transfer"], years_at_least=5)
    make_move(at, persons=4, reason="work", intended="o5")
    make_move(at, persons=1, reason="transfer", intended="o5")
    make_move(at, persons=1, on=date(2026, 3, 31))
    lines = {line.defined.key: line for line in selectors.figures_of_moves(2026, town_code=INA)}
    assert (lines[everybody].year.households, lines[everybody].year.persons) == (2, 5)
    assert (lines[settled].year.households, lines[settled].year.persons) == (1, 4)
    assert len(selectors.moves_behind(everybody, 2026, date(2026, 11, 1), town_code=INA)) == 2
    assert len(selectors.moves_behind(everybody, 2025, None, town_code=INA)) == 1
    assert selectors.moves_behind("nothing", 2026, None, town_code=INA) == []


def test_curve_needs_five_households(in_ina: Organization, at: datetime) -> None:
    assert selectors.settled(on=date(2027, 11, 1)).chart is None
    for number in range(5):
        move = make_move(at)
        if number < 2:
            services.record_move_out(move=move, on=date(2027, 3, 1), why=WhyOut.WORK, by=BY, at=at)
    assert selectors.settled(on=date(2027, 11, 1)).chart is not None
