"""The journey: a visitor asks a town, the town answers, the figures count it, the visitor takes it into a log-in."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.identity.models import Person, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import fiscal_year, local_date
from kayoi.programmes.consultations import services as consultations
from kayoi.programmes.consultations.models import Draft, Question
from tests.cast import LogIn, Member, make_user
from tests.clock import NOW
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(ina: Organization, officer: Member, settings: Any, tmp_path: Path) -> Organization:
    """Ina with its desk open."""
    settings.UPLOADS = tmp_path
    with scope.of_organization(ina.pk):
        consultations.publish_desk(
            organization=ina, fields={"title": "相談", "summary": "平日"}, path="/ina/ask/", by=officer.actor, at=NOW
        )
    return ina


def form(**values: Any) -> dict[str, Any]:
    return {
        "text": "雪はどのくらい積もりますか。", "name": "山田 花", "email": "Hana@Example.jp", "interests": ["housing"],
        "agree": "on", "client_key": str(uuid4()),
    } | values  # fmt: skip


def url(name: str, **kwargs: Any) -> str:
    return reverse(name, kwargs={"organization": "ina", **kwargs})


def rows(model: Any, town: Organization) -> list[Any]:
    with scope.of_organization(town.pk):
        return list(model.objects.order_by("pk"))


def test_from_question_to_figures(town: Organization, officer: Member, log_in: LogIn) -> None:
    visitor, desk = Client(), log_in(officer.user)

    # A visitor asks, with a photo, and gets a receipt.
    photo = SimpleUploadedFile("家.jpg", picture(), "image/jpeg")
    response = visitor.post(url("consultations:ask"), form(upload=photo), follow=True)
    assert response.status_code == 200
    (question,) = rows(Question, town)
    assert question.receipt in response.content.decode()
    assert question.text not in response.content.decode()
    run_jobs()
    assert mail.outbox[0].to == ["Hana@Example.jp"]

    # The officer finds it in the inbox and on the case file, and answers by mail with a next step.
    inbox = desk.get(url("workspace:inbox")).content.decode()
    answer_page = url("consultations:answer", pk=question.pk)
    assert answer_page in inbox
    file_page = url("workspace:case_file", pk=question.case_file_id)
    assert "雪はどのくらい積もりますか。" in desk.get(file_page).content.decode()
    due = local_date(timezone.now()) + timedelta(days=7)
    answered = desk.post(
        answer_page,
        {
            "text": "30センチほどです。", "channel": "email", "version": question.version,
            "next_title": "見学の日を決める", "next_due_on": due.isoformat(), "owner": officer.membership.pk,
        },
    )  # fmt: skip
    assert answered.status_code == 302
    run_jobs()
    assert "30センチほどです。" in mail.outbox[-1].body
    with scope.of_organization(town.pk):
        assert FollowUp.objects.open().get().title == "見学の日を決める"

    # The figures have counted it, and the number opens its row.
    year = fiscal_year(local_date(timezone.now()))
    figures = desk.get(url("indicators:figures")).content.decode()
    link = f"{url('indicators:rows', key='in_time')}?year={year}"
    assert link in figures
    with scope.of_organization(town.pk):
        number = CaseFile.objects.get(pk=question.case_file_id).number
    assert number in desk.get(link).content.decode()
    sheet = desk.get(url("indicators:figures_file", kind="xlsx"))
    assert sheet.content.startswith(b"PK")


def test_visitor_takes_it_into_a_log_in_and_erases_it(town: Organization, officer: Member, log_in: LogIn) -> None:
    Client().post(url("consultations:ask"), form())
    run_jobs()
    found = re.search(r"https?://testserver(/me/connect/\S+)", str(mail.outbox[0].body))
    assert found
    user = make_user("hana.login@example.jp")
    browser = log_in(user)
    assert browser.get(found[1]).status_code == 200
    assert browser.post(found[1], follow=True).status_code == 200
    relations = browser.get(reverse("portal:relations")).content.decode()
    assert "伊那市" in relations
    assert "雪はどのくらい積もりますか。" in relations

    exported = json.loads(browser.get(reverse("portal:export")).content)
    assert "雪はどのくらい積もりますか。" in json.dumps(exported, ensure_ascii=False)

    page = browser.get(reverse("portal:erase")).content.decode()
    assert "伊那市" in page
    assert browser.post(reverse("portal:erase"), {"email": "someone@example.jp"}).status_code == 422
    erased = browser.post(reverse("portal:erase"), {"email": user.email}, follow=True)
    assert erased.status_code == 200
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Person.objects.filter(user_id=user.pk).exists()
    (file,) = rows(CaseFile, town)
    assert file.person_id is None
    assert file.name == "山田 花", "the town's record stays"


def test_nothing_typed_is_lost(town: Organization) -> None:
    visitor = Client()
    refused = visitor.post(url("consultations:ask"), form(email="", agree=""))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "雪はどのくらい積もりますか。" in page
    assert "メールアドレスか電話番号のどちらか" in page
    assert rows(Question, town) == []
    upload = SimpleUploadedFile("x.exe", b"MZ" + b"\x00" * 50)
    refused = visitor.post(url("consultations:ask"), form(upload=upload))
    assert refused.status_code == 422
    assert "この種類のファイルは受け取れません" in refused.content.decode()
    assert "雪はどのくらい積もりますか。" in refused.content.decode()
    assert rows(CaseFile, town) == []


def test_file_of_100_mb_is_refused_politely(town: Organization) -> None:
    large = SimpleUploadedFile("movie.jpg", b"\xff\xd8\xff" + b"\x00" * 100_000_000, "image/jpeg")
    refused = Client().post(url("consultations:ask"), form(upload=large))
    assert refused.status_code == 422
    assert "大きすぎます" in refused.content.decode()
    assert "雪はどのくらい積もりますか。" in refused.content.decode()


def test_draft_is_there_again_and_goes_when_sent(town: Organization) -> None:
    visitor = Client()
    saved = visitor.post(url("consultations:save_draft"), {"text": "書きかけ", "interests": ["work"], "name": "花"})
    assert re.fullmatch(r"\d\d:\d\d", saved.json()["saved_at"])
    page = visitor.get(url("consultations:ask")).content.decode()
    assert "書きかけ" in page
    assert "書きかけ" not in Client().get(url("consultations:ask")).content.decode()
    visitor.post(url("consultations:ask"), form())
    assert rows(Draft, town) == []


def test_double_click_is_one_question(town: Organization) -> None:
    visitor, once = Client(), form()
    first, second = (visitor.post(url("consultations:ask"), once) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert len(rows(Question, town)) == 1


def test_closed_desk_takes_no_questions(town: Organization, officer: Member) -> None:
    with scope.of_organization(town.pk):
        consultations.withdraw_desk(by=officer.actor, at=NOW)
    assert Client().get(url("consultations:ask")).status_code == 404
    assert Client().post(url("consultations:ask"), form()).status_code == 404
    assert url("consultations:ask") not in Client().get(reverse("portal:town", args=["ina"])).content.decode()


def test_telephone_entry(town: Organization, officer: Member, log_in: LogIn) -> None:
    desk = log_in(officer.user)
    now = timezone.now()
    entry = {
        "name": "山田 花", "kana": "やまだ はな", "phone": "０９０１１１１２２２２", "channel": "telephone",
        "text": "雪は?",
        "asked_on": local_date(now).isoformat(), "asked_time": "00:00", "answer": "30センチほどです。", "agree": "on",
        "interests": ["housing"], "result": "material", "next_step": "day", "next_title": "資料を送る",
        "next_due_on": local_date(now).isoformat(),
        "owner": officer.membership.pk, "client_key": str(uuid4()),
    }  # fmt: skip
    response = desk.post(url("consultations:take_call"), entry, follow=True)
    assert response.status_code == 200
    assert "30センチほどです。" in response.content.decode()
    (file,) = rows(CaseFile, town)
    assert (file.phone, file.name) == ("090-1111-2222", "山田 花")
    found = desk.get(url("workspace:case_files"), {"q": "やまだ"}).content.decode()
    assert file.number in found
    again = desk.post(url("consultations:take_call"), entry | {"file": file.pk, "client_key": str(uuid4())})
    assert again["Location"] == url("workspace:case_file", pk=file.pk)
    assert len(rows(CaseFile, town)) == 1


def test_second_editor_sees_both_versions(town: Organization, officer: Member, head: Member, log_in: LogIn) -> None:
    Client().post(url("consultations:ask"), form())
    (file,) = rows(CaseFile, town)
    page = url("workspace:edit", pk=file.pk)
    typed = {
        "name": "山田 花",
        "phone": "090-1111-2222",
        "email": "",
        "language": "ja",
        "stage": "asking",
        "version": file.version,
    }
    assert log_in(officer.user).post(page, typed).status_code == 302
    slower = log_in(head.user)
    refused = slower.post(page, typed | {"phone": "090-3333-4444"})
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "090-1111-2222" in text
    assert "090-3333-4444" in text
    version = re.search(r'name="version"[^>]*value="(\d+)"', text)
    assert version
    assert slower.post(page, typed | {"phone": "090-3333-4444", "version": version[1]}).status_code == 302
    assert rows(CaseFile, town)[0].phone == "090-3333-4444"


def test_protected_person_is_opened_for_a_reason_only(
    town: Organization, head: Member, officer: Member, log_in: LogIn
) -> None:
    Client().post(url("consultations:ask"), form(phone="090-9999-8888"))
    (file,) = rows(CaseFile, town)
    page = url("workspace:case_file", pk=file.pk)
    boss = log_in(head.user)
    boss.post(url("workspace:protect", pk=file.pk), {"starts_on": "2026-04-01", "basis": "申出"})
    desk = log_in(officer.user)
    listed = desk.get(url("workspace:case_files"), {"q": "山田"}).content.decode()
    assert "支援措置" in listed
    assert "090-9999-8888" not in listed
    assert "090-9999-8888" not in desk.get(page).content.decode()
    assert desk.post(page, {"why": ""}).status_code == 422
    opened = desk.post(page, {"why": "本人から電話。生年月日と住所を確認"}).content.decode()
    assert "090-9999-8888" in opened
    assert "090-9999-8888" in desk.get(page).content.decode()
    trail = boss.get(url("workspace:audit")).content.decode()
    assert "本人から電話。生年月日と住所を確認" in trail


def test_everything_is_sound_afterwards(town: Organization, officer: Member, log_in: LogIn) -> None:
    Client().post(url("consultations:ask"), form())
    Organization.objects.update(place_code="")  # the places are not loaded here
    with scope.of_organization(town.pk):
        consultations.withdraw_desk(by=officer.actor, at=NOW)
    call_command("verify")
