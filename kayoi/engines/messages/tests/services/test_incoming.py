"""Mails are taken once; attachments are taken or named; what came back marks the message."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as outbox

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages import services
from kayoi.engines.messages.models import MailSource, Message, ReceivedMail
from kayoi.engines.messages.selectors.incoming import clues_of, suggestions_for
from kayoi.engines.messages.states import Delivery
from kayoi.engines.messages.states.incoming import Became, Clue, ReceivedStatus, Way
from kayoi.engines.messages.tests.services.test_outbox import ANSWER, VALUES
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.mail import read_mail
from kayoi.kit.moves import UnableToMove
from kayoi.kit.tests.mail_files import Msg, mime
from kayoi.kit.tests.test_mail import REPORT
from tests.cast import Member
from tests.jobs import run_jobs

BY = system("test")


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path


def take(data: bytes, at: datetime) -> ReceivedMail | None:
    return services.take_mail(letter=read_mail(data), data=data, way=Way.DROPPED, by=BY, at=at)


def send(at: datetime, **more: Any) -> Message:
    return services.send(
        template=ANSWER, language="ja", to_address="hana@example.jp", values=VALUES, by=BY, at=at, **more
    )


def test_a_mail_is_taken_once_by_whatever_way(in_ina: Organization, at: datetime) -> None:
    first = take(mime(), at)
    assert first is not None
    assert (first.status, first.from_key, first.subject) == (ReceivedStatus.WAITING, "hana@example.jp", "雪について")
    assert take(mime().replace(b"\n", b"\r\n"), at) is None
    assert take(Msg().written(), at) is None  # the same mail, saved in Outlook
    assert ReceivedMail.objects.count() == MailSource.objects.count() == 1
    assert take(mime(text="別の言葉"), at) is not None  # the same id for other words


def test_the_same_mail_in_two_towns_is_two(ina: Organization, sado: Organization, at: datetime) -> None:
    for town in (ina, sado):
        with scope.of_organization(town.pk):
            assert take(mime(), at) is not None


def test_attachments_are_taken_or_named_with_the_reason(in_ina: Organization, at: datetime) -> None:
    enclosed = {
        "家.jpg": (picture(), "image/jpeg"),
        "a.zip": (b"PK\x03\x04", "application/zip"),
        "空.pdf": (b"", "a/b"),
    }
    mail = take(mime(enclosures=enclosed), at)
    assert mail is not None
    told = {row.name: (row.file_id is not None, row.why_not) for row in mail.enclosures.all()}
    assert told["家.jpg"] == (True, "")
    assert told["a.zip"][0] is False
    assert told["a.zip"][1].startswith("この種類のファイルは受け取れません")
    assert told["空.pdf"][1].startswith("ファイルの中身がありません")


def test_filing_setting_aside_and_putting_back(in_ina: Organization, officer: Member, at: datetime) -> None:
    mail, file = take(mime(), at), make_file()
    assert mail is not None
    services.file_mail(
        mail=mail, file=file, clue=Clue.STAFF, became=Became.CONTACT, by=officer.actor, at=at
    )  # fmt: skip
    assert (mail.status, mail.case_file, mail.became) == ("filed", file, "contact")
    with pytest.raises(UnableToMove):
        services.set_aside_mail(mail=mail, why="宣伝", by=officer.actor, at=at)
    services.put_back_mail(mail=mail, by=officer.actor, at=at)
    assert (mail.status, mail.case_file, mail.became, mail.waiting) == ("waiting", None, "", "undone")
    services.set_aside_mail(mail=mail, why="宣伝", by=officer.actor, at=at)
    assert (mail.status, mail.set_aside_why) == ("aside", "宣伝")


def test_reply_address_is_sent_and_brings_the_answer_back(in_ina: Organization, settings: Any, at: datetime) -> None:
    settings.KAYOI_REPLY_ADDRESS = "{town}+{token}@reply.example"
    file = make_file(email="hana@example.jp")
    message = send(at, case_file=file)
    with scope.of_organization(in_ina.pk):
        run_jobs()
    sent = outbox.outbox[-1]
    (reply_to,) = sent.reply_to
    assert reply_to.startswith("ina+")
    message_id = sent.extra_headers["Message-ID"]
    letter = read_mail(mime(sender="spouse@example.jp", to=reply_to, headers={"In-Reply-To": message_id}))
    clues, answered = clues_of(letter, in_ina, at=at)
    assert (clues.token, clues.thread, clues.by_address) == (file.pk, file.pk, ())
    assert answered == message


def test_without_a_file_or_pattern_the_towns_own_address_answers(
    in_ina: Organization, settings: Any, at: datetime
) -> None:
    send(at, case_file=make_file())
    with scope.of_organization(in_ina.pk):
        run_jobs()
    settings.KAYOI_REPLY_ADDRESS = "{town}+{token}@reply.example"
    send(at)
    with scope.of_organization(in_ina.pk):
        run_jobs()
    assert [sent.reply_to for sent in outbox.outbox[-2:]] == [["iju@ina.example"]] * 2


def test_a_mail_that_came_back_is_failed_with_the_reason(in_ina: Organization, at: datetime) -> None:
    message = send(at, case_file=make_file())
    with scope.of_organization(in_ina.pk):
        run_jobs()
    named = outbox.outbox[-1].extra_headers["Message-ID"].strip("<>")
    report = REPORT.replace("ina.12.abc@kayoi.example", named)
    late = read_mail(report.format(action="delayed", status="4.4.1").encode())
    assert services.note_bounce(letter=late, organization=in_ina, by=BY, at=at) == []
    final = read_mail(report.format(action="failed", status="5.1.1").encode())
    assert services.note_bounce(letter=final, organization=in_ina, by=BY, at=at) == [message]
    message.refresh_from_db()
    assert message.status == Delivery.FAILED
    assert message.error == "宛先のアドレスがありません(smtp; 550 no such user)"
    assert services.note_bounce(letter=final, organization=in_ina, by=BY, at=at) == []  # a second report


def test_a_forged_report_fails_nothing(in_ina: Organization, at: datetime) -> None:
    message = send(at, case_file=make_file())
    with scope.of_organization(in_ina.pk):
        run_jobs()
    forged = REPORT.replace("ina.12.abc@kayoi.example", f"ina.{message.pk}.aaaaaaaaaaaaaaaa@kayoi.example")
    letter = read_mail(forged.format(action="failed", status="5.1.1").encode())
    assert services.note_bounce(letter=letter, organization=in_ina, by=BY, at=at) == []


def test_suggestions_by_address_signature_and_name(in_ina: Organization, at: datetime) -> None:
    files = {
        "address": make_file(name="別の名", email="hana@example.jp"),
        "phone": make_file(name="世帯の人", phone="090-1111-2222"),
        "name": make_file(name="山田 花"),
        "nobody": make_file(name="鈴木 健"),
    }
    mail = take(mime(text="雪は?\n--\n山田 花\n携帯 090-1111-2222"), at)
    assert mail is not None
    found = {one.file.pk: one.why for one in suggestions_for(mail, "", at=at)}
    assert found == {
        files["address"].pk: "メールアドレスが同じ",
        files["phone"].pk: "署名の電話番号が同じ",
        files["name"].pk: "差出人・署名のお名前が同じ",
    }
    assert [one.file for one in suggestions_for(mail, "鈴木", at=at)] == [files["nobody"]]
