"""A son offers his mother's house from his phone; she signs on paper; the town takes the paper, and it counts."""

from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kayoi.config.verification import verify
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.messages.models import Message
from kayoi.engines.procedures.models import Application
from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.forms.applying import STEPS, steps_for
from kayoi.programmes.homes.models import Home, HomeConsent, Party
from kayoi.programmes.homes.tests.offers import ANSWERS, KIN
from tests.cast import LogIn, Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db
SAID: dict[str, Any] = ANSWERS | KIN | {"lot_number": "", "consent_national_sites": ""}
STAFF = "/ina/staff/homes/"


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]

    def ending(self, words: str) -> str:
        return next(link for link in self.found if link.endswith(words))


def page_of(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def answer_all(phone: Client, path: str) -> None:
    """Answer step after step, each page leading to the next."""
    for step in steps_for(SAID):
        page = page_of(phone, path)
        version = page.split('name="version" value="')[1].split('"')[0]
        values = {name: SAID.get(name, "") for name in STEPS[step]().fields}
        sent = phone.post(path, {name: value for name, value in values.items() if value} | {"version": version})
        assert sent.status_code == 302, sent.content.decode()
        path = sent["Location"]
    assert path.endswith("/send/")
    assert phone.post(path).status_code == 302


def test_the_son_types_and_the_mother_signs(client: Client, ina: Organization, officer: Member, log_in: LogIn) -> None:
    town = page_of(client, "/ina/")
    begun = client.post(Links(town).ending("/homes/offer/"))
    answer_all(client, begun["Location"])
    with scope.of_organization(ina.pk):
        application, home = Application.objects.get(), Home.objects.get()
        mail = Message.objects.get()
        assert not HomeConsent.objects.exists()
    assert (mail.to_address, home.status) == ("susumu@example.jp", "submitted")
    state = "/ina/" + mail.body.partition("/ina/")[2].split()[0]

    page = page_of(Client(), state)  # from the mail, on any device, without a log-in
    assert application.receipt in page
    assert "唐木" not in page
    mandate = client.get(Links(page).ending("/mandate/"))
    assert mandate.content[:4] == b"%PDF"
    with scope.of_organization(ina.pk):
        owned = application.papers.get(code="ownership")
    photo = BytesIO(picture())
    photo.name = "meisai.jpg"
    assert client.post(f"{state}papers/{owned.pk}/", {f"paper{owned.pk}-uploads": photo}).status_code == 302

    desk = log_in(officer.user)
    inbox = page_of(desk, "/ina/staff/inbox/?owner=all")
    shown = page_of(desk, Links(inbox).ending(f"/applications/{application.pk}/"))
    assert "委任状をまだ確かめていません。" in shown
    with scope.of_organization(ina.pk):
        papers = dict(application.papers.values_list("code", "pk"))
    for code in ("identity", "mandate"):  # an envelope: her signature, a copy of his licence
        posted = desk.post(f"{STAFF}papers/{papers[code]}/", {"action": "receive", "received_on": "2026-11-24"})
        assert posted.status_code == 302
    for code, until in (("identity", ""), ("ownership", ""), ("mandate", "2028-03-31")):
        done = desk.post(f"{STAFF}papers/{papers[code]}/", {"action": "accept", "valid_until": until})
        assert done.status_code == 302

    with scope.of_organization(ina.pk):
        mother = Party.objects.get(role="owner")
        given = set(HomeConsent.objects.filter(withdrawn_on=None).values_list("party__role", "purpose"))
        waiting = FollowUp.objects.open().count()
    assert mother.agreement == "agreed"
    assert ("owner", "own_site") in given
    assert ("owner", "national_sites") not in given
    assert waiting == 1
    listed = page_of(desk, f"{STAFF}applications/")
    assert "唐木 澄の代理" in listed
    assert "確認済み" in page_of(Client(), state)
    for file in (mother.case_file_id, application.case_file_id):  # on her file and on his
        assert application.receipt in page_of(desk, f"/ina/staff/case-files/{file}/")
    unsound = {check.label for check in verify(on=local_date(NOW)) if check.unsound}
    assert unsound <= {"団体のコードが地域にある"}  # the tests have no places
