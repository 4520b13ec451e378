"""The public search and its pages, as a visitor meets them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages.models import Message
from kayoi.foundation.identity.models import Person
from kayoi.foundation.identity.services import end_sharing, set_setting, share
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import Shared
from kayoi.programmes.homes import services
from kayoi.programmes.homes.jobs import tell_one
from kayoi.programmes.homes.models import Home, Listing, SavedSearch, Seeker
from kayoi.programmes.homes.states import EARLY_DAYS, HomeConsentPurpose, HomeStatus, SeekerStatus
from kayoi.programmes.homes.tests.houses import make_home, make_owner
from tests.cast import LogIn, Member

PUBLIC = (HomeConsentPurpose.OWN_SITE,)


def publish(by: Member, *, at: datetime, **fields: Any) -> Home:
    """Return a published house of the officer's town."""
    with scope.of_organization(by.organization.pk):
        home = make_home(by=by.actor, at=at, status=HomeStatus.REGISTERED, **fields)
        make_owner(home, make_file(), at=at, agrees_to=PUBLIC)
        services.move_home(home=home, action="publish", by=by.actor, at=at)
        return home


@pytest.fixture
def now() -> datetime:
    return timezone.now() - timedelta(minutes=5)


def test_a_search_shows_what_fits_and_what_each_condition_would_leave(
    ina: Organization, officer: Member, client: Client, now: datetime
) -> None:
    publish(officer, at=now, title="安い家", price_yen=900_000)
    publish(officer, at=now, title="高い家", price_yen=9_000_000, farmland_m2=500)
    page = client.get("/ina/homes/?price=p1").content.decode()
    assert "安い家" in page
    assert "高い家" not in page
    assert "500万〜1,000万円 (1)" in page, "another price is counted as if it were ticked"
    assert "農地付き (0)" in page


@pytest.mark.parametrize(("words", "found"), [("薪ストーブ", True), ("薪", True), ("プール", False)])
def test_words_are_found_in_what_is_public(
    ina: Organization, officer: Member, client: Client, now: datetime, words: str, found: bool
) -> None:
    publish(officer, at=now, title="山の家", appeal="薪ストーブのある広い居間。", address="プール通り1番地")
    assert ("山の家" in client.get("/ina/homes/", {"words": words}).content.decode()) is found


def test_another_town_shows_its_own_houses_only(
    ina: Organization, sado: Organization, officer: Member, client: Client, now: datetime
) -> None:
    home = publish(officer, at=now, title="伊那の家")
    assert "伊那の家" not in client.get("/sado/homes/").content.decode()
    with scope.of_organization(ina.pk):
        listing = Listing.objects.get(home=home)
    assert client.get(f"/sado/homes/{listing.pk}/").status_code == 404
    assert client.get(f"/ina/homes/{listing.pk}/").status_code == 200


def test_what_is_withdrawn_is_gone(ina: Organization, officer: Member, client: Client, now: datetime) -> None:
    home = publish(officer, at=now)
    with scope.of_organization(ina.pk):
        listing = Listing.objects.get(home=home)
        services.move_home(home=home, action="suspend", by=officer.actor, at=now)
    for path in (f"/ina/homes/{listing.pk}/", f"/ina/homes/{listing.pk}/sheet/"):
        assert client.get(path).status_code == 404
    assert "0件" in client.get("/ina/homes/").content.decode()


def test_a_strange_address_is_a_page_with_everything(
    ina: Organization, officer: Member, client: Client, now: datetime
) -> None:
    publish(officer, at=now, title="ふつうの家")
    strange = {"price": "x", "page": "99999999999", "sort": "'", "box": "1,2,3", "view": "<b>", "words": "　"}
    answer = client.get("/ina/homes/", strange)
    assert (answer.status_code, "1件" in answer.content.decode()) == (200, True)


def test_an_english_reader_reads_english(ina: Organization, officer: Member, client: Client, now: datetime) -> None:
    home = publish(officer, at=now, title="山の家", details={"structure": "wood"})
    with scope.of_organization(ina.pk):
        pk = Listing.objects.get(home=home).pk
    page = client.get(f"/ina/homes/{pk}/", headers={"accept-language": "en"}).content.decode()
    assert "¥3,800,000" in page
    assert "Wood" in page
    assert "House, 高遠町勝間" in page


def test_houses_are_compared_side_by_side(ina: Organization, officer: Member, client: Client, now: datetime) -> None:
    homes = [publish(officer, at=now, title=f"家{number}", price_yen=number * 1_000_000) for number in (1, 2)]
    with scope.of_organization(ina.pk):
        ids = [Listing.objects.get(home=home).pk for home in homes]
    query = "&".join(f"id={pk}" for pk in (*ids, "x", 999_999))
    page = client.get(f"/ina/homes/compare/?{query}").content.decode()
    assert page.index("100万円") < page.index("200万円")


def test_the_sheet_is_a_pdf(ina: Organization, officer: Member, client: Client, now: datetime) -> None:
    home = publish(officer, at=now)
    with scope.of_organization(ina.pk):
        pk = Listing.objects.get(home=home).pk
    answer = client.get(f"/ina/homes/{pk}/sheet/")
    assert answer.content[:5] == b"%PDF-" or answer.status_code == 503


def test_a_saved_search_tells_of_new_houses_once_and_can_be_stopped(
    ina: Organization, officer: Member, client: Client, now: datetime
) -> None:
    answer = client.post("/ina/homes/saved/?offer=rent", {"email": "new@example.jp", "agree": "on"})
    assert "借りる" in answer.content.decode()
    publish(officer, at=timezone.now(), title="借りられる家", offer="rent", rent_yen=30_000)
    publish(officer, at=timezone.now(), title="売る家", offer="sale")
    with scope.of_organization(ina.pk):
        saved = SavedSearch.objects.get()
    for _ in range(2):
        tell_one(ina.pk, saved.pk)
    with scope.of_organization(ina.pk):
        first, news = Message.objects.order_by("pk")
    assert "借りられる家" in news.body
    assert "売る家" not in news.body
    stop = next(line for line in first.body.splitlines() if "/stop/" in line)
    path = stop[stop.index("/ina/") :]
    assert "止めてあります" not in client.get(path).content.decode()
    client.post(path)
    publish(officer, at=timezone.now(), title="もう一軒", offer="rent", rent_yen=30_000)
    tell_one(ina.pk, saved.pk)
    with scope.of_organization(ina.pk):
        assert Message.objects.count() == 2
    assert client.post(path.replace("/ina/", "/sado/")).status_code == 404


def test_registered_people_see_houses_first(
    ina: Organization, officer: Member, client: Client, log_in: LogIn, hana: Person, now: datetime
) -> None:
    with scope.of_organization(ina.pk):
        set_setting(which=EARLY_DAYS, value=7, starts_on=now.date(), by=officer.actor, at=now)
    publish(officer, at=now, title="先に見る家")
    assert "先に見る家" not in client.get("/ina/homes/").content.decode()
    mine = log_in(hana.user)
    assert "利用登録をした方だけ" in mine.get("/ina/homes/early/").content.decode()
    with scope.of_organization(ina.pk):
        Seeker.objects.create(
            case_file=make_file(person=hana), number="1", status=SeekerStatus.REGISTERED, pledge_version="1",
            pledged_on=now.date(), applied_at=now,
        )  # fmt: skip
    assert "先に見る家" in mine.get("/ina/homes/early/").content.decode()


def test_towns_that_share_a_bank_stand_on_one_page(
    ina: Organization, sado: Organization, officer: Member, client: Client, now: datetime
) -> None:
    home = publish(officer, at=now, title="伊那の家")
    with scope.of_organization(ina.pk):
        sharing = share(giver=ina, reader=sado, what=Shared.HOMES, starts_on=now.date(), by=officer.actor, at=now)
        listing = Listing.objects.get(home=home)
    page = client.get("/sado/homes/").content.decode()
    assert "伊那の家" in page
    assert f"/ina/homes/{listing.pk}/" in page, "it is asked for in its own town"
    assert client.get(f"/sado/homes/{listing.pk}/").status_code == 404
    with scope.of_organization(ina.pk):
        end_sharing(sharing=sharing, by=officer.actor, at=now)
    assert "伊那の家" not in client.get("/sado/homes/").content.decode()
