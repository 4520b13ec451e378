"""What each town knows about me: mine and only mine, consents, attachments, connecting by link."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from kayoi.doors.portal.tests.factories import ask
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Consent, Engagement
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.foundation.files.services import take_file
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.consultations.services.answers import add_answer
from tests.cast import LogIn, Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db


def relations(person: Person, log_in: LogIn, **headers: Any) -> str:
    response = log_in(person.user).get("/me/relations/", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_everything_of_every_town_is_there(
    ina: Organization, sado: Organization, officer: Member, hana: Person, log_in: LogIn
) -> None:
    question = ask(ina, hana, text="雪かきは何時からですか。")
    ask(sado, hana, text="船は揺れますか。")
    with scope.of_organization(ina.pk):
        add_answer(
            question=question, text="朝5時からです。", channel=Channel.EMAIL, answered_at=NOW, by=officer.actor, at=NOW
        )
    text = relations(hana, log_in)
    for words in ("伊那市", "佐渡市", "雪かきは何時からですか。", "朝5時からです。", "船は揺れますか。", "山田 花"):
        assert words in text
    assert "開示請求" in text
    assert "2032年(令和14年)3月31日まで" in text, "five years after the fiscal year of the last change"
    english = relations(hana, log_in, accept_language="en")
    assert "What stands on the file" in english
    assert "Ina City" in english


def test_what_others_asked_is_not(ina: Organization, hana: Person, ken: Person, log_in: LogIn) -> None:
    ask(ina, hana, text="雪かきは何時からですか。")
    ask(ina, None, text="だれかの質問")
    assert "情報を持っている町はありません" in relations(ken, log_in)
    assert "だれかの質問" not in relations(hana, log_in)


def test_notes_of_staff_are_not_shown(ina: Organization, officer: Member, hana: Person, log_in: LogIn) -> None:
    question = ask(ina, hana)
    with scope.of_organization(ina.pk):
        casefiles.add_note(file=question.case_file, text="夫は慎重。", by=officer.actor, at=NOW)
    text = relations(hana, log_in)
    assert "夫は慎重。" not in text
    assert "職員が書いたメモは、この画面には出ません" in text


def test_merged_files_are_one(ina: Organization, officer: Member, hana: Person, log_in: LogIn) -> None:
    ask(ina, hana, text="一つ目")
    other = ask(ina, None, text="二つ目")
    with scope.of_organization(ina.pk):
        own = CaseFile.objects.get(person=hana)
        casefiles.merge_case_files(source=other.case_file, target=own, by=officer.actor, at=NOW)
    text = relations(hana, log_in)
    assert text.count('<section class="relation"') == 1
    assert "一つ目" in text
    assert "二つ目" in text


# --- consents -------------------------------------------------------------------------------------------------------
def consent_of(town: Organization, purpose: ConsentPurpose = ConsentPurpose.CONSULTATION) -> Consent:
    with scope.of_organization(town.pk):
        return Consent.objects.get(purpose=purpose)


def test_a_consent_is_withdrawn_by_the_person(ina: Organization, hana: Person, log_in: LogIn) -> None:
    ask(ina, hana)
    row = consent_of(ina)
    client = log_in(hana.user)
    path = f"/me/ina/consents/{row.pk}/withdraw/"
    assert client.get(path).status_code == 405
    assert client.post(path).headers["Location"] == "/me/relations/"
    assert consent_of(ina).withdrawn_at is not None
    with scope.of_organization(ina.pk):
        assert Engagement.objects.filter(kind="consent_withdrawn").count() == 1
    assert "取り消し済み" in client.get("/me/relations/").content.decode()


def test_the_consent_of_somebody_else_does_not_exist(
    ina: Organization, sado: Organization, hana: Person, ken: Person, log_in: LogIn
) -> None:
    ask(ina, hana)
    row = consent_of(ina)
    assert log_in(ken.user).post(f"/me/ina/consents/{row.pk}/withdraw/").status_code == 404
    assert log_in(hana.user).post(f"/me/sado/consents/{row.pk}/withdraw/").status_code == 404
    assert consent_of(ina).withdrawn_at is None


def test_the_person_agrees_to_be_compared_and_somebody_without_a_file_cannot(
    ina: Organization, sado: Organization, hana: Person, ken: Person, log_in: LogIn
) -> None:
    ask(ina, hana)
    client = log_in(hana.user)
    offered = "/me/ina/consents/comparison/give/"
    assert offered in client.get("/me/relations/").content.decode()
    assert client.post(offered).headers["Location"] == "/me/relations/"
    assert client.post(offered).status_code == 302
    with scope.of_organization(ina.pk):
        given = Consent.objects.get(purpose=ConsentPurpose.COMPARISON)
        assert (given.case_file.person_id, given.channel) == (hana.pk, Channel.PORTAL)
    assert offered not in client.get("/me/relations/").content.decode()
    assert client.post("/me/ina/consents/consultation/give/").status_code == 404
    assert client.post("/me/sado/consents/comparison/give/").status_code == 404
    assert log_in(ken.user).post(offered).status_code == 404


# --- attachments ----------------------------------------------------------------------------------------------------
@pytest.fixture
def attached(ina: Organization, hana: Person, settings: Settings, tmp_path: Path) -> int:
    """The id of a picture on Hana's file."""
    settings.UPLOADS = tmp_path
    question = ask(ina, hana)
    data = picture()
    with scope.of_organization(ina.pk):
        stored = take_file(upload=BytesIO(data), name="家.jpg", size=len(data), by=VISITOR, at=NOW)
        row = casefiles.attach_file(file=question.case_file, stored=stored, from_person=True, by=VISITOR, at=NOW)
    return row.pk


def test_ones_own_picture_is_sent(attached: int, hana: Person, log_in: LogIn) -> None:
    response: Any = log_in(hana.user).get(f"/me/ina/attachments/{attached}/")
    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")
    assert response["Cache-Control"] == "private, no-store"
    assert "家.jpg" in relations(hana, log_in)


def test_the_picture_of_somebody_else_does_not_exist(
    attached: int, sado: Organization, hana: Person, ken: Person, log_in: LogIn
) -> None:
    assert log_in(ken.user).get(f"/me/ina/attachments/{attached}/").status_code == 404
    assert log_in(hana.user).get(f"/me/sado/attachments/{attached}/").status_code == 404


# --- connecting -----------------------------------------------------------------------------------------------------
@pytest.fixture
def offered(ina: Organization) -> tuple[Question, str]:
    """A visitor's question, and the secret of the link in the mail."""
    question = ask(ina, None, text="名乗らない質問")
    with scope.of_organization(ina.pk):
        return question, casefiles.offer_connection(file=question.case_file, by=VISITOR, at=NOW)


def test_a_link_is_followed_by_a_question_and_connects_on_yes(
    offered: tuple[Question, str], hana: Person, log_in: LogIn
) -> None:
    _question, token = offered
    client = log_in(hana.user)
    page = client.get(f"/me/connect/{token}/")
    assert page.status_code == 200
    assert "伊那市" in page.content.decode()
    assert "名乗らない質問" not in client.get("/me/relations/").content.decode(), "looking changes nothing"
    assert client.post(f"/me/connect/{token}/").headers["Location"] == "/me/relations/"
    assert "名乗らない質問" in client.get("/me/relations/").content.decode()
    assert client.get(f"/me/connect/{token}/").status_code == 404, "a link works once"


def test_a_link_that_is_wrong_too_old_or_for_somebody_else_says_what_to_do(
    offered: tuple[Question, str], ina: Organization, hana: Person, log_in: LogIn
) -> None:
    question, token = offered
    client = log_in(hana.user)
    assert client.get("/me/connect/wrong/").status_code == 404
    with scope.of_organization(ina.pk):
        old = casefiles.offer_connection(file=question.case_file, by=VISITOR, at=NOW - timedelta(days=400))
    assert client.get(f"/me/connect/{old}/").status_code == 404
    ask(ina, hana)  # now Hana has a file of her own with this town
    response = client.post(f"/me/connect/{token}/")
    assert response.status_code == 404
    assert "新しいリンクをメールで送ってもらえます" in response.content.decode()
