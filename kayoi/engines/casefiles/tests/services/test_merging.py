"""Merge by alias, and take apart again."""

from datetime import datetime

import pytest

from kayoi.engines.casefiles import selectors, services
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors.checks import merged_in_a_circle
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile
from tests.cast import Member


def merged(source: CaseFile, target: CaseFile, officer: Member, at: datetime) -> object:
    return services.merge_case_files(source=source, target=target, by=officer.actor, at=at, why="同じ電話")


def test_merge_reads_both_as_one_and_undo_gives_both_back(in_ina: Organization, officer: Member, at: datetime) -> None:
    target, source = make_file(name="霜月 七海"), make_file(name="霜月 ななみ")
    services.add_note(file=source, text="冬に見学", by=officer.actor, at=at)
    merge = services.merge_case_files(source=source, target=target, by=officer.actor, at=at, why="同じ電話")
    assert selectors.case_file(source.pk) == target
    assert [note.text for note in selectors.detail(target, sensitive=True).notes] == ["冬に見学"]
    assert [found.pk for found in selectors.find_case_files("ななみ")] == [target.pk]
    assert Entry.objects.filter(action="casefiles.merge", why="同じ電話").exists()
    services.undo_merge(merge=merge, by=officer.actor, at=at)
    assert selectors.case_file(source.pk) == source
    assert list(selectors.detail(target, sensitive=True).notes) == []
    with pytest.raises(ChangedMeanwhile):
        services.undo_merge(merge=merge, by=officer.actor, at=at)


def test_merge_again_is_refused_and_no_circle_arises(in_ina: Organization, officer: Member, at: datetime) -> None:
    one, two, three = make_file(), make_file(), make_file()
    merged(one, two, officer, at)
    for source, target in ((one, three), (three, one), (two, two)):
        with pytest.raises(services.UnableToMerge):
            merged(source, target, officer, at)
    merged(two, three, officer, at)
    assert selectors.case_file(one.pk) == three
    assert set(selectors.family_ids(three)) == {one.pk, two.pk, three.pk}
    alone = make_file()
    assert selectors.families_of([three.pk, alone.pk]) == {
        three.pk: three.pk, two.pk: three.pk, one.pk: three.pk, alone.pk: alone.pk
    }  # fmt: skip
    assert merged_in_a_circle() == 0


@pytest.mark.parametrize("who", ["source", "target"])
def test_log_in_follows_the_merge_and_comes_back(
    in_ina: Organization, officer: Member, hana: Person, at: datetime, who: str
) -> None:
    source = make_file(person=hana if who == "source" else None)
    target = make_file(person=hana if who == "target" else None)
    merge = services.merge_case_files(source=source, target=target, by=officer.actor, at=at)
    with scope.of_person(hana.pk):
        assert {relation.file.pk for relation in selectors.relations_of_person()} == {target.pk}
    services.undo_merge(merge=merge, by=officer.actor, at=at)
    linked = CaseFile.objects.filter(person=hana).values_list("pk", flat=True)
    assert list(linked) == [source.pk if who == "source" else target.pk]


def test_two_log_ins_are_not_merged(
    in_ina: Organization, officer: Member, hana: Person, ken: Person, at: datetime
) -> None:
    with pytest.raises(services.UnableToMerge) as refused:
        merged(make_file(person=hana), make_file(person=ken), officer, at)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["casefiles.merge_two_logins"]


def test_erased_log_in_does_not_come_back_by_undoing(
    in_ina: Organization, officer: Member, hana: Person, at: datetime
) -> None:
    source, target = make_file(person=hana), make_file()
    merge = services.merge_case_files(source=source, target=target, by=officer.actor, at=at)
    assert services.unlink_person(person=hana, by=officer.actor, at=at) == 2
    services.undo_merge(merge=merge, by=officer.actor, at=at)
    assert not CaseFile.objects.exclude(person=None).exists()


def test_a_chain_is_about_one_log_in_and_gives_it_back(
    in_ina: Organization, officer: Member, hana: Person, at: datetime
) -> None:
    first, second, third = make_file(), make_file(), make_file(person=hana)
    merged(first, second, officer, at)
    merge = services.merge_case_files(source=second, target=third, by=officer.actor, at=at)
    assert set(CaseFile.objects.filter(person=hana)) == {first, second, third}
    services.undo_merge(merge=merge, by=officer.actor, at=at)
    assert list(CaseFile.objects.filter(person=hana)) == [third]


def test_of_merges_one_after_another_the_last_is_undone_first(
    in_ina: Organization, officer: Member, hana: Person, at: datetime
) -> None:
    first, second, third = make_file(person=hana), make_file(), make_file()
    inner = services.merge_case_files(source=first, target=second, by=officer.actor, at=at)
    outer = services.merge_case_files(source=second, target=third, by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        services.undo_merge(merge=inner, by=officer.actor, at=at)
    for merge in (outer, inner):
        services.undo_merge(merge=merge, by=officer.actor, at=at)
    assert list(CaseFile.objects.filter(person=hana)) == [first]
    assert not CaseFile.objects.exclude(merged_into=None).exists()


def test_a_log_in_that_comes_after_a_chain_is_of_all_its_files_and_stays_with_the_target(
    ina: Organization, officer: Member, hana: Person, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        first, second, third = make_file(), make_file(), make_file()
        token = services.offer_connection(file=first, by=officer.actor, at=at)
        merged(first, second, officer, at)
        merge = services.merge_case_files(source=second, target=third, by=officer.actor, at=at)
    assert services.connect_person(token=token, person=hana, by=officer.actor, at=at) == third
    with scope.of_organization(ina.pk):
        assert set(CaseFile.objects.filter(person=hana)) == {first, second, third}
        services.undo_merge(merge=merge, by=officer.actor, at=at)
        assert list(CaseFile.objects.filter(person=hana)) == [third]
