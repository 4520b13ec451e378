"""The journey of a call: found by what was heard, asked who it is, written down with what is next."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import CONFIRMED, LOOK_MINUTES
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.places.services import load_places
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import business_days_later, local_date
from kayoi.programmes.consultations.models import Question
from tests.cast import LogIn, Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db
FIELDS = {
    "name": "大野 花", "kana": "おおの はな", "phone": "090-1111-2222", "address": "西春近1-2", "age_band": "30s",
    "household_type": "family",
}  # fmt: skip


def url(name: str, **kwargs: Any) -> str:
    return reverse(name, kwargs={"organization": "ina", **kwargs})


CALL = "consultations:take_call"


@pytest.fixture
def desk(officer: Member, log_in: LogIn) -> Client:
    return log_in(officer.user)


@pytest.fixture
def file(ina: Organization) -> CaseFile:
    with scope.of_organization(ina.pk):
        made = casefiles.open_case_file(fields=FIELDS, by=system("test"), at=NOW)  # type: ignore[arg-type]
        casefiles.add_note(file=made, text="冬の見学を希望。", by=system("test"), at=NOW)
    return made


def protect(file: CaseFile, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        casefiles.protect(file=file, starts_on=local_date(NOW), basis="", by=system("test"), at=NOW)


def entry(**values: Any) -> dict[str, Any]:
    earlier = timezone.localtime() - timedelta(minutes=1)
    return {
        "channel": "telephone", "text": "雪は?", "answer": "30センチほどです。", "agree": "on", "result": "informed",
        "asked_on": earlier.date().isoformat(), "asked_time": f"{earlier:%H:%M}", "next_step": "nothing",
        "client_key": str(uuid4()), "kana": "さとう けん",
    } | values  # fmt: skip


def text(response: Any) -> str:
    return str(response.content.decode())


def question(ina: Organization) -> Question:
    with scope.of_organization(ina.pk):
        return Question.objects.select_related("case_file").get()


def test_known_caller_from_what_was_heard_to_the_entry(desk: Client, file: CaseFile, ina: Organization) -> None:
    page = text(desk.get(url(CALL), {"q": "オノ ハナ"}))
    identify = url("consultations:identify", pk=file.pk)
    assert identify in page
    assert "冬の見学" not in page

    # Before anything else: the questions, and nothing that was said before.
    asking = text(desk.get(identify))
    assert "西春近1-2" in asking
    assert "冬の見学" not in asking
    assert "子どものいる世帯" not in asking
    assert desk.get(url(CALL), {"file": file.pk}).headers["Location"] == identify
    refused = desk.post(identify, {"matched": ["name"], "channel": "telephone"})
    assert refused.status_code == 422
    assert "二つ以上が一致するまでは" in text(refused)
    passed = desk.post(identify, {"matched": ["name", "phone"], "channel": "telephone"})
    assert passed.headers["Location"] == f"{url(CALL)}?file={file.pk}&channel=telephone"
    with scope.of_organization(ina.pk):
        told = Entry.objects.filter(action="casefiles.confirm_identity").order_by("pk")
        assert [row.after and row.after["confirmed"] for row in told] == [False, True]

    # The entry begins with what the file knows; what changes is written on it.
    form = desk.get(passed.headers["Location"]).context["form"]
    assert (form["household_type"].initial, form["repeat"].initial, form.consent) == ("family", False, None)
    sent = entry(file=file.pk, version=file.version, household_type="family", age_band="40s", interests=["work"])
    assert desk.post(url(CALL), sent).headers["Location"] == url("workspace:case_file", pk=file.pk)
    made = question(ina)
    assert (made.case_file.age_band, made.case_file.name, made.repeat) == ("40s", "大野 花", False)

    # The next time it is a repeat, with the consent that was given.
    form = desk.get(url(CALL), {"file": file.pk}).context["form"]
    assert form["repeat"].initial is True
    assert form.consent is not None
    assert form["interests"].initial == ["work"]


def test_identity_is_confirmed_for_half_an_hour(desk: Client, file: CaseFile) -> None:
    for minutes, status in ((LOOK_MINUTES - 1, 200), (LOOK_MINUTES + 1, 302)):
        session = desk.session
        session[CONFIRMED] = {str(file.pk): timezone.now().timestamp() - minutes * 60}
        session.save()
        assert desk.get(url(CALL), {"file": file.pk}).status_code == status


def test_letters_are_written_down_without_questions(desk: Client, file: CaseFile, ina: Organization) -> None:
    passed = desk.post(url("consultations:identify", pk=file.pk), {"channel": "letter"})
    assert passed.status_code == 302
    page = desk.get(passed.headers["Location"])
    assert page.context["form"]["channel"].initial == "letter"
    sent = entry(file=file.pk, version=file.version, channel="letter", agree="", answer="")
    assert desk.post(url(CALL), sent).status_code == 302
    assert question(ina).channel == "letter"


def test_protected_people_are_not_spoken_of(desk: Client, file: CaseFile, ina: Organization) -> None:
    protect(file, ina)
    known = ("大野", "おおの", "090-1111-2222", "西春近")
    identify = url("consultations:identify", pk=file.pk)
    found = text(desk.get(url(CALL), {"q": "花"}, headers={"HX-Request": "true"}))
    stop = text(desk.get(identify))
    refused = desk.post(identify, {"matched": ["name", "phone"], "channel": "telephone"})
    assert refused.status_code == 422
    for page in (found, stop, text(refused), text(desk.get(url("workspace:case_files"), {"q": "花"}))):
        assert [word for word in known if word in page] == []
        assert "支援措置" in page
    assert "どなたについても、電話ではお答えしていません" in stop
    assert desk.get(url(CALL), {"file": file.pk}).headers["Location"] == identify

    # The one way is a written reason; then the call can be written down.
    opened = desk.post(url("workspace:case_file", pk=file.pk), {"why": "本人が窓口で免許証を示した"})
    assert "大野" in text(opened)
    assert desk.get(url(CALL), {"file": file.pk}).status_code == 200


def test_confirmed_identity_does_not_outlive_protection(desk: Client, file: CaseFile, ina: Organization) -> None:
    desk.post(url("consultations:identify", pk=file.pk), {"matched": ["name", "phone"], "channel": "telephone"})
    assert desk.get(url(CALL), {"file": file.pk}).status_code == 200
    protect(file, ina)
    assert desk.get(url(CALL), {"file": file.pk}).status_code == 302
    wrong = text(desk.post(url(CALL), entry(file=file.pk, version=file.version, text="")))
    assert "大野" not in wrong


def test_new_caller_begins_with_what_was_typed(desk: Client, ina: Organization) -> None:
    page = desk.get(url(CALL), {"q": "さとう けん 09033334444"})
    form = page.context["form"]
    assert (form["kana"].initial, form["phone"].initial) == ("さとう けん", "09033334444")
    assert "合う個票はありません" in text(page)


def test_residence_is_a_prefecture_or_a_municipality(desk: Client, ina: Organization) -> None:
    load_places(by=system("test"), at=NOW)
    typed = {
        "東京": "130001", "とうきょうと": "130001", "とうきょう": "130001", "きょうと": "260002", "ながの": "200000",
        "京都府": "260002", "北海道": "010006", "目黒区": "131105", "": "",
    }  # fmt: skip
    understood = {}
    for words in typed:
        assert desk.post(url(CALL), entry(place_code=words)).status_code == 302
        with scope.of_organization(ina.pk):
            understood[words] = Question.objects.latest("pk").case_file.place_code
    assert understood == typed


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"next_step": ""}, "next_step"),
        ({"next_step": "week"}, "next_title"),
        ({"next_step": "nothing", "next_title": "資料を送る"}, "next_title"),
        ({"next_step": "day", "next_title": "資料を送る"}, "next_due_on"),
        ({"agree": ""}, "agree"),
        ({"kana": ""}, "kana"),
        ({"text": ""}, "text"),
        ({"place_code": "どこでもない町"}, "place_code"),
        ({"asked_on": "2099-01-01"}, "asked_on"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    desk: Client, ina: Organization, wrong: dict[str, str], where: str
) -> None:
    response = desk.post(url(CALL), entry(**wrong))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [where]
    assert "30センチほどです。" in text(response)
    with scope.of_organization(ina.pk):
        assert not Question.objects.exists()


def test_next_step_has_owner_and_day(desk: Client, officer: Member, ina: Organization) -> None:
    sent = entry(next_step="tomorrow", next_title="資料を送る", result="material", owner=officer.membership.pk)
    assert desk.post(url(CALL), sent).status_code == 302
    with scope.of_organization(ina.pk):
        row = FollowUp.objects.open().get()
    assert (row.title, row.owner_id) == ("資料を送る", officer.membership.pk)
    assert row.due_on == business_days_later(local_date(timezone.now()), 1)
    page = text(desk.get(url("workspace:case_file", pk=question(ina).case_file_id)))
    assert "結果 資料送付" in page


def test_slower_colleague_sees_it_and_loses_nothing(desk: Client, file: CaseFile, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        casefiles.change_case_file(file=file, changes={"wished_on": "来年"}, version=1, by=system("test"), at=NOW)
    sent = entry(file=file.pk, version=1)
    slower = desk.post(url(CALL), sent)
    assert slower.status_code == 409
    assert "ほかの人が先に書き換えました" in text(slower)
    assert slower.context["form"]["version"].value() == "2"
    assert desk.post(url(CALL), sent | {"version": 2}).status_code == 302


def test_edit_page_shows_and_keeps_what_a_call_wrote(desk: Client, file: CaseFile, ina: Organization) -> None:
    page = url("workspace:edit", pk=file.pk)
    assert "30代" in text(desk.get(url("workspace:case_file", pk=file.pk)))
    values = {"name": "大野 花", "language": "ja", "stage": "asking", "version": 1, "age_band": "40s", "route": "fair"}
    assert desk.post(page, values).status_code == 302
    with scope.of_organization(ina.pk):
        kept = CaseFile.objects.get(pk=file.pk)
    assert (kept.age_band, kept.route, kept.household_type) == ("40s", "fair", "")
