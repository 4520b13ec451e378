"""Who is told what, in which language; whoever has no address is called; inquiries end with the publication."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.models import Application
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, system
from kayoi.kit.dates import local_date
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, Inquiry
from kayoi.programmes.homes.states import HomeStatus
from kayoi.programmes.homes.tests.factories import make_published
from kayoi.programmes.homes.tests.offers import make_offer
from kayoi.programmes.homes.tests.seekers import make_inquiry, make_seeker, make_shown, make_viewing
from tests.cast import Member
from tests.jobs import run_jobs

BY = system("test")


def house(at: datetime, **owner: Any) -> Home:
    return make_shown(make_file(**{"name": "Helen Owner", "email": "owner@example.jp", **owner}), by=BY, at=at)


def ask(home: Home, name: str, *, at: datetime, email: str = "") -> Inquiry:
    return make_inquiry(home, make_seeker(make_file(name=name, email=email), by=BY, at=at), by=VISITOR, at=at)


def titles() -> list[str]:
    return list(FollowUp.objects.open().order_by("pk").values_list("title", flat=True))


def sent_to(address: str) -> list[str]:
    run_jobs()
    return [f"{message.subject}\n{message.body}" for message in mail.outbox if message.to == [address]]


def test_owners_who_read_english_are_told_everything_in_english(in_ina: Organization, at: datetime) -> None:
    home = house(at, language="en")
    row = ask(home, "希望者", at=at, email="s@example.jp")
    make_viewing(home, row.seeker, by=BY, at=at, starts_at=at + timedelta(days=1))
    home.refresh_from_db()
    Home.objects.filter(pk=home.pk).update(status=HomeStatus.PUBLISHED, term_ends_before=local_date(at))
    services.keep_terms(organization=in_ina, by=BY, at=at)
    chosen, viewing, ended = sent_to("owner@example.jp")
    assert "[Ina City] House" in chosen
    assert "The talks begin" in chosen
    assert "A viewing is fixed" in viewing
    assert "Saturday 21 November 2026, 10:00–11:00 (Japan time)" in viewing
    assert "Reason: the term of registration is over" in ended


def test_an_application_in_english_is_answered_in_english(in_ina: Organization, at: datetime) -> None:
    known = make_file(name="Helen Owner", email="helen@example.jp")  # of whom the office knew Japanese only
    application = make_offer(in_ina, at=at, file=known).application
    Application.objects.filter(pk=application.pk).update(language="en")
    home = Home.objects.get()
    services.reject_home(organization=in_ina, home=home, why="市税の滞納", by=BY, at=at)
    assert "About registering your house" in sent_to("helen@example.jp")[-1]


def test_whoever_has_no_address_is_called(in_ina: Organization, at: datetime) -> None:
    home = house(at, email="")
    first, second = ask(home, "電話だけの人", at=at), ask(home, "次の人", at=at)
    assert f"{home.number} メールで知らせられない窓口の方に、電話か手紙で知らせる" in titles()
    assert f"{home.number}: 希望者({first.seeker.number})に電話か手紙で知らせる(商談中)" in titles()
    services.withdraw_inquiry(inquiry=first, why="都合", by=VISITOR, at=at)
    assert not any(first.seeker.number in title for title in titles()), "who withdraws knows it"
    assert f"{home.number}: 希望者({second.seeker.number})に電話か手紙で知らせる(商談中)" in titles()


@pytest.mark.parametrize("ending", ["withdraw", "delist", "expire"])
def test_inquiries_end_with_the_publication(
    in_ina: Organization, officer: Member, head: Member, at: datetime, ending: str
) -> None:
    home = make_published(in_ina, make_file(), by=head.actor, at=at)
    talking, waiting = ask(home, "商談中の人", at=at, email="a@example.jp"), ask(home, "待つ人", at=at)
    home.refresh_from_db()
    assert home.status == HomeStatus.NEGOTIATING
    if ending == "withdraw":
        services.withdraw_home(organization=in_ina, home=home, why="所有者が住む", by=officer.actor, at=at)
    elif ending == "delist":
        services.delist_home(organization=in_ina, home=home, why="特定空家等", by=head.actor, at=at)
    else:  # a term ends no talk: the house is hidden first
        services.suspend_home(home=home, why="雨漏り", by=officer.actor, at=at)
        assert [row.status for row in Inquiry.objects.order_by("pk")] == ["chosen", "waiting"]
        yesterday = local_date(at) - timedelta(days=1)
        Home.objects.filter(pk=home.pk).update(registered_on=yesterday, term_ends_before=local_date(at))
        services.keep_terms(organization=in_ina, by=BY, at=at)
    assert [row.status for row in Inquiry.objects.order_by("pk")] == ["declined", "lapsed"]
    assert any("見送り" in text for text in sent_to("a@example.jp"))
    assert f"{home.number}: 希望者({waiting.seeker.number})に電話か手紙で知らせる(募集が終わりました)" in titles()
    assert not any(talking.seeker.number in title for title in titles())
