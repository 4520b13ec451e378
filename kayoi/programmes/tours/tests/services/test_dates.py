"""Tours and dates on the real database: what may not open, what is told when a date does not take place."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.openings.models import Opening
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import UnableToMove
from kayoi.programmes.tours.models import Party, Tour, TourDate
from kayoi.programmes.tours.selectors import checks, openings
from kayoi.programmes.tours.selectors.papers import hand_off, itinerary_paper, participants_paper
from kayoi.programmes.tours.selectors.public import cards
from kayoi.programmes.tours.services import Teller, cancelling, dates, handing_off, publish_terms, tours, watching
from kayoi.programmes.tours.tests.factories import a_date, a_party, a_tour
from tests.cast import Member, make_member

pytestmark = pytest.mark.usefixtures("in_ina")


def teller(town: Organization) -> Teller:
    return Teller(town, "http://x/{token}/", {})


def codes(refused: pytest.ExceptionInfo[tours.UnableToChangeTour]) -> set[str]:
    return {reason.code for reason in refused.value.verdict.reasons}


def test_a_date_opens_only_with_a_ground(officer: Member, at: datetime) -> None:
    tour = a_tour(travel_basis="exempt", is_run_by_town=True, is_below_cost=True, is_occasional=True)
    one = a_date(tour, status="draft")
    with pytest.raises(dates.UnableToOpenDate) as refused:
        dates.open_date(date=one, by=officer.actor, at=at)
    assert {reason.code for reason in refused.value.verdict.reasons} == {"tours.called_openly", "tours.not_consulted"}
    Tour.objects.update(openly_called=False, consulted="県観光課", consulted_on=date(2026, 11, 1))
    one = TourDate.objects.get(pk=one.pk)
    dates.open_date(date=one, by=officer.actor, at=at)
    assert TourDate.objects.get().status == "open"
    publish_terms(tour=one.tour, by=officer.actor, at=at)
    assert not Opening.objects.exists()  # not called openly: in no list


def test_an_open_tour_stands_in_the_openings_until_it_closes(officer: Member, at: datetime) -> None:
    one = a_date(status="draft")
    dates.open_date(date=one, by=officer.actor, at=at)
    assert not Opening.objects.exists()  # nobody can apply before it is said how the places are given
    publish_terms(tour=one.tour, by=officer.actor, at=at)
    opening = Opening.objects.get(withdrawn_at=None)
    assert (opening.kind, opening.path) == ("tour", f"tours/{one.tour.key}/")
    assert opening.published_until == one.tour.apply_until
    assert openings.openings_unlike_tours() == 0
    Tour.objects.update(name="別の名前")
    assert openings.openings_unlike_tours() == 1
    one.refresh_from_db()
    dates.close_date(date=one, by=officer.actor, at=at)
    assert not Opening.objects.filter(withdrawn_at=None).exists()


def test_the_ground_cannot_be_taken_away_while_people_are_called(officer: Member, at: datetime) -> None:
    tour = a_date().tour
    with pytest.raises(tours.UnableToChangeTour) as refused:
        tours.change_tour(tour=tour, fields={"agency_number": ""}, version=1, by=officer.actor, at=at)
    assert codes(refused) == {"tours.no_agency_number"}
    Tour.objects.update(has_paid_work=True)
    assert checks.open_without_ground(on=at.date()) == 1


def test_what_a_tour_lacks_is_told_at_once(officer: Member, at: datetime) -> None:
    tour = tours.open_tour(
        fields={"key": "t", "kind": "camp", "name": "合宿", "place_code": "202096"}, by=officer.actor, at=at
    )
    with pytest.raises(tours.UnableToPublishTour) as refused:
        tours.publish_tour(tour=tour, by=officer.actor, at=at)
    assert {reason.code for reason in refused.value.verdict.reasons} == {
        "tours.no_summary", "tours.no_hard_facts", "tours.no_organizer", "tours.no_contact", "tours.no_dates",
    }  # fmt: skip


def test_a_contractor_may_neither_open_nor_cancel(ina: Organization, at: datetime) -> None:
    contractor = make_member(ina, "contractor", "委託")
    with pytest.raises(UnableToMove):
        dates.open_date(date=a_date(status="draft"), by=contractor.actor, at=at)
    with pytest.raises(UnableToMove):
        cancelling.cancel_date(teller=teller(ina), date=a_date(), why="雪", by=contractor.actor, at=at)


def test_cancelling_tells_those_with_nothing_left(ina: Organization, officer: Member, at: datetime) -> None:
    """By mail, by telephone where there is none, held back for people under protection; who has another wish waits."""
    one = a_date()
    other = a_date(one.tour)
    mailed = a_party(one, status="placed", file=make_file(email="a@example.jp", language="en"))
    called = a_party(one, file=make_file(phone="090-0000-0000"))
    waiting = a_party(one, wishes=[other.key, one.key])
    guarded = make_file(email="b@example.jp")
    casefiles.protect(file=guarded, starts_on=date(2026, 4, 1), basis="申出", by=officer.actor, at=at)
    a_party(one, status="placed", file=guarded)
    told = cancelling.cancel_date(teller=teller(ina), date=one, why="大雪", by=officer.actor, at=at)
    assert len(told) == 3
    assert dict(Party.objects.values_list("pk", "status")) | {} == {
        mailed.pk: "cancelled", called.pk: "cancelled", waiting.pk: "asked", told[-1].pk: "cancelled",
    }  # fmt: skip
    sent = {row.to_address: row for row in Message.objects.all()}
    assert "will not take place" in sent["a@example.jp"].subject
    assert "大雪" in sent["a@example.jp"].body
    assert sent["b@example.jp"].status == "held"
    assert FollowUp.objects.get(case_file=called.case_file).title.endswith("電話で知らせる")
    with pytest.raises(UnableToMove):
        cancelling.cancel_date(teller=teller(ina), date=one, why="大雪", by=officer.actor, at=at)


def test_people_keep_the_day_they_were_told(officer: Member, at: datetime) -> None:
    one = a_date()
    a_party(one, status="placed", persons=3)
    moved = {"starts_on": one.starts_on + timedelta(days=1)}
    for fields, code in ((moved, "people_have_applied"), ({"capacity": 2}, "below_placed")):
        with pytest.raises(dates.UnableToChangeDate) as refused:
            dates.change_date(date=one, fields=fields, version=1, by=officer.actor, at=at)  # type: ignore[arg-type]
        assert [reason.code for reason in refused.value.verdict.reasons] == [f"tours.{code}"]
        one = TourDate.objects.get(pk=one.pk)
    dates.change_date(date=one, fields={"meeting_point": "駅 14時"}, version=1, by=officer.actor, at=at)


def test_held_only_when_it_has_begun(officer: Member, at: datetime) -> None:
    one = a_date(status="closed")
    with pytest.raises(dates.UnableToChangeDate):
        dates.hold_date(date=one, by=officer.actor, at=at)
    later = at + timedelta(days=90)
    dates.hold_date(date=one, by=officer.actor, at=later)
    assert TourDate.objects.get().status == "held"


def test_a_copy_is_a_draft_on_the_same_weekdays(officer: Member, at: datetime) -> None:
    one = a_date(a_tour(consulted="県", consulted_on=date(2026, 1, 1)))
    made = tours.copy_tour(tour=one.tour, key="next", name="来年", by=officer.actor, at=at)
    copied = made.dates.get()
    assert (made.status, made.consulted_on, made.apply_until, made.hard) == ("draft", None, None, one.tour.hard)
    assert copied.starts_on == one.starts_on + timedelta(weeks=52)
    assert copied.starts_on.weekday() == one.starts_on.weekday()
    assert (copied.status, copied.items.count()) == ("draft", 3)


def test_the_list_begins_with_what_comes_next(at: datetime) -> None:
    late = a_date(starts_on=date(2027, 3, 1)).tour
    a_date(late, starts_on=date(2026, 12, 1), status="cancelled", why="大雪")
    soon = a_date(starts_on=date(2027, 2, 1)).tour
    assert [card.tour for card in cards(at=at)] == [soon, late]


def test_too_few_people_are_noticed_once(officer: Member, at: datetime) -> None:
    one = a_date(minimum=3)
    a_party(one, persons=2)
    assert watching.notice_too_few(by=officer.actor, at=at) == 0  # people may still apply
    over = at + timedelta(days=15)
    assert watching.notice_too_few(by=officer.actor, at=over) == 1
    assert watching.notice_too_few(by=officer.actor, at=over) == 0
    assert FollowUp.objects.get().reference == str(one.pk)


def test_the_agency_gets_those_who_agreed_and_nobody_under_protection(officer: Member, at: datetime) -> None:
    one = a_date()
    a_party(one, status="placed", agrees_agency=True, file=make_file(name="渡す人", phone="090-1"), remark="卵")
    a_party(one, status="placed", file=make_file(name="渡さない人"))
    guarded = make_file(name="守る人", phone="090-2")
    casefiles.protect(file=guarded, starts_on=date(2026, 4, 1), basis="申出", by=officer.actor, at=at)
    a_party(one, status="placed", agrees_agency=True, file=guarded)
    a_party(one, agrees_agency=True, file=make_file(name="まだの人"))
    made = handing_off.hand_to_agency(date=one, by=officer.actor, at=at)
    assert (made.parties, made.without_consent, made.protected) == (1, 1, 1)
    [row] = list(made.table.rows)
    assert row[1] == "渡す人"
    listed = participants_paper(one, Organization.objects.get(slug="ina"), at=at)
    names = [row[0] for row in listed.rows]
    assert "守る人" not in " ".join(map(str, listed.rows))
    assert len(names) == 3
    Tour.objects.update(travel_basis="none", arranges_lodging=False)
    with pytest.raises(handing_off.UnableToHandOff):
        handing_off.hand_to_agency(date=a_date(a_tour(travel_basis="none")), by=officer.actor, at=at)
    assert hand_off(one, at=at).parties == 1


def test_the_itinerary_says_nothing_of_hosts(ina: Organization) -> None:
    paper = itinerary_paper(a_date(), ina)
    assert "農家 一郎" not in str(paper.as_data())
    assert ("自由時間", "") in [row[2:] for row in paper.rows]
