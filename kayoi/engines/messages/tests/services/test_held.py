"""Nobody under protection measures is written to before staff have said that it is safe (支援措置)."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages import services
from kayoi.engines.messages.models import Message
from kayoi.engines.messages.selectors import troubled_messages
from kayoi.engines.messages.states import Delivery
from kayoi.engines.messages.tests.services.test_outbox import ANSWER, BY, VALUES, fresh
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.moves import UnableToMove
from tests.cast import Member
from tests.jobs import run_jobs


def protect(file: CaseFile, at: datetime) -> None:
    casefiles.protect(file=file, starts_on=date(2026, 4, 1), basis="申出", by=BY, at=at)


def send(file: CaseFile | None, at: datetime, *, hold: bool = False) -> Message:
    return services.send(
        template=ANSWER, language="ja", to_address="hana@example.jp", values=VALUES, case_file=file, hold=hold, by=BY,
        at=at,
    )  # fmt: skip


@pytest.mark.parametrize("marked", ["itself", "kept", "merged", "principal"])
def test_a_mail_to_somebody_protected_is_held(ina: Organization, officer: Member, at: datetime, marked: str) -> None:
    with scope.of_organization(ina.pk):
        file, other = make_file(), make_file()
        if marked == "kept":
            casefiles.merge_case_files(source=file, target=other, by=officer.actor, at=at)
        if marked == "merged":
            casefiles.merge_case_files(source=other, target=file, by=officer.actor, at=at)
        if marked != "principal":
            protect(file if marked == "itself" else other, at)
        message = send(file, at, hold=marked == "principal")
        plain = send(make_file(name="別人"), at)
        assert [row.pk for row in troubled_messages(at=at)] == [message.pk]
    assert run_jobs() == ["messages.deliver"]
    assert (fresh(message).status, fresh(plain).status, len(mail.outbox)) == (Delivery.HELD, Delivery.SENT, 1)


def test_who_has_come_under_protection_since_is_not_written_to(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        file = make_file()
        message = send(file, at)
        protect(file, at)
    run_jobs()
    assert (fresh(message).status, mail.outbox) == (Delivery.HELD, [])


def test_staff_release_it_with_a_reason_or_drop_it(ina: Organization, officer: Member, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        file = make_file()
        protect(file, at)
        message, unwanted = send(file, at), send(file, at)
        with pytest.raises(UnableToMove):
            services.release_message(message=unwanted, why="x", by=VISITOR, at=at)
        services.drop_message(message=unwanted, by=officer.actor, at=at)
        services.release_message(message=message, why="本人だけが見ると窓口で聞いた", by=officer.actor, at=at)
    run_jobs()
    assert (fresh(message).status, fresh(unwanted).status) == (Delivery.SENT, Delivery.DROPPED)
    assert fresh(message).safe_because == "本人だけが見ると窓口で聞いた"


def test_protection_that_has_ended_holds_nothing(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        file = make_file()
        row = casefiles.protect(file=file, starts_on=date(2026, 4, 1), basis="", by=BY, at=at)
        casefiles.end_protection(protection=row, why="本人の申出", by=BY, at=at)
        assert send(file, at + timedelta(days=1)).status == Delivery.QUEUED
