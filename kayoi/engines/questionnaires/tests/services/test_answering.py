"""From the draft to the published table: once, with all reasons, and nobody behind an anonymous sheet."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.questionnaires import selectors, services
from kayoi.engines.questionnaires.forms import REFUSALS
from kayoi.engines.questionnaires.models import AnswerSheet, PublishedTable, Version
from kayoi.engines.questionnaires.rules.cuts import Cut
from kayoi.engines.questionnaires.rules.questions import Condition
from kayoi.engines.questionnaires.rules.variables import NotCountable
from kayoi.engines.questionnaires.selectors import checks, exports, tables
from kayoi.engines.questionnaires.states import SheetStatus, VersionStatus, Way
from kayoi.engines.questionnaires.tests.factories import GOOD, QUOTAS, answer, as_file, make_open, options
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.sentences import sentences
from kayoi.kit.sheets import read_sheets
from kayoi.kit.verdict import Refused
from tests.cast import Member

pytestmark = pytest.mark.usefixtures("in_ina")
BY, DAY = system("test"), timedelta(days=1)


def codes(refused: pytest.ExceptionInfo[Any]) -> list[str]:
    assert isinstance(refused.value, Refused)
    assert all(sentences(refused.value.verdict, REFUSALS))
    return [reason.code.removeprefix("questionnaires.") for reason in refused.value.verdict.reasons]


def sound() -> tuple[int, ...]:
    return (
        checks.versions_unlike_fingerprint(),
        checks.sheets_unlike_questions(),
        checks.anonymous_traceable(),
        checks.tables_unlike_sheets(),
    )


def test_a_version_that_is_open_never_changes(at: datetime) -> None:
    first = make_open(anonymous=False, by=BY, at=at)
    with pytest.raises(services.UnableToOpen) as refused:
        root = first.questionnaire_id
        second = services.write_version(questionnaire=root, body=as_file(quotas=[]), notice="別", by=BY, at=at)
        assert (second.number, second.status) == (2, VersionStatus.DRAFT)
        again = services.write_version(questionnaire=root, body=as_file(), notice="別", by=BY, at=at)
        assert again.pk == second.pk
        services.open_version(version=second.pk, by=BY, at=at)
    assert codes(refused) == ["another_open"]
    first.refresh_from_db()
    assert (first.notice, sound()) == ("改善に使います", (0, 0, 0, 0))
    services.close_version(version=first.pk, by=BY, at=at)
    services.close_version(version=first.pk, by=BY, at=at)
    assert services.open_version(version=second.pk, by=BY, at=at).status == VersionStatus.OPEN


def test_a_version_with_a_question_that_nobody_sees_is_not_opened(at: datetime) -> None:
    lost = {"key": "x", "kind": "text", "text": "見えない", "shown_if": [
        {"question": "a", "is": ["a"]}, {"question": "a", "is": ["b"]}]}  # fmt: skip
    body = as_file([{"key": "a", "kind": "single", "text": "a", "options": options("は", "い")}, lost], [])
    root = make_open(anonymous=False, by=BY, at=at).questionnaire
    row = services.write_version(questionnaire=root.pk, body=body, notice="n", by=BY, at=at)
    with pytest.raises(services.UnableToOpen) as refused:
        services.open_version(version=row.pk, by=BY, at=at)
    assert codes(refused) == ["unreachable", "another_open"]


def test_a_draft_is_put_by_found_by_its_code_and_handed_in_once(at: datetime) -> None:
    version, file = make_open(anonymous=False, by=BY, at=at), make_file()
    started = services.start_sheet(version=version.pk, way=Way.WEB, case_file=file, about="tour-1", by=BY, at=at)
    services.save_draft(sheet=started.sheet.pk, answers={"visited": "a"}, by=BY, at=at)
    found = selectors.sheet_by_code(started.code.lower().replace("-", " "))
    assert found is not None
    assert found.answers == {"visited": "a"}
    assert started.code not in json.dumps(list(Entry.objects.values("before", "after"))) + found.token_hash
    with pytest.raises(services.UnableToSubmit) as refused:
        services.submit_sheet(sheet=found.pk, answers={"visited": "a", "wish": 9}, by=BY, at=at)
    assert codes(refused) == ["out_of_range", "missing", "missing"]
    done = services.submit_sheet(sheet=found.pk, answers=GOOD | {"times": 3}, by=BY, at=at)
    assert (done.answers, done.status, done.submitted_at) == (GOOD, SheetStatus.SUBMITTED, at)
    with pytest.raises(services.UnableToSubmit) as refused:
        services.submit_sheet(sheet=found.pk, answers=GOOD, by=BY, at=at)
    assert codes(refused) == ["submitted"]
    again = services.start_sheet(version=version.pk, way=Way.WEB, case_file=file, about="tour-1", by=BY, at=at)
    assert again.sheet.pk == done.pk
    assert selectors.sheet_by_code(started.code) is None


def test_nothing_leads_from_an_anonymous_sheet_to_a_person(head: Member, at: datetime) -> None:
    version = make_open(anonymous=True, by=BY, at=at)
    started = services.start_sheet(version=version.pk, way=Way.WEB, by=head.actor, at=at)
    done = services.submit_sheet(sheet=started.sheet.pk, answers=GOOD, by=head.actor, at=at)
    done.refresh_from_db()
    assert (done.token_hash, done.case_file, done.submitted_at, done.typed_by) == ("", None, None, None)
    assert selectors.sheet_by_code(started.code) is None
    assert not AnswerSheet.objects.filter(pk=started.sheet.pk).exists()
    assert done.pk != started.sheet.pk
    entries = Entry.objects.filter(action__in=["questionnaires.start", "questionnaires.submit"])
    assert {(one.reference, one.subject) for one in entries} == {(str(version.pk), "questionnaires.Version")}
    assert {one.at.astimezone(at.tzinfo).isoformat() for one in entries} != {at.isoformat()}
    assert not Entry.objects.filter(subject="questionnaires.AnswerSheet").exists()
    with pytest.raises(services.UnableToReopen) as refused:
        services.reopen_sheet(sheet=done.pk, why="書き間違い", by=BY, at=at)
    assert codes(refused) == ["anonymous"]
    with pytest.raises(services.UnableToSave) as refused_too:
        services.start_sheet(version=version.pk, way=Way.WEB, case_file=make_file(), by=BY, at=at)
    assert codes(refused_too) == ["not_anonymous"]
    for values in ({"case_file": make_file()}, {"submitted_at": at}, {"token_hash": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AnswerSheet.objects.filter(pk=done.pk).update(**values)


def test_what_came_on_paper_says_who_typed_it(head: Member, at: datetime) -> None:
    version = make_open(anonymous=True, by=BY, at=at)
    for way in (Way.PAPER, Way.TELEPHONE):
        sheet = services.start_sheet(version=version.pk, way=way, by=head.actor, at=at).sheet
        done = services.submit_sheet(sheet=sheet.pk, answers=GOOD, by=head.actor, at=at)
        assert (done.way, done.typed_by_id) == (way, head.membership.pk)


def test_a_correction_has_a_reason_and_keeps_what_was_said(at: datetime) -> None:
    version, file = make_open(anonymous=False, by=BY, at=at), make_file()
    sheet = answer(version, GOOD, case_file=file, by=BY, at=at)
    with pytest.raises(services.UnableToReopen) as refused:
        services.reopen_sheet(sheet=sheet.pk, why=" ", by=BY, at=at)
    assert codes(refused) == ["needs_why"]
    services.close_version(version=version.pk, by=BY, at=at)
    services.reopen_sheet(sheet=sheet.pk, why="本人から電話", by=BY, at=at + DAY)
    with pytest.raises(services.UnableToPublish) as unpublished:
        services.publish_table(version=version.pk, cut=Cut("wish"), title="x", by=BY, at=at)
    assert codes(unpublished) == ["being_corrected"]
    done = services.submit_sheet(sheet=sheet.pk, answers=GOOD | {"wish": 1}, by=BY, at=at + DAY)
    assert (done.answers["wish"], done.answered_on) == (1, sheet.answered_on)
    entry = Entry.objects.get(action="questionnaires.answers_before")
    assert (entry.why, entry.before) == ("本人から電話", {"answers": GOOD})
    with pytest.raises(services.UnableToSave) as closed:
        services.start_sheet(version=version.pk, way=Way.WEB, by=BY, at=at)
    assert codes(closed) == ["not_open"]


def test_a_full_quota_refuses_or_marks(at: datetime) -> None:
    version = make_open(anonymous=True, quotas=QUOTAS, by=BY, at=at)
    fan = GOOD | {"visited": "a", "times": 7}
    assert [answer(version, fan, by=BY, at=at).outside for _ in range(2)] == [[], ["fans"]]
    answer(version, GOOD, by=BY, at=at)
    answer(version, GOOD, by=BY, at=at)
    with pytest.raises(services.UnableToSubmit) as refused:
        answer(version, GOOD, by=BY, at=at)
    assert codes(refused) == ["quota_full"]
    assert selectors.quota_counts(version) == {"fans": 1, "new": 2}
    assert selectors.returned(version) == (4, 5)


def test_before_and_after_are_matched_over_merged_files(at: datetime) -> None:
    before = make_open(anonymous=False, key="before", by=BY, at=at)
    after = make_open(anonymous=False, key="after", by=BY, at=at)
    files = [make_file(name=f"人 {number}") for number in range(8)]
    twin = make_file(name="人 0")
    for file in files[:7]:
        answer(before, GOOD | {"wish": 2}, case_file=file, about="t", by=BY, at=at)
    for file in [twin, *files[1:6], files[7]]:
        answer(after, GOOD | {"wish": 5}, case_file=file, about="t", by=BY, at=at)
    casefiles.merge_case_files(source=twin, target=files[0], by=BY, at=at)
    found = selectors.pairs(before, after)
    assert len(found.matched) == 6
    assert (found.only_before, found.only_after) == (((files[6].pk, "t"),), ((files[7].pk, "t"),))
    table = tables.change_table(selectors.form_of(before), selectors.form_of(after), found, "wish")
    assert table.cells[1][4] == 6
    assert table.base.answered == 6
    with pytest.raises(NotCountable):
        tables.change_table(selectors.form_of(before), selectors.form_of(after), found, "nothing")


def published(at: datetime) -> Version:
    version = make_open(anonymous=True, by=BY, at=at)
    for sheet in [GOOD] * 20 + [GOOD | {"wish": 2}] * 8 + [GOOD | {"visited": "a", "times": 1}] * 3:
        answer(version, sheet, by=BY, at=at)
    return version


def test_a_published_table_stays_and_later_ones_are_weighed_against_it(at: datetime) -> None:
    version = published(at)
    with pytest.raises(services.UnableToPublish) as early:
        services.publish_table(version=version.pk, cut=Cut("wish"), title="x", by=BY, at=at)
    assert codes(early) == ["not_closed"]
    services.close_version(version=version.pk, by=BY, at=at)
    first = services.publish_table(version=version.pk, cut=Cut("wish"), title="また来たい", by=BY, at=at)
    assert services.publish_table(version=version.pk, cut=Cut("wish"), title="x", by=BY, at=at).pk == first.pk
    new = Cut("wish", conditions=(Condition("visited", frozenset({"b"})),))
    with pytest.raises(services.UnableToPublish) as refused:
        services.publish_table(version=version.pk, cut=new, title="初めての方", by=BY, at=at)
    assert codes(refused) == ["difference"]
    assert PublishedTable.objects.count() == 1
    assert sound() == (0, 0, 0, 0)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PublishedTable.objects.update(title="y")


def test_a_chart_shows_percentages_with_their_base(at: datetime) -> None:
    version = published(at)
    chart = tables.chart_of(tables.survey_of(version), "wish")
    assert chart is not None
    assert "31人" in chart.about.base
    assert [str(row[1]) for row in chart.table.rows] == ["0.0", "25.8", "0.0", "74.2", "0.0"]
    few = make_open(anonymous=True, key="few", by=BY, at=at)
    answer(few, GOOD, by=BY, at=at)
    assert tables.chart_of(tables.survey_of(few), "wish") is None


def test_a_file_for_a_spreadsheet_runs_no_formula(at: datetime) -> None:
    version = make_open(anonymous=False, by=BY, at=at)
    mean = GOOD | {"said": "=1+1"}
    answer(version, mean, case_file=make_file(), about="tour-1", by=BY, at=at)
    draft = services.start_sheet(version=version.pk, way=Way.WEB, case_file=make_file(name="x"), by=BY, at=at).sheet
    services.save_draft(sheet=draft.pk, answers={"visited": "b"}, by=BY, at=at)
    text = exports.as_csv(version).decode("utf-8-sig")
    assert "'=1+1" in text
    assert text.splitlines()[0].startswith("状態,回答日,回答の方法,何について,枠の外,訪れたことは,")
    assert len(text.splitlines()) == 3
    book = read_sheets(exports.as_xlsx(version), name="x.xlsx")
    assert len(list(book.sheets[0].rows)) == 3


def test_texts_go_when_their_term_ends_and_figures_stay(in_ina: Organization, at: datetime) -> None:
    version = make_open(anonymous=True, by=BY, at=at)
    answer(version, GOOD | {"said": "よかった"}, by=BY, at=at)
    services.close_version(version=version.pk, by=BY, at=at)
    with pytest.raises(services.UnableToRemoveTexts) as refused:
        services.remove_texts(version=version.pk, by=BY, at=at)
    assert codes(refused) == ["texts_kept"]
    assert services.remove_texts(version=version.pk, by=BY, at=at + 5 * 366 * DAY) == 1
    assert AnswerSheet.objects.get().answers == GOOD
    assert sound() == (0, 0, 0, 0)
