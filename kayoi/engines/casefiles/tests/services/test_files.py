"""Open, change, find; numbers; duplicates."""

from datetime import datetime, timedelta

import pytest

from kayoi.engines.casefiles import selectors, services
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Interest
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.moves import ChangedMeanwhile
from tests.cast import Member

BY = system("test")


def test_open_gives_the_next_number_of_the_fiscal_year(in_ina: Organization, at: datetime) -> None:
    assert [make_file().number, make_file().number] == ["2026-00001", "2026-00002"]
    later = services.open_case_file(fields={}, by=BY, at=at.replace(year=2027, month=4, day=1))
    assert later.number == "2027-00001"


def test_numbers_are_counted_for_each_town(in_ina: Organization, sado: Organization) -> None:
    make_file()
    with scope.of_organization(sado.pk):
        assert make_file().number == "2026-00001"


@pytest.mark.parametrize(
    "words",
    [
        "渡邊",
        "渡辺",
        "高子",
        "渡辺髙子",
        "わたなべ",
        "ワタナベ",
        "ﾜﾀﾅﾍﾞ",
        "たかこ",
        "0265",
        "78-1111",
        "2026-00001",
        "taka@",
        "西春近",
    ],
)
def test_find_by_any_part_in_any_writing(in_ina: Organization, words: str) -> None:
    file = make_file(
        name="渡邊 髙子", kana="わたなべ たかこ", phone="0265-78-1111", email="taka@example.jp", address="西春近1-2"
    )
    make_file(name="鈴木 健", kana="すずき けん", phone="090-3333-4444")
    assert [found.pk for found in selectors.find_case_files(words)] == [file.pk]


@pytest.mark.parametrize("words", ["佐藤", "渡花", "9999", "", "  ", "'", "\\", "' | 'a", "&!"])
def test_find_nothing_where_nothing_is(in_ina: Organization, words: str) -> None:
    make_file(name="渡邊 髙子", kana="わたなべ たかこ", phone="0265-78-1111")
    assert selectors.find_case_files(words) == []


def test_exact_names_come_first(in_ina: Organization, at: datetime) -> None:
    longer = make_file(name="山田川 一")
    exact = make_file(name="山田")
    services.add_note(file=longer, text="x", by=BY, at=at + timedelta(days=3))
    assert [found.pk for found in selectors.find_case_files("山田")] == [exact.pk, longer.pk]


def test_find_sees_no_other_town(ina: Organization, sado: Organization) -> None:
    with scope.of_organization(ina.pk):
        make_file(name="渡邊 髙子")
    with scope.of_organization(sado.pk):
        assert selectors.find_case_files("渡辺") == []


def test_change_is_found_by_its_new_name(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = make_file()
    services.change_case_file(file=file, changes={"name": "青木 花"}, version=1, by=officer.actor, at=at)
    assert [found.pk for found in selectors.find_case_files("青木")] == [file.pk]
    assert selectors.find_case_files("山田") == []


def test_second_editor_is_told(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = make_file()
    services.change_case_file(file=file, changes={"phone": "090-1111-2222"}, version=1, by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        services.change_case_file(file=file, changes={"phone": "090-3333-4444"}, version=1, by=officer.actor, at=at)
    assert CaseFile.objects.get(pk=file.pk).phone == "090-1111-2222"


def test_one_file_per_person_and_town(in_ina: Organization, hana: Person) -> None:
    from django.db import IntegrityError, transaction

    make_file(person=hana)
    with pytest.raises(IntegrityError, match="casefiles_one_per_person"), transaction.atomic():
        make_file(person=hana)


def test_wishes_are_set_once(in_ina: Organization, at: datetime) -> None:
    file = make_file()
    for _ in range(2):
        services.set_wishes(file=file, interests={Interest.WORK, Interest.HOUSING}, by=BY, at=at)
    services.set_wishes(file=file, interests={Interest.WORK}, by=BY, at=at)
    assert [wish.interest for wish in file.wishes.all()] == ["work"]
    assert Entry.objects.filter(action="casefiles.set_wishes").count() == 2


def test_duplicates_are_found_by_what_identifies(in_ina: Organization, at: datetime) -> None:
    file = make_file(name="山田 花", phone="090-1111-2222")
    same = make_file(name="山田花", phone="09011112222")
    make_file(name="山田 太郎", kana="やまだ たろう", phone="090-1111-2222")
    likely = make_file(name="山田 花")
    assert [duplicate.file.pk for duplicate in selectors.duplicates_of([file])[file.pk]] == [same.pk, likely.pk]
    services.say_distinct(first=file, second=likely, by=BY, at=at)
    assert [duplicate.file.pk for duplicate in selectors.duplicates_of([file])[file.pk]] == [same.pk]


def test_household_members_come_and_go(in_ina: Organization, at: datetime) -> None:
    file = make_file()
    fields = {"relation": "child", "name": "山田 実", "birth_on": None, "remark": ""}
    child = services.add_household_member(file=file, fields=fields, by=BY, at=at)
    second = services.add_household_member(file=file, fields=fields, by=BY, at=at)
    assert file.household_id == child.household_id == second.household_id
    services.remove_household_member(file=file, member=child, by=BY, at=at)
    assert [member.pk for member in second.household.members.all()] == [second.pk]


def test_touch_never_goes_back(in_ina: Organization, at: datetime) -> None:
    file = make_file()
    services.add_engagement(file=file, kind="contact", occurred_at=at - timedelta(days=9), by=BY, at=at)
    assert CaseFile.objects.get(pk=file.pk).touched_at == at
