"""A house that is kept for a programme: entries, who may ask, what follows when an entry ends."""

from datetime import date, datetime
from typing import Any

import pytest

from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.reservations.rules import nights
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays.models import House, Stay, StayProgramme
from kayoi.programmes.stays.rules.programmes import Entry, may_ask_by_entry, may_give_entry
from kayoi.programmes.stays.selectors import programmes as selectors
from kayoi.programmes.stays.selectors.offers import Wanted
from kayoi.programmes.stays.services import begin_stay
from kayoi.programmes.stays.services import programmes as services
from kayoi.programmes.stays.states.programmes import ENTRY
from kayoi.programmes.stays.tests.factories import a_house, a_room
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
    [line] = selectors.programme_lines([row])
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
