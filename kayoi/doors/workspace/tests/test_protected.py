"""What is kept of somebody under protection measures opens for a written reason only, by whichever page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages import services as messages
from kayoi.engines.messages.models import Message
from kayoi.engines.messages.states import Delivery
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from tests.cast import LogIn, Member

pytestmark = pytest.mark.django_db
BY = system("test")
VALUES = {
    "name": "山田 花", "organization": "伊那市", "office": "", "more": "", "receipt": "K7QM", "question": "?",
    "answer": "雪は多いです。",
}  # fmt: skip


@pytest.fixture
def file(ina: Organization, hana: Person) -> CaseFile:
    with scope.of_organization(ina.pk):
        made = make_file(name="支援 対象", person=hana)
        casefiles.protect(file=made, starts_on=date(2026, 4, 1), basis="申出", by=BY, at=timezone.now())
        return made


@pytest.fixture
def message(file: CaseFile) -> Message:
    with scope.of_organization(file.organization_id):
        return messages.send(
            template="consultations/mail/answer", language="ja", to_address="hana@example.jp", values=VALUES,
            case_file=file, by=BY, at=timezone.now(),
        )  # fmt: skip


@pytest.fixture
def desk(officer: Member, log_in: LogIn) -> Client:
    return log_in(officer.user)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_mail_and_form_open_after_a_reason(desk: Client, file: CaseFile, message: Message) -> None:
    pages = [f"/ina/staff/messages/{message.pk}/", f"/ina/staff/case-files/{file.pk}/edit/"]
    for page in pages:
        assert desk.get(page)["Location"] == f"/ina/staff/case-files/{file.pk}/"
    desk.post(f"/ina/staff/case-files/{file.pk}/", {"why": "本人が窓口に来た"})
    assert [desk.get(page).status_code for page in pages] == [200, 200]


def test_the_list_of_mails_in_trouble_names_nobody_protected(desk: Client, message: Message) -> None:
    page = text(desk.get("/ina/staff/messages/"))
    assert "支援措置の対象" in page
    assert "支援 対象" not in page
    assert message.subject not in page


def test_a_held_mail_is_sent_with_a_reason(desk: Client, file: CaseFile, message: Message) -> None:
    desk.post(f"/ina/staff/case-files/{file.pk}/", {"why": "本人が窓口に来た"})
    page = f"/ina/staff/messages/{message.pk}/"
    assert "まだ送っていません" in text(desk.get(page))
    assert desk.post(f"{page}handle/", {"action": "release", "why": " "}).status_code == 422
    told = text(desk.post(f"{page}handle/", {"action": "release", "why": "本人だけが見ると聞いた"}, follow=True))
    assert Delivery.QUEUED.label in told
    assert "まだ送っていません" not in told


def test_the_persons_own_pages_do_not_tell_of_the_protection(hana: Person, message: Message, log_in: LogIn) -> None:
    me = log_in(hana.user)
    assert message.subject not in text(me.get("/me/relations/"))
    exported = text(me.get("/me/export/"))
    assert "山田" in exported
    assert "held" not in exported
    assert "雪は多い" not in exported
