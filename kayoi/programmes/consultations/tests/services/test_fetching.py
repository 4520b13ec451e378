"""Mails fetched by IMAP from a real socket: once, in order, from where it was left, whatever breaks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kayoi.engines.messages.models import Mailbox, ReceivedMail
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.mail import MAX_BYTES
from kayoi.kit.tests.mail_files import mime
from kayoi.programmes.consultations import jobs
from kayoi.programmes.consultations.services import mails as services
from tests.imap import ImapServer

BY = system("test")


@pytest.fixture
def box(settings: Any, tmp_path: Path) -> Iterator[ImapServer]:
    settings.UPLOADS = tmp_path
    with ImapServer() as server:
        server.add(mime(subject="接続する前", message_id="<old@x>"))
        yield server


def fetch(box: ImapServer, town: Organization, at: datetime, **changed: Any) -> int:
    address = replace(box.address, **changed)
    return services.fetch_mails(organization_id=town.pk, address=address, by=BY, at=at)


def subjects(town: Organization) -> list[str]:
    with scope.of_organization(town.pk):
        return list(ReceivedMail.objects.order_by("pk").values_list("subject", flat=True))


def state(town: Organization) -> Mailbox:
    with scope.of_organization(town.pk):
        return Mailbox.objects.get()


def test_what_arrives_after_connecting_is_fetched_once_and_nothing_is_changed(
    box: ImapServer, ina: Organization, at: datetime
) -> None:
    assert fetch(box, ina, at) == 0
    for number in range(3):
        box.add(mime(subject=f"メール{number}", message_id=f"<{number}@x>"))
    assert [fetch(box, ina, at), fetch(box, ina, at)] == [3, 0]
    assert subjects(ina) == ["メール0", "メール1", "メール2"]
    assert len(box.mails) == 4
    asked = " ".join(box.asked)
    assert "EXAMINE" in asked
    assert not any(word in asked for word in ("STORE", "EXPUNGE", "DELETE", "SELECT", "BODY["))


def test_a_renumbered_mailbox_gives_nothing_twice(box: ImapServer, ina: Organization, at: datetime) -> None:
    fetch(box, ina, at)
    box.add(mime(message_id="<1@x>"))
    fetch(box, ina, at)
    box.validity, box.mails = 8, {1: mime(message_id="<1@x>"), 2: mime(subject="新しい", message_id="<2@x>")}
    assert fetch(box, ina, at) == 1
    assert any("SINCE 17-Nov-2026" in line for line in box.asked)
    assert (state(ina).uid_validity, state(ina).last_uid) == (8, 2)


def test_bad_mails_are_kept_and_do_not_hold_up_the_others(
    box: ImapServer, ina: Organization, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(box, ina, at)
    box.add(b"hello, no mail at all\r\n")
    box.add(b"From: a@example.jp\r\nSubject: large\r\n\r\n" + b"x" * (MAX_BYTES + 1))
    box.add(mime(subject="つまずく", message_id="<s@x>"))
    box.add(mime(subject="よいメール", message_id="<g@x>"))
    real = services.receive_mail

    def stumble(**given: Any) -> Any:
        if b"<s@x>" in given["data"]:
            raise RuntimeError("a mistake of ours")
        return real(**given)

    monkeypatch.setattr(services, "receive_mail", stumble)
    assert fetch(box, ina, at) == 4
    with scope.of_organization(ina.pk):
        found = list(ReceivedMail.objects.order_by("pk").values_list("subject", "waiting", "trouble"))
    assert [(subject, waiting) for subject, waiting, _ in found] == [
        ("", "unreadable"), ("large", "unreadable"), ("", "unreadable"), ("よいメール", "unknown"),
    ]  # fmt: skip
    assert found[1][2].startswith("大きすぎて")
    assert fetch(box, ina, at) == 0


def test_a_line_that_breaks_goes_on_where_it_was(box: ImapServer, ina: Organization, at: datetime) -> None:
    fetch(box, ina, at)
    for number in range(4):
        box.add(mime(subject=f"メール{number}", message_id=f"<{number}@x>"))

    def break_at_third(uid: int) -> None:
        if uid == 4:
            raise ConnectionResetError

    box.before_fetch = break_at_third
    assert fetch(box, ina, at) == 2
    assert "abort" in state(ina).error or "Error" in state(ina).error
    box.before_fetch = lambda uid: None
    assert fetch(box, ina, at) == 2
    assert subjects(ina) == ["メール0", "メール1", "メール2", "メール3"]
    assert state(ina).error == ""


@pytest.mark.parametrize(("changed", "said"), [({"password": "wrong"}, "wrong password"), ({"port": 1}, "refused")])
def test_a_mailbox_that_cannot_be_read_is_told(
    box: ImapServer, ina: Organization, at: datetime, changed: dict[str, Any], said: str
) -> None:
    assert fetch(box, ina, at, **changed) == 0
    with scope.of_organization(ina.pk):
        assert said in Mailbox.objects.get().error
        assert "open sesame" not in Mailbox.objects.get().error


def test_the_job_reads_the_mailboxes_of_the_settings(
    box: ImapServer, ina: Organization, sado: Organization, settings: Any
) -> None:
    settings.KAYOI_MAILBOXES = {"ina": box.address, "nobody": box.address}
    jobs.fetch_mails.func(None, 0)
    box.add(mime())
    jobs.fetch_mails.func(None, 0)
    assert subjects(ina) == ["雪について"]
    assert subjects(sado) == []
    assert state(ina).read_at.date() == timezone.now().date()
