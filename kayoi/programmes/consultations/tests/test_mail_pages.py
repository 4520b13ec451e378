"""The queue as staff use it: drop files, choose whose a mail is, open a file, set aside, take back."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import protect
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages.models import ReceivedMail
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.tests.mail_files import Msg, mime
from kayoi.programmes.consultations.models import Question
from tests.cast import LogIn, Member

MAILS = "/ina/staff/mails/"


@pytest.fixture
def desk(officer: Member, log_in: LogIn, settings: Any, tmp_path: Path) -> Client:
    settings.UPLOADS = tmp_path
    return log_in(officer.user)


def drop(desk: Client, *files: tuple[str, bytes]) -> Any:
    return desk.post(f"{MAILS}drop/", {"letters": [SimpleUploadedFile(name, data) for name, data in files]})


def one(town: Organization) -> ReceivedMail:
    with scope.of_organization(town.pk):
        return ReceivedMail.objects.get()


def test_several_files_are_dropped_at_once_and_each_is_told(desk: Client, ina: Organization) -> None:
    html = mime(subject="<script>alert(1)</script>", message_id="<h@x>", text="<b>x</b>")
    response = drop(
        desk, ("a.eml", mime()), ("b.msg", Msg(subject="窓", message_id="<2@x>").written()), ("c.eml", mime()),
        ("d.jpg", b"\xff\xd8\xff"), ("e.eml", b""), ("f.eml", html),
    )  # fmt: skip
    text = response.content.decode()
    assert response.status_code == 200
    assert text.count("整理待ち") == 3
    assert "すでに届いているメールです" in text
    assert text.count("メールのファイル(.eml または .msg)ではありません") == 2
    queue = desk.get(MAILS).content.decode()
    assert "雪について" in queue
    assert "窓" in queue
    assert "<script>alert" not in text + queue
    assert "整理する(3通)" in desk.get("/ina/staff/").content.decode()


def test_nothing_chosen_is_said(desk: Client) -> None:
    response = desk.post(f"{MAILS}drop/")
    assert response.status_code == 422
    assert "メールのファイルを選んでください" in response.content.decode()


def test_a_mail_is_filed_counted_and_taken_back(desk: Client, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        file = make_file()
    drop(desk, ("a.eml", mime()))
    page = f"{MAILS}{one(ina).pk}/"
    assert "差出人・署名のお名前が同じ" in desk.get(page).content.decode()
    assert "山田 花" in desk.get(f"{page}?q=やまだ").content.decode()
    desk.post(f"{page}file/", {"file": file.pk, "became": "contact"})
    text = desk.get(page).content.decode()
    assert "やりとりの続き" in text
    assert "読んだ(返事はいらない)" in text
    assert "雪はどのくらい" in desk.get(f"/ina/staff/case-files/{file.pk}/").content.decode()
    assert "届いたメールを読む" in desk.get("/ina/staff/inbox/?owner=all&due=all").content.decode()
    desk.post(f"{page}read/")
    assert "読んだ(返事はいらない)" not in desk.get(page).content.decode()
    desk.post(f"{page}count/")
    assert "に答える" in desk.get(page).content.decode()
    desk.post(f"{page}put-back/")
    assert one(ina).status == "waiting"
    with scope.of_organization(ina.pk):
        assert Question.objects.get().status == "closed"


def test_a_file_is_opened_from_a_mail(desk: Client, ina: Organization) -> None:
    drop(desk, ("a.eml", mime()))
    page = f"{MAILS}{one(ina).pk}/open-file/"
    assert "hana@example.jp" in desk.get(page).content.decode()
    assert desk.post(page, {"name": "", "email": "", "phone": ""}).status_code == 422
    desk.post(page, {"name": "山田 花", "kana": "やまだ はな", "email": "hana@example.jp", "phone": ""})
    with scope.of_organization(ina.pk):
        assert CaseFile.objects.get().questions.get().channel == "email"


def test_setting_aside_wants_a_reason(desk: Client, ina: Organization) -> None:
    drop(desk, ("a.eml", mime()))
    page = f"{MAILS}{one(ina).pk}/"
    assert desk.post(f"{page}set-aside/", {"why": ""}).status_code == 422
    desk.post(f"{page}set-aside/", {"why": "宣伝"})
    assert "宣伝" in desk.get(f"{MAILS}?status=aside").content.decode()
    desk.post(f"{page}set-aside/", {"why": "宣伝"})  # a second press says so and breaks nothing
    assert one(ina).status == "aside"


def test_source_and_words_of_a_protected_person(desk: Client, ina: Organization, at: datetime) -> None:
    drop(desk, ("a.eml", mime()))
    page = f"{MAILS}{one(ina).pk}/"
    source = desk.get(f"{page}source/")
    assert source.content == mime()
    assert source["Content-Disposition"].startswith("attachment")
    with scope.of_organization(ina.pk):
        file = make_file()
        protect(file=file, starts_on=at.date(), basis="", by=system("test"), at=at)
    desk.post(f"{page}file/", {"file": file.pk, "became": "contact"})
    assert "雪はどのくらい" not in desk.get(page).content.decode()
    asked = desk.get(f"{page}source/")
    assert (asked.status_code, asked["Location"]) == (302, f"/ina/staff/case-files/{file.pk}/")
    desk.post(asked["Location"], {"why": "電話で本人確認(生年月日)"})
    assert desk.get(f"{page}source/").content == mime()


@pytest.mark.parametrize("posted", [{}, {"file": "x"}, {"file": "9" * 19, "became": "contact"}, {"file": "1"}])
def test_no_file_chosen_is_said(desk: Client, ina: Organization, posted: dict[str, str]) -> None:
    drop(desk, ("a.eml", mime()))
    page = f"{MAILS}{one(ina).pk}/"
    assert "個票が見つかりません" in desk.post(f"{page}file/", posted, follow=True).content.decode()
