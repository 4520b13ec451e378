"""Applications of parties, the draw, who is told what, the reserve that moves by itself, other doors."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import protect
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.questionnaires.states import Way
from kayoi.engines.selections.models import Line, Place
from kayoi.engines.selections.selectors import published
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.kit.moves import UnableToMove
from kayoi.programmes.tours import services
from kayoi.programmes.tours.models import NextStep, Party, Tour
from kayoi.programmes.tours.selectors import giving
from kayoi.programmes.tours.selectors.checks import parties_unlike_places
from kayoi.programmes.tours.selectors.doors import share_of
from kayoi.programmes.tours.selectors.own import party_page
from kayoi.programmes.tours.selectors.results import checked
from kayoi.programmes.tours.services import UnableToApply, UnableToGive, apply_for_tour
from kayoi.programmes.tours.services.cancelling import cancel_date
from kayoi.programmes.tours.states import DateStatus
from kayoi.programmes.tours.tests.factories import a_date, a_tour
from kayoi.programmes.tours.tests.giving import NUMBER, a_given_tour, applied, asking, drawn, teller
from tests.cast import Member

pytestmark = pytest.mark.django_db


def status_of(party: Party) -> str:
    return Party.objects.values_list("status", flat=True).get(pk=party.pk)


def mails(party: Party) -> list[str]:
    rows = Message.objects.filter(case_file=party.case_file).order_by("pk")
    return [template.rpartition("/")[2] for template in rows.values_list("template", flat=True)]


def test_twice_is_once(in_ina: Organization, head: Member, at: datetime) -> None:
    tour = a_given_tour(at=at, by=head.actor)
    once = uuid4()
    first = applied(in_ina, tour, 4, at=at, once=once)
    assert applied(in_ina, tour, 4, at=at, once=once).pk == first.pk
    assert (Party.objects.count(), mails(first)) == (1, ["received"])
    assert first.companions.count() == 3
    assert set(first.groups) == {"children", "far", "first", "thirties"}


def test_nothing_is_kept_of_what_is_refused(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_given_tour(at=at, by=head.actor, capacity=4)
    files = CaseFile.objects.count()
    with pytest.raises(UnableToApply) as refused:
        applied(in_ina, tour, 5, at=at, agrees_agency=False)
    assert [one.code for one in refused.value.verdict.reasons] == ["tours.too_many", "tours.no_agency_consent"]
    assert (Party.objects.count(), CaseFile.objects.count()) == (0, files)


def test_too_late_for_the_person_not_for_staff(in_ina: Organization, at: datetime, head: Member) -> None:
    tour, late = a_given_tour(at=at, by=head.actor), at + timedelta(days=14)
    with pytest.raises(UnableToApply) as refused:
        applied(in_ina, tour, at=late)
    assert [one.code for one in refused.value.verdict.reasons] == ["tours.over"]
    typed = applied(in_ina, tour, at=late, by=head.actor, way=Way.PAPER)
    services.close_list(tour=tour, by=head.actor, at=late + timedelta(days=1))
    with pytest.raises(UnableToApply):
        applied(in_ina, tour, at=late + timedelta(days=1), by=head.actor, way=Way.PAPER)
    assert typed.way == Way.PAPER


def test_the_terms_stand_once_they_are_out(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_tour(at=at, method="lottery")
    with pytest.raises(UnableToGive) as refused:
        services.publish_terms(tour=tour, by=head.actor, at=at)
    assert [one.code for one in refused.value.verdict.reasons] == ["tours.no_date_for_terms", "tours.no_public_number"]
    Tour.objects.filter(pk=tour.pk).update(public_number="指数", number_from=tour.apply_until)
    a_date(tour, at=at)
    with pytest.raises(UnableToGive) as refused:
        services.publish_terms(tour=tour, by=head.actor, at=at)
    assert [one.code for one in refused.value.verdict.reasons] == ["tours.number_too_early"]
    Tour.objects.filter(pk=tour.pk).update(number_from=at + timedelta(days=20))
    made = services.publish_terms(tour=tour, by=head.actor, at=at)
    a_date(tour, at=at)  # comes too late for these terms
    assert services.publish_terms(tour=tour, by=head.actor, at=at).pk == made.pk
    tour.refresh_from_db()
    assert len(giving.open_dates(tour)) == 1
    with pytest.raises(UnableToGive):
        services.write_terms(tour=tour, fields={"quotas": []}, version=tour.version, by=head.actor, at=at)


def test_a_draw_from_the_list_to_the_reserve(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_given_tour(at=at, by=head.actor, capacity=4)
    other = a_given_tour(at=at, by=head.actor, capacity=9, method="first_come", apply_until=None)
    parties = [applied(in_ina, tour, size, at=at) for size in (4, 4, 2, 2, 1)]
    with pytest.raises(UnableToGive):
        services.close_list(tour=tour, by=head.actor, at=at)
    drawn(in_ina, tour, by=head.actor, at=at)
    placed = [party for party in parties if status_of(party) == "placed"]
    waiting = [party for party in parties if status_of(party) == "reserve"]
    assert sum(party.persons for party in placed) <= 4
    assert placed
    assert waiting
    assert tour.dates.get().status == DateStatus.SETTLED
    for party in waiting:
        assert mails(party) == ["received", "reserve"]
        assert f"/ina/tours/{other.key}/" in NextStep.objects.filter(party=party).values_list("path", flat=True)
        page = party_page(Party.objects.select_related("tour__selection").get(pk=party.pk))
        assert page.labels == ["受付", "抽選待ち", "結果", "補欠"]
        assert page.current == 4
        assert page.why.reasons[-1].code == "selections.on_reserve"
    tour.refresh_from_db()
    assert tour.selection is not None
    assert all(right for _, right in checked(tour.selection))

    for party in placed:  # one after the other gives the place up, the reserve moves by itself
        services.decline(teller=teller(in_ina), party=party, why="都合", by=head.actor, at=at)
    assert [status_of(party) for party in placed] == ["declined"] * len(placed)
    moved = [party for party in waiting if status_of(party) == "placed"]
    assert moved
    assert all(mails(party)[-1] == "moved_up" for party in moved)
    assert all(right for _, right in checked(tour.selection))
    sizes = {str(party.persons) for party in parties}
    assert not sizes & set(published(tour.selection)["order"])
    assert parties_unlike_places() == 0
    Party.objects.filter(pk=moved[0].pk).update(status="reserve")
    assert parties_unlike_places() == 1


def test_a_draw_twice_is_once(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_given_tour(at=at, by=head.actor)
    party = applied(in_ina, tour, at=at)
    drawn(in_ina, tour, by=head.actor, at=at)
    services.draw(
        teller=teller(in_ina), tour=tour, number=NUMBER, by=head.actor, at=at + timedelta(days=23)
    )  # fmt: skip
    assert mails(party) == ["received", "placed"]


def test_a_lot_that_falls_on_a_date_called_off(in_ina: Organization, at: datetime, head: Member) -> None:
    """The sealed list keeps both dates; who wished for nothing else is told at once, the others after the draw."""
    tour = a_tour(at=at, method="lottery", public_number="指数", number_from=at + timedelta(days=21))
    off, on = (a_date(tour, at=at, capacity=1, minimum=1) for _ in range(2))
    services.publish_terms(tour=tour, by=head.actor, at=at)
    tour.refresh_from_db()
    both = [applied(in_ina, tour, at=at, wishes=[off.key, on.key]) for _ in range(3)]
    services.close_list(tour=tour, by=head.actor, at=at + timedelta(days=15))
    off.refresh_from_db()
    assert cancel_date(teller=teller(in_ina), date=off, why="大雪", by=head.actor, at=at + timedelta(days=16)) == []
    CaseFile.objects.update(email="", phone="090-0000-0000")
    services.draw(
        teller=teller(in_ina), tour=tour, number=NUMBER, by=head.actor, at=at + timedelta(days=22)
    )  # fmt: skip
    found = {status_of(party): Party.objects.get(pk=party.pk) for party in both}
    assert set(found) == {"placed", "cancelled", "reserve"}
    assert (found["placed"].date, found["cancelled"].date, found["cancelled"].why) == (on, None, "大雪")
    calls = {one.reference: one.title for one in FollowUp.objects.open()}
    assert {status: calls[str(party.pk)].rpartition(": ")[2] for status, party in found.items()} == {
        "placed": "ツアーの参加の決定を電話で知らせる", "cancelled": "ツアーの中止と、ほかの案内を電話で知らせる",
        "reserve": "ツアーの補欠と、ほかの案内を電話で知らせる",
    }  # fmt: skip
    assert parties_unlike_places() == 0


def test_who_has_no_mail_is_telephoned_once(in_ina: Organization, at: datetime, head: Member) -> None:
    """Not about what was just said, and the latest news replaces what has not been told yet."""
    tour = a_given_tour(at=at, by=head.actor, capacity=1, method="first_come")
    comes = applied(in_ina, tour, at=at)
    who, told = services.Who({"name": "電話 人", "phone": "090-0000-0000"}), {}
    for way in (Way.TELEPHONE, Way.PAPER):
        party = apply_for_tour(
            teller=teller(in_ina), tour=tour, who=who, asking=asking(tour, way=way), by=head.actor, at=at
        ).party
        told[way] = list(FollowUp.objects.open().filter(reference=str(party.pk)))
    assert (len(told[Way.TELEPHONE]), len(told[Way.PAPER])) == (0, 1)
    services.decline(teller=teller(in_ina), party=comes, why="", by=head.actor, at=at)
    assert sorted(one.title.rpartition(": ")[2] for one in FollowUp.objects.open()) == [
        "ツアーの補欠からの繰上げを電話で知らせる", "ツアーの補欠と、ほかの案内を電話で知らせる",
    ]  # fmt: skip


def test_who_declines_before_the_draw_stays_out_of_it(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_given_tour(at=at, by=head.actor, capacity=2)
    before, after, stays = (applied(in_ina, tour, 2, at=at) for _ in range(3))
    services.decline(teller=teller(in_ina), party=before, why="", by=head.actor, at=at)
    services.close_list(tour=tour, by=head.actor, at=at + timedelta(days=15))
    services.decline(teller=teller(in_ina), party=after, why="", by=head.actor, at=at + timedelta(days=16))
    assert services.decline(teller=teller(in_ina), party=after, why="", by=head.actor, at=at) == []
    services.draw(
        teller=teller(in_ina), tour=tour, number=NUMBER, by=head.actor, at=at + timedelta(days=22)
    )  # fmt: skip
    assert [status_of(party) for party in (before, after, stays)] == ["declined", "declined", "placed"]
    assert set(Line.objects.values_list("number", flat=True)) == {after.number, stays.number}


def test_first_come_waits_and_moves_up(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_given_tour(at=at, by=head.actor, capacity=4, method="first_come")
    family, pair, alone = (applied(in_ina, tour, size, at=at) for size in (3, 2, 1))
    assert [status_of(party) for party in (family, pair, alone)] == ["placed", "reserve", "placed"]
    date = tour.dates.get()
    for _ in range(2):  # the button pressed twice
        services.add_places(
            teller=teller(in_ina), date=date, persons=2, key="once", by=head.actor, at=at
        )  # fmt: skip
    date.refresh_from_db()
    assert (date.capacity, status_of(pair), mails(pair)) == (6, "placed", ["reserve", "moved_up"])
    with pytest.raises(UnableToMove):
        services.refuse(teller=teller(in_ina), party=pair, why="x", by=head.actor, at=at)


def test_no_places_are_added_where_nobody_comes_any_more(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_tour(at=at)
    off, on = (a_date(tour, at=at, capacity=1, minimum=1) for _ in range(2))
    services.publish_terms(tour=tour, by=head.actor, at=at)
    _, _, waits = (applied(in_ina, tour, at=at, wishes=[off.key, on.key]) for _ in range(3))
    seen = tour.dates.get(pk=off.pk)  # as the page of another officer shows it
    cancel_date(teller=teller(in_ina), date=off, why="大雪", by=head.actor, at=at)
    with pytest.raises(UnableToGive):
        services.add_places(teller=teller(in_ina), date=seen, persons=1, key="once", by=head.actor, at=at)
    assert status_of(waits) == "reserve"


def test_refused_with_a_reason_and_other_doors(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_given_tour(at=at, by=head.actor)
    a_given_tour(at=at, by=head.actor, method="first_come")
    party = applied(in_ina, tour, at=at)
    services.refuse(teller=teller(in_ina), party=party, why="県内の方は対象外です。", by=head.actor, at=at)
    mail = Message.objects.filter(case_file=party.case_file).latest("pk")
    assert "県内の方は対象外です。" in mail.body
    assert NextStep.objects.filter(party=party).exists()


def test_the_share_with_a_next_step(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_given_tour(at=at, by=head.actor, capacity=1, method="first_come")
    a_given_tour(at=at, by=head.actor, method="first_come")
    applied(in_ina, tour, at=at)
    goes, stays = applied(in_ina, tour, at=at), applied(in_ina, tour, at=at)
    for _ in range(2):
        services.take_step(step=NextStep.objects.filter(party=goes)[0], by=head.actor, at=at + timedelta(days=3))
    found = share_of(tour, at=at + timedelta(days=8))
    assert (found.without_place, found.took, found.missed, found.percent) == (2, 1, 1, 50.0)
    assert status_of(stays) == "reserve"


def test_the_waiting_ends_once(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_given_tour(at=at, by=head.actor, capacity=1, method="first_come", apply_until=None)
    comes = applied(in_ina, tour, at=at)
    waits = applied(in_ina, tour, at=at)
    begins = datetime.combine(tour.dates.get().starts_on, at.timetz())
    told = [
        services.end_waiting(teller=teller(in_ina), by=head.actor, at=moment)
        for moment in (begins - timedelta(days=1), begins, begins)
    ]
    assert (told, status_of(waits)) == ([0, 1, 0], "refused")
    assert services.decline(teller=teller(in_ina), party=comes, why="", by=head.actor, at=begins) == []
    assert status_of(waits) == "refused"


def test_nothing_is_mailed_to_people_under_protection(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_given_tour(at=at, by=head.actor)
    party = applied(in_ina, tour, at=at)
    protect(file=party.case_file, starts_on=local_date(at), basis="", by=head.actor, at=at)
    drawn(in_ina, tour, by=head.actor, at=at)
    assert Message.objects.filter(case_file=party.case_file, template="tours/mail/placed").get().status == "held"


def test_points_decide(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_given_tour(at=at, by=head.actor, capacity=1, method="points", weights={"動機": 2, "経験": 1})
    low, high = applied(in_ina, tour, at=at), applied(in_ina, tour, at=at)
    services.write_scores(party=low, scores={"動機": 1, "経験": 5}, by=head.actor, at=at)
    with pytest.raises(UnableToGive) as refused:
        services.close_list(tour=tour, by=head.actor, at=at + timedelta(days=15))
    assert [one.code for one in refused.value.verdict.reasons] == ["tours.not_scored"]
    services.write_scores(party=high, scores={"動機": 5, "経験": 0}, by=head.actor, at=at)
    drawn(in_ina, tour, by=head.actor, at=at)
    assert [status_of(party) for party in (low, high)] == ["reserve", "placed"]
    assert Place.objects.get(number=high.number).turn == 1


def test_a_minor_names_a_guardian(in_ina: Organization, at: datetime, head: Member) -> None:
    tour = a_given_tour(at=at, by=head.actor)
    fields: Any = {"name": "学生", "email": "g@example.jp", "birth_on": local_date(at).replace(year=2010)}

    def ask(**more: Any) -> None:
        apply_for_tour(
            teller=teller(in_ina), tour=tour, who=services.Who(fields), asking=asking(tour, **more),
            by=head.actor, at=at,
        )  # fmt: skip

    with pytest.raises(UnableToApply) as refused:
        ask()
    assert [one.code for one in refused.value.verdict.reasons] == ["tours.no_guardian"]
    ask(guardian="母")
