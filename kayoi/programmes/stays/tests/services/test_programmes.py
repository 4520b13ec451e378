"""A house that is kept for a programme: entries, who may ask, what follows when an entry ends."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.services import Sender
from kayoi.engines.reservations.rules import nights
from kayoi.engines.reservations.services import lapse_due
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.models import House, Stay, StayProgramme
from kayoi.programmes.stays.rules.programmes import Entry, may_ask_by_entry, may_give_entry
from kayoi.programmes.stays.selectors import programmes as selectors
from kayoi.programmes.stays.selectors.emergency import plan
from kayoi.programmes.stays.selectors.offers import Wanted
from kayoi.programmes.stays.services import begin_stay, extend_stay, send_stay
from kayoi.programmes.stays.services import programmes as services
from kayoi.programmes.stays.services.changing import UnableToChangeStay
from kayoi.programmes.stays.services.emergency import Needed, override
from kayoi.programmes.stays.states.programmes import ENTRY
from kayoi.programmes.stays.tests.factories import a_house, a_room, a_stay
from kayoi.programmes.stays.tests.test_rules import cases
from tests.cast import Member

FIELDS: dict[str, Any] = {
    "kind": "island_school", "reference": "R9", "name": "離島留学 令和9年度", "decided_by": "教育委員会",
    "starts_on": date(2026, 12, 1), "ends_before": date(2027, 4, 1), "places": 1,
}  # fmt: skip


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.verdict.reasons]


def programme(by: Actor, at: datetime, *houses: House) -> StayProgramme:
    return services.set_programme(programme=None, fields=FIELDS, houses=houses, version=0, by=by, at=at)


def begin(house: House, code: str, at: datetime) -> Stay:
    wanted = Wanted(nights(date(2026, 12, 10), date(2027, 1, 10)), 2)
    you = {"name": "家庭"}
    return begin_stay(
        house=house, wanted=wanted, channel=Channel.PORTAL, you=you, entry_code=code, by=VISITOR, at=at
    ).stay  # fmt: skip


@cases("may_ask_by_entry")
def test_which_entry_may_ask(row: dict[str, str]) -> None:
    day = date.fromisoformat
    stop = date.fromordinal(day(row["期間の最終日"]).toordinal() + 1)
    ended = day(row["終わる日"]) if row["終わる日"] else None
    entry = Entry(int(row["符号の事業"] or 0), day(row["期間の初日"]), stop, ended, row["ほかの滞在"] == "yes")
    answer = may_ask_by_entry(
        1, entry if row["符号の事業"] else None, arrives_on=day(row["到着"]), leaves_on=day(row["出発"]),
        on=date(2026, 11, 20),
    )  # fmt: skip
    assert " ".join(one.code for one in answer.reasons) == row["理由"]


def test_entries_are_as_many_as_places() -> None:
    assert not may_give_entry(places=2, given=1).refused
    assert may_give_entry(places=2, given=2).refused


def test_only_a_family_with_an_entry_asks_for_the_house(in_ina: Organization, officer: Member, at: datetime) -> None:
    house = a_room(a_house(at=at), at=at).house
    row = programme(officer.actor, at, house)
    house = House.objects.get(pk=house.pk)
    entry = services.give_entry(programme=row, label="1番の家庭", by=officer.actor, at=at)
    with pytest.raises(services.UnableToGiveEntry) as giving:
        services.give_entry(programme=row, label="2番の家庭", by=officer.actor, at=at)
    assert codes(giving) == ["stays.programme_full"]
    for code in ("", "K7QM-3XTR-9WPA"):
        with pytest.raises(services.UnableToEnter) as refused:
            begin(house, code, at)
        assert codes(refused) == ["stays.wrong_entry"]
    stay = begin(house, entry.code.lower(), at)
    assert stay.entry == entry
    with pytest.raises(services.UnableToEnter) as refused:
        begin(house, entry.code, at)
    assert codes(refused) == ["stays.entry_used"]
    Stay.objects.filter(pk=stay.pk).update(case_file=make_file())
    assert services.end_entry(entry=entry, ended_on=local_date(at), why="辞退", by=officer.actor, at=at) == 1
    assert FollowUp.objects.open().filter(cause=ENTRY, reference=str(entry.pk)).count() == 1
    with pytest.raises(services.UnableToGiveEntry):
        services.end_entry(entry=entry, ended_on=local_date(at), why="辞退", by=officer.actor, at=at)
    assert selectors.stays_without_entry() == selectors.ended_left_alone(on=local_date(at)) == 0
    again = services.give_entry(programme=row, label="3番の家庭", by=officer.actor, at=at)
    assert again.place == entry.place
    [line] = selectors.programme_lines([row], on=local_date(at))
    assert (line.left, line.groups, len(line.entries)) == (0, 0, 2)
    Stay.objects.filter(pk=stay.pk).update(entry=None)
    assert selectors.stays_without_entry() == 1


def test_a_programme_is_changed_and_gives_houses_back(in_ina: Organization, officer: Member, at: datetime) -> None:
    house, other = (a_room(a_house(at=at), at=at).house for _ in range(2))
    row = programme(officer.actor, at, house)
    services.give_entry(programme=row, label="1番の家庭", by=officer.actor, at=at)
    change: dict[str, Any] = {"programme": row, "houses": [other], "by": officer.actor, "at": at}
    with pytest.raises(services.UnableToGiveEntry):
        services.set_programme(**change, fields=FIELDS | {"places": 0}, version=1)
    with pytest.raises(ChangedMeanwhile):
        services.set_programme(**change, fields=FIELDS | {"places": 3}, version=7)
    services.set_programme(**change, fields=FIELDS | {"places": 3}, version=1)
    assert list(House.objects.filter(kept_for=row)) == [other]
    free = House.objects.get(pk=house.pk)
    days: dict[str, Any] = {"arrives_on": date(2026, 12, 10), "leaves_on": date(2026, 12, 12)}
    assert services.entry_for(house=free, code="", **days, by=VISITOR, at=at) is None
    assert begin(free, "", at).entry is None


def test_a_draft_whose_room_was_let_go_gives_the_code_back(in_ina: Organization, officer: Member, at: datetime) -> None:
    house = a_room(a_house(at=at), at=at).house
    row = programme(officer.actor, at, house)
    house = House.objects.get(pk=house.pk)
    entry = services.give_entry(programme=row, label="1番の家庭", by=officer.actor, at=at)
    first = begin(house, entry.code, at)
    later = at + timedelta(days=1)
    assert lapse_due(by=officer.actor, at=later) == 1
    [line] = selectors.programme_lines([row], on=local_date(later))
    assert line.entries == [(entry, None)]
    second = begin(house, entry.code, later)
    assert second.entry == entry
    send: dict[str, Any] = {"sender": Sender(), "link": "https://example.jp/{token}/", "by": VISITOR, "at": later}
    with pytest.raises(services.UnableToEnter) as refused:
        send_stay(organization=in_ina, stay=Stay.objects.get(pk=first.pk), **send)
    assert codes(refused) == ["stays.entry_used"]
    services.end_entry(entry=entry, ended_on=date(2026, 12, 20), why="辞退", by=officer.actor, at=later)
    with pytest.raises(services.UnableToEnter) as refused:
        send_stay(organization=in_ina, stay=second, **send)
    assert codes(refused) == ["stays.outside_programme"]


def test_who_stays_by_an_entry_stays_in_its_houses_and_its_days(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    house, twin = (a_room(a_house(at=at), at=at) for _ in range(2))
    a_room(a_house(at=at), at=at)  # free, and kept for nobody
    row = programme(officer.actor, at, house.house)
    entry = services.give_entry(programme=row, label="1番の家庭", by=officer.actor, at=at)
    stay = a_stay(house, at=at, is_allowed=True, arrives_on=date(2026, 12, 10), leaves_on=date(2027, 1, 10))
    Stay.objects.filter(pk=stay.pk).update(entry=entry)
    stay = Stay.objects.get(pk=stay.pk)
    with pytest.raises(UnableToChangeStay) as refused:
        extend_stay(stay=stay, until=date(2027, 4, 2), why="延長", by=head.actor, at=at)
    assert codes(refused) == ["stays.outside_programme"]
    change: dict[str, Any] = {"programme": row, "fields": FIELDS, "version": 1, "by": officer.actor, "at": at}
    with pytest.raises(services.UnableToGiveEntry) as changing:
        services.set_programme(**change, houses=[twin.house])
    assert codes(changing) == ["stays.house_in_use"]
    span = nights(date(2026, 12, 12), date(2026, 12, 14))
    room = type(house).objects.select_related("unit", "house").get(pk=house.pk)
    [displaced] = plan(room, span, at=at).displaced
    assert displaced.room is None
    services.set_programme(**change, houses=[house.house, twin.house])
    [displaced] = plan(room, span, at=at).displaced
    assert displaced.room == twin
    needed = Needed(twin, span, 1, 0, "被災 太郎", "0265-00-0000", "火災", uuid4())
    needy = override(organization=in_ina, needed=needed, cancels=False, link="{token}", by=head.actor, at=at)
    assert needy.entry is None
    assert selectors.stays_without_entry() == 0


def test_a_family_that_goes_later_has_its_place_until_then(in_ina: Organization, officer: Member, at: datetime) -> None:
    row = programme(officer.actor, at)
    entry = services.give_entry(programme=row, label="1番の家庭", by=officer.actor, at=at)
    services.end_entry(entry=entry, ended_on=date(2026, 12, 20), why="転出", by=officer.actor, at=at)
    give: dict[str, Any] = {"programme": row, "label": "2番の家庭", "by": officer.actor}
    assert selectors.programme_lines([row], on=date(2026, 12, 19))[0].left == 0
    with pytest.raises(services.UnableToGiveEntry):
        services.give_entry(**give, at=at)
    assert selectors.programme_lines([row], on=date(2026, 12, 20))[0].left == 1
    assert services.give_entry(**give, at=at + timedelta(days=30)).place == entry.place
