"""Identity: which facts were said is written down, whether they were enough or not."""

from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command

from kayoi.engines.casefiles import services
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import checks, facts_on, find_case_files, notes_with
from kayoi.engines.casefiles.states import Channel, IdentityFact
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from tests.cast import Member


def test_enough_facts_are_recorded(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = make_file(name="山田 花", phone="090-1111-2222", birth_on=date(1990, 4, 1))
    assert facts_on(file) == [IdentityFact.NAME, IdentityFact.BIRTH, IdentityFact.PHONE]
    matched = {IdentityFact.NAME, IdentityFact.BIRTH}
    answer = services.confirm_identity(file=file, matched=matched, channel=Channel.TELEPHONE, by=officer.actor, at=at)
    entry = Entry.objects.get(action="casefiles.confirm_identity")
    assert answer.met
    assert entry.reference == str(file.pk)
    assert entry.after == {"confirmed": True, "matched": ["birth_on", "name"], "channel": "telephone"}


def test_too_few_facts_are_recorded_too(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = make_file(name="山田 花", phone="090-1111-2222")
    answer = services.confirm_identity(
        file=file, matched={IdentityFact.NAME}, channel=Channel.COUNTER, by=officer.actor, at=at
    )
    entry = Entry.objects.get(action="casefiles.confirm_identity")
    assert answer.refused
    assert entry.after == {"confirmed": False, "matched": ["name"], "channel": "counter"}
    assert [reason["code"] for reason in (entry.reasons or {})["reasons"]] == ["casefiles.identity_too_few"]


def test_notes_are_found_by_their_words(ina: Organization, sado: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        file = make_file()
        services.add_note(file=file, text="犬を一匹飼っている。\n借家は犬が飼えることが条件。", by=officer.actor, at=at)
        services.add_note(file=file, text="持病がある。犬の毛も苦手。", sensitive=True, by=officer.actor, at=at)
        assert [passage.case_file_id for passage in notes_with("犬 条件", sensitive=False)] == [file.pk]
        assert notes_with("持病", sensitive=False) == []
        assert [passage.text for passage in notes_with("持病", sensitive=True)] == ["持病がある。犬の毛も苦手。"]
        assert notes_with("犬", sensitive=True) == [], "one character stands in half of all notes"
        assert notes_with("一飼", sensitive=True) == [], "pairs that are not words"
    with scope.of_organization(sado.pk):
        assert notes_with("犬 条件", sensitive=True) == []


def test_old_search_columns_are_seen_and_renewed(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = make_file(name="山田 花", kana="やまだ はな")
    assert checks.keys_out_of_date() == 0
    other = make_file(name="鈴木 健", kana="すずき けん")
    before = CaseFile.objects.values_list("search", flat=True).get(pk=other.pk)
    CaseFile.objects.filter(pk=file.pk).update(search=before)
    assert checks.keys_out_of_date() == 1
    assert find_case_files("やまた はな") == []
    assert services.renew_search(organization=in_ina, by=officer.actor, at=at) == 2
    assert checks.keys_out_of_date() == 0
    assert [found.pk for found in find_case_files("やまた はな")] == [file.pk]


def test_the_command_renews_all_towns_or_one(
    ina: Organization, sado: Organization, capsys: pytest.CaptureFixture[str]
) -> None:
    for town in (ina, sado):
        with scope.of_organization(town.pk):
            CaseFile.objects.filter(pk=make_file(name="山田 花").pk).update(name_key="古い")
    call_command("renew_search", organization="ina")
    for town, left in ((ina, 0), (sado, 1)):
        with scope.of_organization(town.pk):
            assert checks.keys_out_of_date() == left
    call_command("renew_search")
    assert "佐渡市: 1件" in capsys.readouterr().out
    with scope.of_organization(sado.pk):
        assert checks.keys_out_of_date() == 0
    with pytest.raises(CommandError):
        call_command("renew_search", organization="nowhere")
