"""Points through the browser's requests: the office's terms and figures, one's own page, the counter."""

import csv
import io
import zlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kayoi.engines.credentials.rules.jws import from_base64url, point
from kayoi.engines.credentials.services import rotate_keys
from kayoi.engines.credentials.tests.vectors import PHONE
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.furusato.models import Benefit, BenefitUse, PointsScheme, Registration
from kayoi.programmes.furusato.selectors.points import usable_by_file
from kayoi.programmes.furusato.selectors.points_office import years_of_points
from kayoi.programmes.furusato.services import benefits, cards, telling
from kayoi.programmes.furusato.services.benefits import Use
from kayoi.programmes.furusato.tests.factories import BY, TODAY, a_benefit, a_kind, a_register, a_registration, a_scheme
from kayoi.programmes.furusato.tests.services.test_points import done
from tests.cast import LogIn, Member
from tests.clock import NOW

LIST = "/ina/staff/furusato/points/"


@pytest.fixture
def holder(ina: Organization) -> Registration:
    """Somebody on step 2 who has earned 45 coins and spent 20 of them."""
    with scope.of_organization(ina.pk):
        kind = a_kind(name="草刈り", name_en="Cutting grass")
        a_scheme(rates={kind: 30}, percents={2: 150}, name="通いコイン", name_en="Kayoi coins", unit="コイン",
                 unit_en="coins", cap_day=100)  # fmt: skip
        found = a_registration(a_register(step=2, name="ふるさとパートナー"), since=TODAY - timedelta(days=90))
        done(kind, found.case_file)
        benefit = a_benefit(found.register, key="tea", name="お茶", points=20)
        use = Use(benefit.pk, uuid4(), NOW, registration=found.pk)
        benefits.record_use(use=use, by=BY, at=NOW)
    return found


def terms(kind: int, **more: Any) -> dict[str, Any]:
    given = {
        "starts_on": TODAY.isoformat(), "name": "通いコイン", "unit": "コイン", "valid_months": 12,
        "percent_without": 0, f"kind_{kind}": 30,
    }  # fmt: skip
    return given | more


def test_the_office_writes_terms_and_changes_them_until_they_have_given(
    ina: Organization, head: Member, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        kind = a_kind().pk
        a_register(step=1)
    browser = log_in(head.user)
    assert "まだ使っていません" in browser.get(LIST).content.decode()
    wrong = browser.post(f"{LIST}new/", terms(kind, step_1="", starts_on="2026-11-19"))
    assert wrong.status_code == 422
    assert browser.post(f"{LIST}new/", terms(kind, step_1=150, starts_on="2026-11-19")).status_code == 422
    assert browser.post(f"{LIST}new/", terms(kind, step_1=150)).status_code == 302
    assert browser.post(f"{LIST}new/", terms(kind, step_1=150)).status_code == 422, "the same day again"
    with scope.of_organization(ina.pk):
        scheme = PointsScheme.objects.get()
    page = browser.get(f"{LIST}{scheme.pk}/").content.decode()
    assert 'value="150"' in page
    answer = browser.post(f"{LIST}{scheme.pk}/", terms(kind, step_1=200, version=scheme.version))
    assert answer.status_code == 302
    assert "200%" in browser.get(LIST).content.decode()


def test_the_office_sees_the_figures_of_the_ledger_and_hands_them_out(
    ina: Organization, holder: Registration, officer: Member, log_in: LogIn
) -> None:
    browser = log_in(officer.user)
    page = browser.get(LIST).content.decode()
    assert "草刈り: 参加が確認されると30コイン" in page
    with scope.of_organization(ina.pk):
        (year,) = years_of_points()
    assert (year.issued, year.spent, year.expired, year.outstanding) == (45, 20, 0, 25)
    text = browser.get(f"{LIST}file/").content.decode("utf-8-sig")
    _, *lines = csv.reader(io.StringIO(text))
    assert [(line[1], line[2], line[3]) for line in lines] == [
        (holder.case_file.number, "付けた", "45"), (holder.case_file.number, "使われた", "-20"),
    ]  # fmt: skip
    assert holder.case_file.name not in text
    person = browser.get(f"/ina/staff/furusato/people/{holder.case_file_id}/points/").content.decode()
    assert "30 × 150%" in person


def test_ones_own_page_says_what_is_left_and_how_it_came_about(ina: Organization, holder: Registration) -> None:
    with scope.of_organization(ina.pk):
        token = telling.new_link(sign_up=holder.case_file.sign_ups.get(), by=BY, at=NOW)
    browser = Client()
    page = browser.get(f"/ina/furusato/points/{token}/").content.decode()
    for words in (
        "25コイン: 2027年(令和9年)11月20日まで",
        "30 × 150%",
        "お茶",
        "ふるさとパートナー",
        "お金に換えること",
    ):
        assert words in page
    english = browser.get(f"/ina/furusato/points/{token}/", headers={"accept-language": "en"}).content.decode()
    for words in ("Kayoi coins", "Cutting grass: 30 coins", "25 coins: until", "cannot be bought"):
        assert words in english
    assert f"/ina/furusato/points/{token}/" in browser.get(f"/ina/furusato/mine/{token}/").content.decode()
    assert browser.get("/ina/furusato/points/wrong/").status_code == 404


def test_the_desk_learns_who_has_too_few_and_is_refused_or_noted(
    ina: Organization, holder: Registration, officer: Member, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        rotate_keys(by=BY, at=NOW)
        key = point(PHONE.public_key())
        index = cards.give_phone_card(registration=holder, key=key, by=BY, at=NOW).card.index
        dear, cheap = a_benefit(holder.register, points=26), Benefit.objects.get(key="tea")
    browser = log_in(officer.user)
    pack = browser.get("/ina/staff/furusato/desk/pack/").json()
    poor = {one["id"]: (one["points"], zlib.decompress(from_base64url(one["poor"]))[0]) for one in pack["benefits"]}
    assert (poor, pack["unit"]) == ({cheap.pk: (20, 0), dear.pk: (26, 1 << index)}, "コイン")
    entry = {"benefit": dear.pk, "card": index, "quantity": 1, "client_key": uuid4()}
    at_once = browser.post("/ina/staff/furusato/desk/send/", entry)
    assert (at_once.status_code, "26" in at_once.json()["errors"][0]) == (422, True)
    assert "残りは25" not in str(at_once.json()), "a counter does not learn what somebody has"
    late = browser.post("/ina/staff/furusato/desk/send/", entry | {"used_at": "2026-11-19T00:30:00.000Z"})
    again = browser.post("/ina/staff/furusato/desk/send/", entry | {"used_at": "2026-11-19T00:30:00.000Z"})
    assert late.json() == again.json()
    with scope.of_organization(ina.pk):
        assert BenefitUse.objects.get(benefit=dear).beyond == "furusato.use_not_covered"
        assert usable_by_file([holder.case_file_id], on=TODAY) == {holder.case_file_id: 25}
    assert "ポイントが足りなかった利用" in browser.get(LIST).content.decode()
    by_hand = f"/ina/staff/furusato/benefits/{dear.pk}/record/"
    given = {"number": holder.number, "used_on": TODAY.isoformat(), "quantity": 1, "client_key": str(uuid4())}
    assert browser.post(by_hand, given).status_code == 422
    assert browser.post(by_hand.replace(str(dear.pk), str(cheap.pk)), given).status_code == 302
