"""What mails become: consultations, contacts, bounces; what waits; and how it is taken back."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as outbox

from kayoi.engines.casefiles.models import CaseFile, Consent, Engagement
from kayoi.engines.casefiles.services import close_case_file, merge_case_files, protect
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message, ReceivedMail
from kayoi.engines.messages.selectors.incoming import suggestions_for
from kayoi.engines.messages.states import Delivery
from kayoi.engines.messages.states.incoming import MANY_A_DAY, Became, Way
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.tests.mail_files import mime
from kayoi.kit.tests.test_mail import REPORT
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.consultations.services import answer_question
from kayoi.programmes.consultations.services import mails as services
from tests.cast import Member
from tests.jobs import run_jobs

BY = system("test")


@pytest.fixture(autouse=True)
def _settings(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path
    settings.KAYOI_REPLY_ADDRESS = "{town}+{token}@reply.example"


def receive(town: Organization, at: datetime, **written: Any) -> ReceivedMail:
    mail = services.receive_mail(organization=town, data=mime(**written), way=Way.MAILBOX, by=BY, at=at)
    assert mail is not None
    mail.refresh_from_db()
    return mail


def kinds() -> list[str]:
    return sorted(Engagement.objects.values_list("kind_id", flat=True))


def answered(town: Organization, member: Member, at: datetime) -> tuple[Question, str, str]:
    """Answer the question of a mail; return it, the Message-ID and the Reply-To of the answer."""
    question = Question.objects.get()
    answer_question(
        organization=town, question=question, text="50cmです。", channel=Channel.EMAIL, next_title="",
        next_due_on=None, owner=None, version=question.version, by=member.actor, at=at,
    )  # fmt: skip
    run_jobs()
    sent = outbox.outbox[-1]
    return question, sent.extra_headers["Message-ID"], sent.reply_to[0]


def test_a_mail_of_somebody_known_is_a_question_with_receipt(in_ina: Organization, at: datetime) -> None:
    file = make_file(email="Hana@example.jp")
    mail = receive(in_ina, at)
    question = Question.objects.get()
    assert (question.case_file, question.channel, question.due_on) == (file, "email", date(2026, 11, 27))
    assert question.text == "雪について\n\n雪はどのくらい積もりますか。"
    assert question.asked_at == mail.sent_at
    assert (mail.status, mail.clue, mail.became, mail.reference) == ("filed", "address", "question", str(question.pk))
    assert kinds() == ["question"]
    assert FollowUp.objects.get().reference == str(question.pk)
    run_jobs()
    (sent,) = outbox.outbox
    assert question.receipt in sent.subject
    assert "ほかの目的には使わず" in sent.body
    assert "雪はどのくらい" not in sent.body
    assert sent.reply_to[0].startswith(f"ina+{file.pk}-")


def test_an_answer_in_our_thread_is_no_new_consultation(in_ina: Organization, officer: Member, at: datetime) -> None:
    make_file(email="hana@example.jp")
    receive(in_ina, at)
    question, message_id, _ = answered(in_ina, officer, at)
    mail = receive(
        in_ina, at, subject="Re: x", text="ありがとう", headers={"In-Reply-To": message_id}, message_id="<2@x>"
    )
    assert (mail.clue, mail.became, mail.case_file) == ("thread", "contact", question.case_file)
    assert mail.answers == Message.objects.get(template="consultations/mail/answer")
    assert Question.objects.count() == 1
    assert kinds() == ["answer", "mail_received", "question"]
    read = FollowUp.objects.open().get()
    assert (read.title, read.cause, read.due_on) == ("届いたメールを読む", "mailing.ReceivedMail", date(2026, 11, 24))
    services.mark_mail_read(mail=mail, by=officer.actor, at=at)
    assert not FollowUp.objects.open().exists()


def test_a_reply_from_another_address_finds_its_file_by_the_reply_address(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    make_file(email="hana@example.jp")
    receive(in_ina, at)
    question, _, reply_to = answered(in_ina, officer, at)
    answer = receive(
        in_ina, at, sender="spouse@example.jp", to=reply_to, headers={"In-Reply-To": "<gateway@x>"}, message_id="<2@x>"
    )
    assert (answer.clue, answer.became, answer.case_file) == ("token", "contact", question.case_file)
    afresh = receive(in_ina, at, sender="spouse@example.jp", to=reply_to, text="保育園は?", message_id="<3@x>")
    assert (afresh.clue, afresh.became) == ("token", "question")
    sent = len(outbox.outbox)
    run_jobs()
    assert len(outbox.outbox) == sent  # no receipt: the writer's address is not the file's


def test_staff_make_a_consultation_of_a_contact(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = make_file()
    mail = receive(in_ina, at)
    services.file_mail_as(organization=in_ina, mail=mail, file=file, became=Became.CONTACT, by=officer.actor, at=at)
    question = services.count_mail_as_question(organization=in_ina, mail=mail, by=officer.actor, at=at)
    mail.refresh_from_db()
    assert (mail.became, mail.reference) == ("question", str(question.pk))
    assert [row.cause for row in FollowUp.objects.open()] == ["consultations.Question"]
    with pytest.raises(services.UnableToUndoMail):
        services.count_mail_as_question(organization=in_ina, mail=mail, by=officer.actor, at=at)


@pytest.mark.parametrize("files", [0, 2])
def test_nobody_or_two_with_the_address_wait(in_ina: Organization, at: datetime, files: int) -> None:
    for _ in range(files):
        make_file(email="hana@example.jp")
    make_file(name="山田 花")  # a name finds nobody
    mail = receive(in_ina, at)
    assert (mail.status, mail.waiting) == ("waiting", "shared" if files else "unknown")
    assert not Question.objects.exists()
    run_jobs()
    assert outbox.outbox == []


def test_a_protected_person_is_not_found_by_address_and_gets_no_receipt(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    file = make_file(email="hana@example.jp")
    protect(file=file, starts_on=date(2026, 4, 1), basis="申出", by=BY, at=at)
    mail = receive(in_ina, at)
    assert (mail.status, mail.waiting) == ("waiting", "protected")
    services.file_mail_as(organization=in_ina, mail=mail, file=file, became=Became.QUESTION, by=officer.actor, at=at)
    assert run_jobs() == []


def test_nor_is_a_file_that_was_merged_with_a_protected_one(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    file, marked = make_file(email="hana@example.jp"), make_file()
    protect(file=marked, starts_on=date(2026, 4, 1), basis="申出", by=BY, at=at)
    merge_case_files(source=marked, target=file, by=officer.actor, at=at)
    mail = receive(in_ina, at)
    assert (mail.status, mail.waiting) == ("waiting", "protected")
    assert [one.protected for one in suggestions_for(mail, "", at=at)] == [True]
    services.file_mail_as(organization=in_ina, mail=mail, file=file, became=Became.QUESTION, by=officer.actor, at=at)
    assert not Message.objects.exists()


def test_a_new_file_says_contact_given_and_no_consent(in_ina: Organization, officer: Member, at: datetime) -> None:
    mail = receive(in_ina, at, subject="Snow", text="How much snow?")
    fields = {"name": "Hana", "email": "hana@example.jp", "kana": "", "phone": ""}
    services.open_file_for_mail(organization=in_ina, mail=mail, fields=fields, by=officer.actor, at=at)  # type: ignore[arg-type]
    file = CaseFile.objects.get()
    assert (file.contact_basis, file.language, Consent.objects.count()) == ("given", "en", 0)
    run_jobs()
    assert "uses your name, contact and question to answer you" in outbox.outbox[0].body
    assert outbox.outbox[0].subject.startswith("[Ina City] We have received your mail")


def test_putting_back_closes_the_question_and_leaves_nothing(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    make_file(email="hana@example.jp")
    mail = receive(in_ina, at)
    services.put_mail_back(mail=mail, by=officer.actor, at=at)
    mail.refresh_from_db()
    assert (mail.status, mail.case_file, mail.waiting) == ("waiting", None, "undone")
    assert Question.objects.get().status == "closed"
    assert kinds() == ["question", "question_closed"]
    assert not FollowUp.objects.open().exists()
    other = make_file(name="本当の人")
    services.file_mail_as(organization=in_ina, mail=mail, file=other, became=Became.CONTACT, by=officer.actor, at=at)
    services.put_mail_back(mail=mail, by=officer.actor, at=at)
    assert kinds()[:3] == ["mail_put_back", "mail_received", "question"]


def test_an_answered_question_is_not_taken_back(in_ina: Organization, officer: Member, at: datetime) -> None:
    make_file(email="hana@example.jp")
    mail = receive(in_ina, at)
    answered(in_ina, officer, at)
    with pytest.raises(services.UnableToUndoMail):
        services.put_mail_back(mail=mail, by=officer.actor, at=at)


def test_a_closed_file_is_opened_again(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = make_file(email="hana@example.jp")
    close_case_file(file=file, by=officer.actor, at=at, why="移住")
    receive(in_ina, at)
    assert CaseFile.objects.get(pk=file.pk).status == "open"


@pytest.mark.parametrize("header", ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <x>"])
def test_automatic_mails_make_no_question(in_ina: Organization, at: datetime, header: str) -> None:
    make_file(email="hana@example.jp")
    mail = receive(in_ina, at, headers=dict([header.split(": ", 1)]))
    assert (mail.status, mail.set_aside_why) == ("aside", services.AUTOMATIC)
    assert not Question.objects.exists()


def test_a_bounce_marks_the_message_and_makes_no_question(in_ina: Organization, officer: Member, at: datetime) -> None:
    make_file(email="hana@example.jp")
    receive(in_ina, at)
    _, message_id, _ = answered(in_ina, officer, at)
    report = REPORT.replace("<ina.12.abc@kayoi.example>", message_id).format(action="failed", status="5.2.2").encode()
    mail = services.receive_mail(organization=in_ina, data=report, way=Way.MAILBOX, by=BY, at=at)
    assert mail is not None
    assert mail.status == "aside"
    failed = Message.objects.get(template="consultations/mail/answer")
    assert (failed.status, failed.error) == (Delivery.FAILED, "相手の受信箱がいっぱいです(smtp; 550 no such user)")
    assert Question.objects.count() == 1


def test_two_programmes_that_answer_each_other_stop(in_ina: Organization, at: datetime) -> None:
    make_file(email="hana@example.jp")
    found = [
        receive(in_ina, at + timedelta(minutes=number), text=f"{number}", message_id=f"<{number}@x>")
        for number in range(MANY_A_DAY + 2)
    ]
    assert [mail.waiting for mail in found[-3:]] == ["", "many", "many"]


def test_the_same_mail_again_changes_nothing(in_ina: Organization, at: datetime) -> None:
    make_file(email="hana@example.jp")
    receive(in_ina, at)
    assert services.receive_mail(organization=in_ina, data=mime(), way=Way.DROPPED, by=BY, at=at) is None
    assert (Question.objects.count(), ReceivedMail.objects.count()) == (1, 1)


def test_another_towns_file_is_not_found(ina: Organization, sado: Organization, at: datetime) -> None:
    with scope.of_organization(sado.pk):
        make_file(email="hana@example.jp")
    with scope.of_organization(ina.pk):
        assert receive(ina, at).waiting == "unknown"
