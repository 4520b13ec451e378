"""A house and those who want it: two viewings in one hour, a price noted by staff, a contract that falls through."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import Home, Inquiry, Viewing
from kayoi.programmes.homes.selectors import seekers_checks
from kayoi.programmes.homes.tests.seekers import make_shown
from tests.cast import LogIn, Member
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db


def url(name: str, **kwargs: Any) -> str:
    return reverse(f"homes:{name}", kwargs={"organization": "ina", **kwargs})


def registered(name: str, desk: Client, ina: Organization) -> str:
    """Register from the portal, be approved by staff; return the address of one's own page."""
    sent = {"name": name, "email": f"{name}@example.jp", "pledge": "on", "agree": "on"}
    page = Client().post(url("register_as_seeker"), sent)["Location"]
    with scope.of_organization(ina.pk):
        seeker = FollowUp.objects.open().get(cause="homes.Seeker").reference
    desk.post(url("approve_seeker", pk=int(seeker)))
    return str(page)


def test_from_viewings_to_a_contract_that_falls_through(log_in: LogIn, officer: Member, ina: Organization) -> None:
    desk, now = log_in(officer.user), timezone.now()
    with scope.of_organization(ina.pk):
        owner = make_file(name="所有者", email="owner@example.jp")
        home = make_shown(owner, by=system("test"), at=now, address="1番地")
    pages = [registered(name, desk, ina) for name in ("a", "b", "c")]

    # Two want to see it at the same hour: the second is told so, and comes an hour later.
    for page in pages[:2]:
        Client().post(f"{page}viewing/", {"number": home.number, "wishes": "土曜10時", "persons": 2})
    with scope.of_organization(ina.pk):
        first, second = Viewing.objects.order_by("pk").values_list("pk", flat=True)
    day = (local_date(now) + timedelta(days=3)).isoformat()
    assert desk.post(url("viewing", pk=first), {"on": day, "starts": "10:00", "ends": "11:00"}).status_code == 302
    assert desk.post(url("viewing", pk=second), {"on": day, "starts": "10:00", "ends": "11:00"}).status_code == 422
    assert desk.post(url("viewing", pk=second), {"on": day, "starts": "11:00", "ends": "12:00"}).status_code == 302

    # All three ask; the first is in talks, the others wait in order.
    for page in pages:
        assert Client().post(f"{page}ask/", {"number": home.number, "letter": "庭が好きです"}).status_code == 302
    with scope.of_organization(ina.pk):
        rows = list(Inquiry.objects.order_by("pk"))
    assert [row.status for row in rows] == ["chosen", "waiting", "waiting"]

    # A member of staff notes a price: refused, and nothing of it is kept anywhere.
    noted = {"how": "decline", "why": "所有者は380万円を350万円に下げてもよいと言う"}
    refused = desk.post(url("inquiry", pk=rows[0].pk), noted)
    assert refused.status_code == 422
    assert "取扱業者に取り次ぐ" in refused.content.decode()
    desk.post(url("hand_to_broker", pk=home.pk))
    with scope.of_organization(ina.pk):
        assert FollowUp.objects.open().filter(cause="homes.Home", title__contains="価格の相談").count() == 1

    # A contract: the others are told kindly. The loan is refused: they are back in their order, the second in talks.
    today = local_date(now).isoformat()
    sent = {"kind": "sale", "contracted_on": today, "reported_by": "取扱業者"}
    made = desk.post(url("contracts", pk=home.pk), sent)["Location"]
    assert "募集が終わりました" in Client().get(pages[2]).content.decode()
    assert desk.post(made, {"on": today, "why": "ローン特約"}).status_code == 302
    assert "商談中" in Client().get(pages[1]).content.decode()
    with scope.of_organization(ina.pk):
        assert [row.status for row in Inquiry.objects.order_by("pk")] == ["fell_through", "chosen", "waiting"]
        assert Home.objects.get(pk=home.pk).status == "negotiating"
        assert (seekers_checks.inquiries_unlike_homes(), seekers_checks.uncounted()) == (0, 0)
    run_jobs()
    assert [message.to[0] for message in mail.outbox if "もう一度募集になりました" in message.subject] == [
        "b@example.jp", "c@example.jp",
    ]  # fmt: skip
    assert not [message for message in mail.outbox if "350" in message.body]
