"""The outbox: nothing lost, nothing twice by itself, and towns' own words."""

import smtplib
from datetime import datetime, timedelta
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages import services
from kayoi.engines.messages.models import Message
from kayoi.engines.messages.selectors import standard_text, text_of, troubled_messages
from kayoi.engines.messages.states import Delivery
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.jobs import TryAgain
from kayoi.kit.moves import UnableToMove
from tests.cast import Member
from tests.jobs import run_jobs

BY = system("test")
ANSWER = "consultations/mail/answer"
VALUES = {
    "name": "山田 花", "organization": "伊那市", "office": "", "more": "",
    "receipt": "K7QM", "question": "?", "answer": "!",
}  # fmt: skip


class Refusing(EmailBackend):
    """A mail server that fails in the way that the test names."""

    error: Exception | None = None
    at_open = False

    def open(self) -> bool:
        if Refusing.at_open and Refusing.error:
            raise Refusing.error
        return True

    def send_messages(self, messages: Any) -> int:
        if Refusing.error:
            raise Refusing.error
        return int(super().send_messages(messages))


@pytest.fixture
def message(ina: Organization, at: datetime) -> Message:
    with scope.of_organization(ina.pk):
        return services.send(
            template=ANSWER,
            language="ja",
            to_address="hana@example.jp",
            values=VALUES,
            case_file=make_file(),
            by=BY,
            at=at,
        )


def fresh(message: Message) -> Message:
    with scope.of_organization(message.organization_id):
        return Message.objects.get(pk=message.pk)


def fail(settings: Any, error: Exception, *, at_open: bool = False) -> None:
    settings.EMAIL_BACKEND = "kayoi.engines.messages.tests.services.test_outbox.Refusing"
    Refusing.error, Refusing.at_open = error, at_open


def test_mail_goes_out_with_sender_reply_and_name(message: Message) -> None:
    assert run_jobs() == ["messages.deliver"]
    (sent,) = mail.outbox
    assert sent.to == ["hana@example.jp"]
    assert str(make_header(decode_header(sent.from_email))) == "伊那市 <noreply@kayoi.example>"
    assert sent.reply_to == ["iju@ina.example"]
    assert sent.subject == "【伊那市】ご質問へのお返事(受付番号 K7QM)"
    assert fresh(message).status == Delivery.SENT


def test_second_run_of_the_same_job_sends_nothing(message: Message, at: datetime) -> None:
    run_jobs()
    outcome = services.deliver_message(organization_id=message.organization_id, message_id=message.pk, by=BY, at=at)
    assert outcome is None
    assert len(mail.outbox) == 1


def test_rolled_back_transaction_leaves_neither_message_nor_job(in_ina: Organization, at: datetime) -> None:
    with pytest.raises(ValueError, match="oh"), transaction.atomic():
        services.send(template=ANSWER, language="ja", to_address="a@example.jp", values=VALUES, by=BY, at=at)
        raise ValueError("oh")
    assert not Message.objects.exists()
    assert run_jobs() == []


def test_killed_while_sending_is_unclear_and_not_sent_again(message: Message, at: datetime) -> None:
    with scope.of_organization(message.organization_id):
        Message.objects.update(status=Delivery.SENDING)
    run_jobs()
    assert (fresh(message).status, mail.outbox) == (Delivery.UNCLEAR, [])


@pytest.mark.parametrize("error", [ConnectionRefusedError(), smtplib.SMTPConnectError(421, b""), TimeoutError()])
def test_unreachable_server_is_tried_again_later(message: Message, settings: Any, error: Exception) -> None:
    fail(settings, error, at_open=True)
    run_jobs()
    assert fresh(message).status == Delivery.QUEUED
    fail(settings, TryAgain())
    Refusing.error = None
    run_jobs()
    assert fresh(message).status == Delivery.SENT
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (smtplib.SMTPRecipientsRefused({}), Delivery.FAILED),
        (smtplib.SMTPDataError(554, b"no"), Delivery.FAILED),
        (smtplib.SMTPServerDisconnected("gone"), Delivery.UNCLEAR),
        (TimeoutError("slow"), Delivery.UNCLEAR),
    ],
)
def test_what_happens_while_speaking_is_told_to_staff(
    message: Message, settings: Any, at: datetime, error: Exception, status: Delivery
) -> None:
    fail(settings, error)
    run_jobs()
    assert fresh(message).status == status
    with scope.of_organization(message.organization_id):
        assert [row.pk for row in troubled_messages(at=at)] == [message.pk]


def test_waiting_for_a_day_is_trouble(message: Message, at: datetime) -> None:
    with scope.of_organization(message.organization_id):
        assert list(troubled_messages(at=at + timedelta(days=1))) == []
        assert [row.pk for row in troubled_messages(at=at + timedelta(days=1, seconds=1))] == [message.pk]


def test_staff_resend_settle_or_drop(message: Message, officer: Member, at: datetime) -> None:
    with scope.of_organization(message.organization_id):
        with pytest.raises(UnableToMove):
            services.resend_message(message=message, by=officer.actor, at=at)
        Message.objects.update(status=Delivery.UNCLEAR)
        message.refresh_from_db()
        services.resend_message(message=message, by=officer.actor, at=at)
    assert "messages.deliver" in run_jobs()
    assert fresh(message).status == Delivery.SENT


def test_line_break_in_a_value_starts_no_header(in_ina: Organization, at: datetime) -> None:
    values = VALUES | {"receipt": "x\nBcc: all@example.jp"}
    message = services.send(template=ANSWER, language="ja", to_address="a@example.jp", values=values, by=BY, at=at)
    assert "\n" not in message.subject


def test_values_are_not_filled_again(in_ina: Organization, at: datetime) -> None:
    values = VALUES | {"question": "{{ answer }}"}
    message = services.send(template=ANSWER, language="ja", to_address="a@example.jp", values=values, by=BY, at=at)
    assert "{{ answer }}" in message.body


def test_towns_own_words_are_used_and_unknown_places_refused(
    in_ina: Organization, sado: Organization, officer: Member, at: datetime
) -> None:
    services.set_text(
        template=ANSWER, language="ja", subject="返事 {{ receipt }}", body="{{ name }}さん {{ answer }}", by=BY, at=at
    )
    assert text_of(ANSWER, "ja").body == "{{ name }}さん {{ answer }}"
    assert text_of(ANSWER, "en").own is False
    with scope.of_organization(sado.pk):
        assert text_of(ANSWER, "ja") == standard_text(ANSWER, "ja")
    with pytest.raises(services.UnableToUseText) as refused:
        services.set_text(template=ANSWER, language="ja", subject="x", body="{{ password }}", by=BY, at=at)
    assert refused.value.verdict.reasons[0].params == {"names": ["password"]}
