"""Days that are counted: by tables that an official can read, and the statement for a whole town beside the rule."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest

from kayoi.engines.casefiles import services
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.rules import ties as rules
from kayoi.engines.casefiles.selectors.families import family_ids
from kayoi.engines.casefiles.selectors.ties import people_in, terms_on, tie_groups, tie_of
from kayoi.engines.casefiles.states import CollectedFor, ContactBasis
from kayoi.engines.casefiles.states.ties import BANDS, DEED_KINDS, TAKES_BACK, TIES_COUNT, TIES_FROM, Band, Course, Deed
from kayoi.foundation.identity.services import set_setting
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import JST, months_later

CASES = Path(__file__).parent / "cases"
BY = system("test")
TODAY = date(2026, 11, 20)
DEFAULTS = rules.terms_of({one.key: one.default for one in (*TIES_COUNT.values(), *TIES_FROM.values())})


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), JST)


def events(text: str) -> list[rules.Event]:
    """Read "kind day reference;…" in the order in which they were written."""
    found = []
    for order, one in enumerate(text.split(";") if text else []):
        kind, day, *reference = one.split()
        found.append(rules.Event(kind, noon(date.fromisoformat(day)), "x", "".join(reference), order))
    return found


@pytest.mark.parametrize("row", rows("tie"), ids=lambda row: row["なぜ"])
def test_tie(row: dict[str, str]) -> None:
    found = rules.tie(events(row["経過"]), terms=DEFAULTS, on=date.fromisoformat(row["今日"]))
    assert (len(found.days), len(found.kinds), found.band) == (int(row["日数"]), int(row["種類"]), row["段階"])
    assert (found.last_on.isoformat() if found.last_on else "") == row["最後"]


def test_window_and_standing() -> None:
    assert rules.window(on=TODAY) == (date(2025, 11, 21), TODAY)
    assert rules.window(on=date(2024, 2, 29)) == (date(2023, 3, 1), date(2024, 2, 29))
    early, late, back = events("stay 2026-11-03 a;stay 2026-11-01 b;stay_withdrawn 2026-11-03 a")
    assert rules.standing([early, late]) == [late, early]
    assert rules.standing([back, late, early]) == [late]


@pytest.mark.parametrize("row", rows("course"), ids=lambda row: row["なぜ"])
def test_course_of(row: dict[str, str]) -> None:
    before = Band.of(row["1年前"]) if row["1年前"] else None
    assert rules.course_of(before, Band.of(row["いま"])) is Course.of(row["動き"])


def test_bands_join_without_a_gap() -> None:
    ranges = [rules.days_of(band, terms=DEFAULTS) for band in BANDS]
    assert ranges == [(0, 0), (1, 1), (2, 3), (4, 11), (12, None)]
    for band, (least, most) in zip(BANDS, ranges, strict=True):
        assert rules.band_of(least, terms=DEFAULTS) is band
        assert rules.band_of(366 if most is None else most, terms=DEFAULTS) is band


def test_bounds_of_a_town_always_ascend() -> None:
    for one, other in zip(list(TIES_FROM.values())[:-1], list(TIES_FROM.values())[1:], strict=True):
        assert one.most < other.least


def test_a_day_is_a_day_in_japan() -> None:
    late = datetime.combine(TODAY, time(23, 59), JST)
    both = [rules.Event("question", late, "", "", 1), rules.Event("stay", late + timedelta(minutes=1), "", "", 2)]
    assert rules.tie(both, terms=DEFAULTS, on=TODAY + timedelta(days=1)).days == [TODAY, TODAY + timedelta(days=1)]


def test_months_touch_the_window_and_add_up() -> None:
    days = [date(2025, 11, 21), date(2025, 12, 1), date(2026, 11, 20)]
    months = rules.by_month(days, on=TODAY)
    assert (months[0], months[1], months[-1]) == (
        (date(2025, 11, 1), 1), (date(2025, 12, 1), 1), (date(2026, 11, 1), 1),
    )  # fmt: skip
    assert (len(months), sum(count for _, count in months)) == (13, 3)
    assert len(rules.by_month([], on=date(2026, 11, 30))) == 12


def engage(file: CaseFile, kind: str, day: date, reference: str = "") -> None:
    moment = noon(day)
    services.add_engagement(
        file=file, kind=kind, occurred_at=moment, cause="x" if reference else "", reference=reference, by=BY, at=moment
    )


def person(opened_on: date, *days: date, **fields: str) -> CaseFile:
    moment = noon(opened_on)
    file = services.open_case_file(fields={"name": "山田 花", **fields}, by=BY, at=moment)  # type: ignore[typeddict-item]
    for day in days:
        engage(file, "stay", day)
    return file


LONG_AGO = date(2020, 4, 1)


def test_a_whole_town_now_and_a_year_before(in_ina: Organization) -> None:
    before = TODAY - timedelta(days=400)
    person(LONG_AGO)
    up = person(LONG_AGO, before, TODAY, TODAY - timedelta(days=1))
    down = person(LONG_AGO, before)
    new = person(TODAY, TODAY)
    found = {(one.before, one.band): one.persons for one in tie_groups(on=TODAY)}
    assert found == {
        (Band.NONE, Band.NONE): 1, (Band.FIRST, Band.SOME): 1, (Band.FIRST, Band.NONE): 1, (None, Band.FIRST): 1,
    }  # fmt: skip
    for course, file in ((Course.UP, up), (Course.DOWN, down), (Course.NEW, new)):
        assert [one.file_id for one in people_in(on=TODAY, course=course)] == [file.pk]
    assert {one.file_id for one in people_in(on=TODAY, before=Band.FIRST)} == {up.pk, down.pk}
    assert [one.file_id for one in people_in([Band.SOME, Band.FIRST], on=TODAY)] == [up.pk, new.pk]


def test_merged_files_are_one_person(in_ina: Organization) -> None:
    one, other, third = (person(LONG_AGO, TODAY - timedelta(days=n)) for n in (1, 1, 2))
    services.merge_case_files(source=one, target=other, by=BY, at=noon(TODAY))
    services.merge_case_files(source=other, target=third, by=BY, at=noon(TODAY))
    (found,) = people_in(on=TODAY)
    assert (found.file_id, found.days, found.last_on) == (third.pk, 2, TODAY - timedelta(days=1))


def test_donors_and_bodies_are_not_counted(in_ina: Organization) -> None:
    donor: dict[str, str] = {"collected_for": CollectedFor.DONATION, "contact_basis": ContactBasis.UNCONFIRMED}
    person(LONG_AGO, TODAY, **donor)
    turned = person(LONG_AGO, TODAY, **(donor | {"contact_basis": ContactBasis.GIVEN}))
    fields = services.BodyFields(name="青年会", representative_title="会長", representative_name="伊那 太郎")
    services.body_for(fields=fields, by=BY, at=noon(LONG_AGO))
    assert [one.file_id for one in people_in(on=TODAY)] == [turned.pk]


def test_towns_are_counted_apart_and_as_they_set(ina: Organization, sado: Organization, at: datetime) -> None:
    with scope.of_organization(sado.pk):
        person(LONG_AGO, TODAY)
    with scope.of_organization(ina.pk):
        file = person(LONG_AGO, TODAY - timedelta(days=2), TODAY - timedelta(days=1))
        engage(file, "donation", TODAY)
        assert [(one.days, one.band) for one in people_in(on=TODAY)] == [(2, Band.SOME)]
        chosen = ((TIES_COUNT[Deed.GIFT], 1), (TIES_COUNT[Deed.VISIT], 0), (TIES_FROM[Band.SOME], 3))
        for which, value in chosen:
            set_setting(which=which, value=value, starts_on=TODAY, by=BY, at=at)
        assert [(one.days, one.band) for one in people_in(on=TODAY)] == [(1, Band.FIRST)]
        assert terms_on(on=TODAY).bounds == (1, 3, 4, 12)
        assert terms_on(on=TODAY - timedelta(days=1)).bounds == (1, 2, 4, 12)


def test_the_statement_and_the_rule_agree(in_ina: Organization) -> None:
    chance = Random(8)
    kinds = [*DEED_KINDS, "answer", *TAKES_BACK, *TAKES_BACK.values()]
    files = [person(TODAY - timedelta(days=chance.randrange(800))) for _ in range(25)]
    for file in files:
        for _ in range(chance.randrange(25)):
            day = TODAY - timedelta(days=chance.randrange(-3, 800))
            engage(file, chance.choice(kinds), day, chance.choice(["", f"{file.pk}a", f"{file.pk}b"]))
    for source, target in ((0, 1), (1, 2), (3, 4)):
        services.merge_case_files(source=files[source], target=files[target], by=BY, at=noon(TODAY))
    found = {one.file_id: one for one in people_in(on=TODAY)}
    assert len(found) == 22
    year_before = months_later(TODAY, -12)
    for pk, one in found.items():
        events = list(Engagement.objects.filter(case_file__in=family_ids(CaseFile.objects.get(pk=pk))))
        now, before = tie_of(events, on=TODAY), tie_of(events, on=year_before)
        assert (one.days, one.kinds, one.last_on, one.band) == (len(now.days), len(now.kinds), now.last_on, now.band)
        assert one.before in {before.band, None}
    assert sum(group.persons for group in tie_groups(on=TODAY)) == 22
