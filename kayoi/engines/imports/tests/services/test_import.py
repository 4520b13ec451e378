"""Import: the same totals before and after, files matched and left as they are, each row once whatever is killed."""

from datetime import timedelta

import pytest

from kayoi.engines.casefiles.models import CaseFile, Consent, Engagement, HouseholdMember, Note
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.imports import selectors, services
from kayoi.engines.imports.jobs import run_rows, try_rows
from kayoi.engines.imports.models import ImportRun, Mapping, Row
from kayoi.engines.imports.tests.factories import answer, importing, take, trial
from kayoi.engines.imports.tests.ledgers import long_ledger
from kayoi.engines.imports.tests.workbooks import (
    Answers,
    household_across,
    notes_in_numbers,
    several_persons,
    two_tables,
)
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.sheets import read_sheets
from tests.cast import Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db
BY = system("test")


def done(data: bytes, head: Member, *, answers: Answers | None = None, name: str = "相談.xlsx") -> ImportRun:
    run = take(data, name=name, by=head.actor)
    if answers:
        answer(run, answers, by=head.actor)
    trial(run, by=head.actor)
    importing(run, by=head.actor)
    return run


def test_an_ugly_ledger_of_5000_rows_has_the_same_totals_before_and_after(in_ina: Organization, head: Member) -> None:
    ledger = long_ledger(5000)
    run = done(ledger.data, head)
    assert run.status == "done"
    assert run.after["differences"] == []
    assert run.after["months"] == dict(ledger.months)
    assert run.after["channels"] == dict(ledger.channels)
    assert sum(run.totals["cells"].values()) == ledger.cells
    assert run.totals["fates"]["unreadable"] == ledger.returned == 5
    assert Engagement.objects.filter(kind="question").count() == ledger.consultations
    assert Entry.objects.filter(action__startswith="casefiles.").count() == 0, "one entry for the import, not 5,000"


def test_what_was_imported_is_unconfirmed_and_has_no_consent(in_ina: Organization, head: Member) -> None:
    done(household_across(), head)
    file = CaseFile.objects.get(name="林 太一")
    assert file.contact_basis == "unconfirmed"
    assert not Consent.objects.exists()
    assert file.number == "2026-00001"
    members = HouseholdMember.objects.filter(household=file.household).order_by("pk")
    assert [(member.name, member.relation, member.remark) for member in members] == [
        ("林 文子", "spouse", ""), ("林 空", "child", "8歳"), ("林 海", "child", "5歳"),
    ]  # fmt: skip
    assert list(CaseFile.objects.order_by("pk").values_list("number", flat=True)) == ["2026-00001", "2026-00002"]
    assert make_file(name="次の人").number == "2026-00003"


def test_a_file_that_is_there_gets_the_consultation_and_is_not_changed(in_ina: Organization, head: Member) -> None:
    file = make_file(name="高橋 三郎", phone="03-1234-5678", address="むかしの住所")
    run = done(two_tables(), head)
    assert run.totals["fates"] == {"matched": 1, "new": 1, "left": 1}
    file.refresh_from_db()
    assert (file.address, file.version, file.contact_basis) == ("むかしの住所", 1, "given")
    note = Note.objects.get(case_file=file)
    assert "相談内容: 仕事を探したい" in note.text
    assert "電話番号: (03)1234-5678" in note.text
    assert Engagement.objects.get(case_file=file).occurred_at.isoformat() == "2025-04-30T15:00:00+00:00"


def test_a_file_that_was_merged_since_the_trial_is_followed(in_ina: Organization, head: Member) -> None:
    from kayoi.engines.casefiles.services import merge_case_files

    file, kept = make_file(name="高橋 三郎", phone="03-1234-5678"), make_file(name="高橋 三郎")
    run = take(two_tables(), by=head.actor)
    trial(run, by=head.actor)
    merge_case_files(source=file, target=kept, by=BY, at=NOW)
    importing(run, by=head.actor)
    assert Engagement.objects.filter(case_file=kept).count() == 1


def test_several_persons_in_a_cell_wait_for_an_answer(in_ina: Organization, head: Member) -> None:
    run = take(several_persons(), by=head.actor)
    trial(run, by=head.actor)
    assert run.totals["fates"] == {"answer": 2, "new": 2}
    answer(run, Answers(options={"several": "first"}), by=head.actor)
    trial(run, by=head.actor)
    importing(run, by=head.actor)
    first = CaseFile.objects.get(name="坂本 龍")
    assert HouseholdMember.objects.get(household=first.household).name == "坂本 良"


def test_a_killed_import_goes_on_and_each_row_comes_once(in_ina: Organization, head: Member) -> None:
    ledger = long_ledger(2500)
    run = take(ledger.data, by=head.actor)
    trial(run, by=head.actor)
    services.start_run(run=run, by=head.actor, at=NOW)
    assert services.import_chunk(run_id=run.pk, by=BY, at=NOW)  # and then the worker is killed
    assert Row.objects.filter(run=run, done=True).count() == 1000
    run_rows.func(organization=in_ina.pk, run=run.pk)
    run_rows.func(organization=in_ina.pk, run=run.pk)  # and once more by a rescued job
    run.refresh_from_db()
    assert run.status == "done"
    references = Engagement.objects.filter(cause="imports.Row").values_list("reference", flat=True)
    assert len(references) == len(set(references)) == ledger.consultations
    assert run.after["differences"] == []


def test_a_trial_that_was_killed_begins_anew(in_ina: Organization, head: Member) -> None:
    run = take(two_tables(), by=head.actor)
    services.try_run(run=run, by=head.actor, at=NOW)
    attempt = services.begin_trial(run_id=run.pk, by=BY, at=NOW)
    assert attempt is not None
    plan = services.plan_rows(run_id=run.pk, by=BY, at=NOW)
    assert services.write_rows(run_id=run.pk, attempt=attempt, trial=plan, first=0, last=1, by=BY, at=NOW)
    try_rows.func(organization=in_ina.pk, run=run.pk)
    assert Row.objects.filter(run=run).count() == 3
    late = services.write_rows(run_id=run.pk, attempt=attempt, trial=plan, first=1, last=9, by=BY, at=NOW)
    assert late is False, "the one that was thought dead stops"


def test_the_same_rows_are_not_imported_twice(in_ina: Organization, head: Member) -> None:
    data = two_tables()
    done(data, head)
    again = take(data, by=head.actor)
    assert selectors.earlier_import(again) is not None
    trial(again, by=head.actor)
    assert again.totals["fates"] == {"repeated": 2, "left": 1}


def test_columns_are_remembered_by_this_town_alone(in_ina: Organization, head: Member, sado: Organization) -> None:
    from kayoi.foundation.tenancy import scope

    done(notes_in_numbers(), head, answers=Answers(columns={"備考": "skip"}))
    again = take(notes_in_numbers(), by=head.actor)
    (layout,) = again.layouts
    assert layout["remembered"]
    assert layout["targets"][layout["names"].index("備考")] == "skip"
    with scope.of_organization(sado.pk):
        assert not Mapping.objects.exists()
        other = take(notes_in_numbers(), by=head.actor)
        assert not other.layouts[0]["remembered"]


def test_what_cannot_be_read_comes_back_with_the_reason(in_ina: Organization, head: Member) -> None:
    run = done(long_ledger(1000).data, head)
    (sheet,) = read_sheets(selectors.returned_table(run), name="返却.xlsx").sheets
    header, *lines = list(sheet.rows)
    (line,) = lines
    assert header[:5] == ("シート", "行", "ゆくえ", "理由", "No.")
    assert line[2] == "読めない"
    assert "「春ごろ」" in str(line[3])
    assert line[5] == "春ごろ"
    assert sheet.colours == {2: "橙"}


def test_the_header_can_be_pointed_to(in_ina: Organization, head: Member) -> None:
    run = take(two_tables(), by=head.actor)
    services.set_header(run=run, sheet="R7", first=6, last=6, version=run.version, by=head.actor, at=NOW)
    assert ["月", "相談件数", "うち県外"] in [layout["names"] for layout in run.layouts]
    with pytest.raises(services.UnableToTakeWorkbook, match="99行目"):
        services.set_header(run=run, sheet="R7", first=99, last=99, version=run.version, by=head.actor, at=NOW)


def test_a_file_that_is_no_table_is_refused_in_words(in_ina: Organization, head: Member) -> None:
    with pytest.raises(services.UnableToTakeWorkbook, match="PDF"):
        take(b"%PDF-1.7 ...", by=head.actor)


def test_workbooks_are_forgotten(in_ina: Organization, head: Member) -> None:
    run = done(long_ledger(1000).data, head)
    assert ImportRun.objects.get(pk=run.pk).data is None, "nobody needs it any more"
    assert Row.objects.exclude(plan={}).filter(done=True).count() == 0
    waiting = take(two_tables(), by=head.actor)
    assert services.forget_workbooks(before=NOW, by=BY, at=NOW) == 0
    assert services.forget_workbooks(before=NOW + timedelta(1), by=BY, at=NOW) == 2
    assert ImportRun.objects.get(pk=waiting.pk).data is None
    assert not Row.objects.exclude(cells=[]).exists()


def test_sample_can_be_imported(in_ina: Organization, head: Member) -> None:
    from kayoi.engines.imports.selectors.sample import sample_workbook
    from kayoi.kit.dates import local_date

    run = take(sample_workbook(on=local_date(NOW)), by=head.actor)
    trial(run, by=head.actor)
    assert run.totals["fates"] == {"new": 4, "added": 1, "answer": 1, "unreadable": 1, "left": 2}
