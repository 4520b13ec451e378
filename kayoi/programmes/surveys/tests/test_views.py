"""Questionnaires as respondents and staff meet them."""

import re
from typing import Any

import pytest
from django.test import Client

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.questionnaires.models import AnswerSheet, PublishedTable, Version
from kayoi.engines.questionnaires.services import UnableToSubmit
from kayoi.engines.questionnaires.states import SheetStatus, VersionStatus
from kayoi.engines.questionnaires.tests.factories import answer
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.surveys.services import give_codes
from kayoi.programmes.surveys.states import Sample
from kayoi.programmes.surveys.tests.world import AFTER, make_survey
from tests.cast import LogIn, Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db
BY = system("test")
POSTED: dict[str, Any] = {
    **{f"a_rated-o{line}": "o1" for line in range(1, 6)}, "a_idea": "o2", "a_wish": "4", "a_liked": ["o1", "o2"],
}  # fmt: skip


def made(ina: Organization, key: str = "after", **how: Any) -> Version:
    with scope.of_organization(ina.pk):
        return make_survey(key, by=BY, at=NOW, **how)


def sheets(ina: Organization) -> list[AnswerSheet]:
    with scope.of_organization(ina.pk):
        return list(AnswerSheet.objects.order_by("pk"))


def test_somebody_answers_by_the_link_with_a_draft_in_between(client: Client, ina: Organization) -> None:
    made(ina)
    assert "無記名" in client.get("/ina/surveys/after/").content.decode()
    page = client.post("/ina/surveys/after/")["Location"]
    assert client.post(f"{page}draft/", {"a_wish": "3"}).status_code == 204
    assert sheets(ina)[0].answers == {"wish": 3}
    assert re.search(r'value="3"[^>]*checked', client.get(page).content.decode())
    short = client.post(page, {**POSTED, "a_idea": "", "send": "1"})
    assert short.status_code == 422
    assert "いまの考えに、いちばん近いもの」にお答えください" in short.content.decode()
    kept = client.post(page, {"a_wish": "2", "keep": "1"})
    assert (kept.status_code, sheets(ina)[0].answers) == (302, {"wish": 2})
    assert client.post(page, {**POSTED, "send": "1"})["Location"] == "/ina/surveys/answers/done/"
    [sheet] = sheets(ina)
    assert (sheet.status, sheet.answers["liked"], sheet.token_hash) == (SheetStatus.SUBMITTED, ["o1", "o2"], "")
    assert client.get(page).status_code == 404, "a code that was used is not known any more"


def test_hidden_questions_are_not_asked_for_and_not_kept(client: Client, ina: Organization) -> None:
    made(ina, "before", sample=Sample.BEFORE)
    page = client.post("/ina/surveys/before/")["Location"]
    assert "data-shown-if" in client.get(page).content.decode()
    given = {"a_knew": "o1", "a_visited": "o2", "a_times": "7", "a_idea": "o1", "a_wish": "5"}
    assert client.post(page, {**given, "send": "1"}).status_code == 302
    assert sheets(ina)[0].answers == {"knew": "o1", "visited": "o2", "idea": "o1", "wish": 5}


def test_a_code_is_typed_as_somebody_reads_it(client: Client, ina: Organization) -> None:
    version = made(ina, open_to_all=False)
    assert client.get("/ina/surveys/after/").status_code == 404, "codes only"
    with scope.of_organization(ina.pk):
        [code] = give_codes(version=version, count=1, by=BY, at=NOW)
    assert client.post("/ina/surveys/answers/", {"code": "K7QM-3XTR-9WPA"}).status_code == 422
    found = client.post("/ina/surveys/answers/", {"code": code.lower().replace("-", " ")})
    assert found["Location"] == f"/ina/surveys/answers/{code}/"
    assert client.get(f"/sado/surveys/answers/{code}/").status_code == 404


def test_a_paper_is_typed_and_stands_in_a_table(log_in: LogIn, ina: Organization, officer: Member) -> None:
    version, client = made(ina), log_in(officer.user)
    page = f"/ina/staff/surveys/versions/{version.pk}/"
    assert "□" in client.get(f"{page}?paper").content.decode()
    wrong = client.post(f"{page}type/", {**POSTED, "way": "paper", "a_wish": ""})
    assert (wrong.status_code, sheets(ina)) == (422, []), "nothing is begun where it cannot be handed in"
    for wish in ["4"] * 6 + ["5"] * 2:
        assert client.post(f"{page}type/", {**POSTED, "way": "paper", "a_wish": wish}).status_code == 302
    assert {(one.way, one.typed_by_id) for one in sheets(ina)} == {("paper", officer.membership.pk)}
    shown = client.get(f"{page}results/?columns=wish&rows=idea").content.decode()
    assert "回答票8枚のうち、尋ねた人8人、両方に答えた人8人" in shown
    assert "秘匿" in shown
    assert re.search(r">\s*2\s*<", shown.split("<tbody>")[1]) is None, "two people are not shown"
    data = client.get(f"{page}results/?columns=wish&format=csv")
    assert data.content.decode("utf-8-sig").startswith("これからも")
    assert client.get(f"{page}results/?columns=wish&format=xlsx").status_code == 200
    assert "8人" in client.get(f"{page}results/").content.decode()


def test_a_linked_paper_needs_a_code_or_a_file(log_in: LogIn, ina: Organization, officer: Member) -> None:
    version, client = made(ina, anonymous=False, open_to_all=False), log_in(officer.user)
    with scope.of_organization(ina.pk):
        number = make_file().number
    page = f"/ina/staff/surveys/versions/{version.pk}/type/"
    assert client.post(page, {**POSTED, "way": "telephone"}).status_code == 422
    assert client.post(page, {**POSTED, "way": "telephone", "number": "2020-9999"}).status_code == 422
    assert client.post(page, {**POSTED, "way": "telephone", "number": number}).status_code == 302
    again = client.post(page, {**POSTED, "way": "telephone", "number": number})
    assert "すでに提出" in again.content.decode()
    [sheet] = sheets(ina)
    listed = client.get(f"/ina/staff/surveys/versions/{version.pk}/sheets/").content.decode()
    assert number in listed
    assert client.post(f"/ina/staff/surveys/sheets/{sheet.pk}/reopen/", {"why": "本人から電話"}).status_code == 302
    assert sheets(ina)[0].status == SheetStatus.DRAFT


def test_staff_build_open_close_and_publish(log_in: LogIn, ina: Organization, head: Member) -> None:
    client = log_in(head.user)
    fields = {"title": "祭りの後", "key": "festival", "who": "open", "text_retention": "3", "sample": "blank"}
    page = client.post("/ina/staff/surveys/new/", fields)["Location"]
    assert client.post("/ina/staff/surveys/new/", fields).status_code == 422, "the key is taken"
    add = f"{page}questions/new/?kind=single"
    assert f"{page}questions/new/?kind=matrix" in client.get(f"{page}questions/").content.decode()
    assert client.post(add, {"text": "また来ますか", "must": "on", "options": "はい\nいいえ"}).status_code == 302
    why = {"text": "なぜですか", "shown_if": ["q1.o2"], "options": "遠い\n高い\n特になし", "alone": "特になし"}
    assert client.post(f"{page}questions/new/?kind=multiple", why).status_code == 302
    assert client.post(f"{page}questions/q1/", {"text": "また来ますか", "options": "はい"}).status_code == 422
    assert client.post(f"{page}questions/q2/move/", {"up": "1"}).status_code == 302
    with scope.of_organization(ina.pk):
        draft = Version.objects.get()
    assert [one["key"] for one in draft.body["questions"]] == ["said", "q1", "q2"], "not above its condition"
    assert client.post(f"{page}questions/said/remove/").status_code == 302
    assert client.post(f"{page}questions/", {"notice": "祭りの改善に"}).status_code == 302
    assert client.post(f"/ina/staff/surveys/versions/{draft.pk}/open/").status_code == 302
    assert client.get(f"{page}questions/").status_code == 404, "an open version does not change"
    with scope.of_organization(ina.pk):
        draft.refresh_from_db()
        assert (draft.status, draft.notice) == (VersionStatus.OPEN, "祭りの改善に")
        for _ in range(7):
            answer(draft, {"q1": "o1"}, by=BY, at=NOW)
    assert client.get("/ina/surveys/festival/results/").status_code == 404
    publish = f"/ina/staff/surveys/versions/{draft.pk}/publish/"
    client.post(publish, {"columns": "q1", "rows": "", "only": "", "title": "また来る"})
    client.post(f"/ina/staff/surveys/versions/{draft.pk}/close/")
    client.post(publish, {"columns": "q1", "rows": "", "only": "", "title": "また来る"})
    with scope.of_organization(ina.pk):
        assert PublishedTable.objects.count() == 1, "only once it is closed"
    assert "100.0%" in client.get("/ina/surveys/festival/results/").content.decode()
    english = Client().get("/ina/surveys/festival/results/", headers={"accept-language": "en"}).content.decode()
    assert "7 sheets, 7 people were asked, 7 answered" in english
    client.post(f"{page}next/")
    assert client.get(f"{page}questions/").status_code == 200


def test_numbers_branch_and_quotas_stand_on_the_page(log_in: LogIn, ina: Organization, head: Member) -> None:
    client = log_in(head.user)
    fields = {"title": "祭りの前", "key": "before", "who": "open", "text_retention": "3", "sample": "blank"}
    page = client.post("/ina/staff/surveys/new/", fields)["Location"]
    visits = {"text": "何回来ましたか", "least": "0", "most": "99"}
    assert client.post(f"{page}questions/new/?kind=number", visits).status_code == 302
    why = {"text": "なぜ続けて来ますか", "most": "200", "least_of_q1": "5", "most_of_q1": "2"}
    add = f"{page}questions/new/?kind=text"
    assert "「から」より小さくしないでください" in client.post(add, why).content.decode()
    assert client.post(add, why | {"most_of_q1": ""}).status_code == 302
    assert "何件でも受け付けます" in client.get(f"{page}questions/").content.decode()
    quota = {"label": "初めての方", "most": "1", "then": "refuse", "most_of_q1": "0"}
    assert client.post(f"{page}quotas/new/", quota | {"most": ""}).status_code == 422
    assert client.post(f"{page}quotas/new/", quota).status_code == 302
    assert 'value="初めての方"' in client.get(f"{page}quotas/k1/").content.decode()
    assert client.post(f"{page}quotas/new/", quota | {"label": "もう一つ"}).status_code == 302
    assert client.post(f"{page}quotas/k2/remove/").status_code == 302
    assert client.get(f"{page}quotas/k2/").status_code == 404
    with scope.of_organization(ina.pk):
        draft = Version.objects.get()
    assert draft.body["questions"][2]["shown_if"] == [{"question": "q1", "least": 5}]
    assert draft.body["quotas"] == [
        {"key": "k1", "label": "初めての方", "if": [{"question": "q1", "most": 0}], "most": 1, "then": "refuse"}
    ]
    kept = client.get(f"{page}questions/q2/").content.decode()
    assert re.search(r'name="least_of_q1"[^>]*value="5"|value="5"[^>]*name="least_of_q1"', kept)
    client.post(f"/ina/staff/surveys/versions/{draft.pk}/open/")
    assert client.get(f"{page}quotas/k1/").status_code == 404, "an open version does not change"
    with scope.of_organization(ina.pk):
        answer(draft, {"q1": 0}, by=BY, at=NOW)
        answer(draft, {"q1": 7, "q2": "人が好き"}, by=BY, at=NOW)
        with pytest.raises(UnableToSubmit):
            answer(draft, {"q1": 0}, by=BY, at=NOW)


def test_codes_come_as_a_paper_once(log_in: LogIn, ina: Organization, officer: Member) -> None:
    version, client = made(ina, open_to_all=False), log_in(officer.user)
    answered = client.post(f"/ina/staff/surveys/versions/{version.pk}/codes/", {"count": "3"})
    assert answered["Content-Type"] == "application/pdf"
    assert len(sheets(ina)) == 3
    assert client.post(f"/ina/staff/surveys/versions/{version.pk}/codes/", {"count": "0"}).status_code == 302


def test_before_and_after_of_the_same_people(log_in: LogIn, ina: Organization, officer: Member) -> None:
    before = made(ina, "before", anonymous=False, open_to_all=False, sample=Sample.BEFORE)
    after = made(ina, "later", anonymous=False, open_to_all=False)
    with scope.of_organization(ina.pk):
        for number in range(7):
            file = make_file(name=f"人 {number}")
            first = {"knew": "o1", "visited": "o2", "idea": "o4", "wish": 2}
            answer(before, first, case_file=file, about="d", by=BY, at=NOW)
            answer(after, AFTER, case_file=file, about="d", by=BY, at=NOW)
    client = log_in(officer.user)
    page = client.get(f"/ina/staff/surveys/compare/?before={before.pk}&after={after.pk}&question=wish").content.decode()
    assert "結び付いた人 7人" in page
    assert "(100.0%)" in page
    missing = f"/ina/staff/surveys/compare/?before={before.pk}&after={after.pk}&question=rated"
    assert client.get(missing).status_code == 404


def test_raw_answers_leave_an_entry(log_in: LogIn, ina: Organization, officer: Member) -> None:
    version, client = made(ina), log_in(officer.user)
    assert client.get(f"/ina/staff/surveys/versions/{version.pk}/sheets/?format=csv").status_code == 200
    with scope.of_organization(ina.pk):
        assert Entry.objects.filter(action="surveys.export").count() == 1
