"""Grantees are reminded once of each day by which they report: by mail, or staff call them."""

from datetime import date, datetime, timedelta

import pytest

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import protect
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import JST
from kayoi.programmes.schemes.models import Grant
from kayoi.programmes.schemes.services import grants
from kayoi.programmes.schemes.states.news import UNTOLD
from kayoi.programmes.schemes.tests.budgets import BY
from kayoi.programmes.schemes.tests.services.test_years import Desk, make_desk
from tests.cast import Member

MARCH = datetime(2027, 3, 1, 8, tzinfo=JST)


@pytest.fixture
def yearly(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Desk:
    return make_desk(in_ina, officer, head, at, "decision")


def remind(desk: Desk, at: datetime) -> int:
    return grants.remind_of_reports(sender=desk.sender, by=BY, at=at)


def with_mail(grant: Grant, address: str = "m@example.jp") -> Grant:
    CaseFile.objects.filter(pk=grant.case_file_id).update(email=address)
    return grant


def test_each_day_once_a_month_before(yearly: Desk) -> None:
    grant = with_mail(yearly.grant())
    assert remind(yearly, MARCH - timedelta(days=1)) == 0
    assert [remind(yearly, MARCH + timedelta(days=number)) for number in (0, 1, 60)] == [1, 0, 0]
    sent = Message.objects.latest("pk")
    assert "実績報告の期限(令和9年3月31日)が近づきました" in sent.body
    yearly.claim(grant, 2027 - 1, at=yearly.at)
    yearly.report(grant, 2026, at=MARCH)
    assert remind(yearly, MARCH.replace(year=2028)) == 0  # nothing was claimed for that year


def test_the_next_year_is_another_day_though_the_first_was_never_reported(yearly: Desk) -> None:
    grant = with_mail(yearly.grant())
    yearly.claim(grant, 2026, at=yearly.at)
    assert remind(yearly, MARCH) == 1
    yearly.report(grant, 2026, at=MARCH)
    grants.decide_year(grant=grant, sender=yearly.sender, by=yearly.head.actor, at=MARCH.replace(month=4))
    yearly.claim(grant, 2027, at=MARCH.replace(month=4))
    assert [remind(yearly, MARCH.replace(year=2028)) for _ in range(2)] == [1, 0]
    grant.refresh_from_db()
    assert grant.reminded_for == date(2028, 3, 31)


def test_without_a_mail_address_staff_call(yearly: Desk) -> None:
    yearly.grant()
    assert [remind(yearly, MARCH) for _ in range(2)] == [1, 0]
    assert FollowUp.objects.open().filter(title__startswith="報告の期限を電話か郵便で知らせる").count() == 1
    assert not Message.objects.exists()


@pytest.mark.parametrize("address", ["m@example.jp", ""])
def test_about_people_under_protection_nothing_is_sent(yearly: Desk, at: datetime, address: str) -> None:
    grant = with_mail(yearly.grant(), address)
    before = Message.objects.count()
    protect(file=grant.case_file, starts_on=date(2026, 1, 1), basis="", by=yearly.head.actor, at=at)
    assert remind(yearly, MARCH) == 1
    assert Message.objects.count() == before
    assert FollowUp.objects.open().filter(cause=UNTOLD).count() == 1
    assert not FollowUp.objects.open().filter(title__startswith="報告の期限を電話か郵便で知らせる").exists()
