"""Ask: one question, one file, one receipt, however often it is sent."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail

from kayoi.engines.casefiles.models import Attachment, CaseFile, Engagement
from kayoi.engines.casefiles.services import close_case_file
from kayoi.engines.casefiles.states import ConsentPurpose, Interest
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.files.services import UnableToTakeFile
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.identity.models import Person
from kayoi.foundation.identity.services import set_setting
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.consultations import selectors
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.consultations.states import ANSWER_WITHIN_DAYS
from kayoi.programmes.consultations.tests.factories import make_question
from tests.cast import Member, actor_of
from tests.jobs import run_jobs

BY = system("test")


def test_question_makes_file_consent_engagement_and_follow_up(in_ina: Organization, at: datetime) -> None:
    question = make_question(in_ina, at=at, interests=frozenset({Interest.HOUSING}))
    file = question.case_file
    assert (file.name, file.email) == ("山田 花", "hana@example.jp")
    assert [wish.interest for wish in file.wishes.all()] == ["housing"]
    assert [consent.purpose for consent in file.consents.all()] == [ConsentPurpose.CONSULTATION]
    assert set(Engagement.objects.values_list("kind_id", flat=True)) == {"consent", "question"}
    follow_up = FollowUp.objects.get()
    assert (follow_up.due_on, follow_up.owner, follow_up.reference) == (date(2026, 11, 30), None, str(question.pk))


def test_receipt_mail_names_number_day_and_links(in_ina: Organization, at: datetime) -> None:
    question = make_question(in_ina, at=at)
    run_jobs()
    (sent,) = mail.outbox
    assert question.receipt in sent.subject
    assert "令和8年11月30日" in sent.body
    assert f"https://kayoi.test/ina/ask/{question.receipt}/" in sent.body
    assert "https://kayoi.test/me/connect/" in sent.body


def test_english_question_gets_english_mail(in_ina: Organization, at: datetime) -> None:
    make_question(in_ina, at=at, language="en")
    run_jobs()
    assert mail.outbox[0].subject.startswith("[Ina City] We have received your question")
    assert "30 November 2026" in mail.outbox[0].body


def test_same_key_twice_is_one_question(in_ina: Organization, at: datetime) -> None:
    key = uuid4()
    first, second = make_question(in_ina, at=at, client_key=key), make_question(in_ina, at=at, client_key=key)
    assert first == second
    assert (Question.objects.count(), CaseFile.objects.count(), FollowUp.objects.count()) == (1, 1, 1)
    assert run_jobs() == ["messages.deliver"]


def test_same_key_in_another_town_is_another_question(ina: Organization, sado: Organization, at: datetime) -> None:
    key = uuid4()
    for town in (ina, sado):
        with scope.of_organization(town.pk):
            make_question(town, at=at, client_key=key)
            assert Question.objects.count() == 1


def test_name_alone_never_finds_a_file(in_ina: Organization, at: datetime) -> None:
    make_question(in_ina, at=at)
    make_question(in_ina, at=at)
    assert CaseFile.objects.count() == 2


def test_person_has_one_file_in_each_town(ina: Organization, sado: Organization, hana: Person, at: datetime) -> None:
    for town in (ina, ina, sado):
        with scope.of_organization(town.pk):
            make_question(town, at=at, who={"person": hana}, by=actor_of(hana))
    with scope.of_person(hana.pk):
        assert CaseFile.objects.count() == 2
        assert Question.objects.count() == 3


def test_person_gets_no_connect_link(in_ina: Organization, hana: Person, at: datetime) -> None:
    make_question(in_ina, at=at, who={"person": hana}, by=actor_of(hana))
    run_jobs()
    assert "/me/connect/" not in mail.outbox[0].body


def test_without_address_no_mail(in_ina: Organization, at: datetime) -> None:
    make_question(in_ina, at=at, who={"fields": {"phone": "090-1111-2222"}})
    assert run_jobs() == []


def test_promise_of_the_town_decides_the_day(in_ina: Organization, at: datetime) -> None:
    set_setting(which=ANSWER_WITHIN_DAYS, value=1, starts_on=date(2026, 11, 20), by=BY, at=at)
    assert make_question(in_ina, at=at).due_on == date(2026, 11, 24)
    yesterday = at.replace(day=19)
    assert make_question(in_ina, at=at, asked_at=yesterday).due_on == date(2026, 11, 27)


def test_refused_upload_keeps_nothing(in_ina: Organization, at: datetime) -> None:
    with pytest.raises(UnableToTakeFile):
        make_question(in_ina, at=at, uploads=[(io.BytesIO(b"MZ"), "virus.exe", 2)])
    assert not Question.objects.exists()
    assert not CaseFile.objects.exists()
    assert run_jobs() == []


def test_upload_is_attached_as_the_persons(in_ina: Organization, at: datetime, settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path
    data = picture()
    make_question(in_ina, at=at, uploads=[(io.BytesIO(data), "家.jpg", len(data))])
    assert [(row.name, row.from_person) for row in Attachment.objects.all()] == [("家.jpg", True)]


def test_receipt_is_found_as_people_type_it(in_ina: Organization, at: datetime) -> None:
    question = make_question(in_ina, at=at)
    typed = question.receipt.replace("-", " ").lower()
    assert selectors.question_with_receipt(typed) == question
    assert selectors.question_with_receipt("AAAA-BBBB-CCCC") is None


def test_asking_again_opens_a_closed_file(in_ina: Organization, hana: Person, officer: Member, at: datetime) -> None:
    file = make_question(in_ina, at=at, who={"person": hana}, by=actor_of(hana)).case_file
    close_case_file(file=file, by=officer.actor, at=at, why="移住した")
    make_question(in_ina, at=at, who={"person": hana}, by=actor_of(hana))
    file.refresh_from_db()
    assert file.status == "open"
