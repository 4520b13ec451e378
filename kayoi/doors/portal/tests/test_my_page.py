"""My page, profile and household."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from kayoi.doors.portal.tests.factories import ask
from kayoi.foundation.identity.models import HouseholdMember, Person
from kayoi.foundation.tenancy.models import Organization
from tests.cast import LogIn, Member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/me/", "/me/profile/", "/me/relations/", "/me/export/", "/me/erase/"])
def test_without_a_log_in_there_is_only_the_way_to_it(path: str, ina: Organization) -> None:
    response = Client().get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_my_page_begins_with_what_one_waits_for(ina: Organization, hana: Person, log_in: LogIn) -> None:
    question = ask(ina, hana, text="雪かきは何時からですか。")
    text = log_in(hana.user).get("/me/").content.decode()
    assert "雪かきは何時からですか。" in text
    assert f"{question.due_on.month}月{question.due_on.day}日までに返事が来ます" in text
    assert "/me/relations/#ina" in text


def test_my_page_of_somebody_new_says_what_will_be_here(ina: Organization, ken: Person, log_in: LogIn) -> None:
    text = log_in(ken.user).get("/me/").content.decode()
    assert "返事を待っている質問はありません" in text
    assert "業務画面" not in text


def test_staff_find_their_towns(officer: Member, log_in: LogIn) -> None:
    assert 'href="/ina/staff/"' in log_in(officer.user).get("/me/").content.decode()


def profile(person: Person, **changes: str) -> dict[str, str]:
    values = {"name": "山田 花", "kana": "やまだ はな", "phone": "", "version": str(person.version)}
    return values | {"postal_code": "", "place_code": "", "address": ""} | changes


def test_a_profile_is_kept_in_normal_form(ina: Organization, hana: Person, log_in: LogIn) -> None:
    changes = {"phone": "09011112222", "postal_code": "３９６８６１７", "address": "下新田3050"}
    birth = {"birth_on_year": "昭和60", "birth_on_month": "4", "birth_on_day": "1"}
    response = log_in(hana.user).post("/me/profile/", profile(hana, **changes) | birth)
    assert (response.status_code, response.headers["Location"]) == (302, "/me/")
    hana.refresh_from_db()
    assert (hana.phone, hana.postal_code, hana.address) == ("090-1111-2222", "396-8617", "下新田3050")
    assert (hana.birth_on, hana.version) == (date(1985, 4, 1), 2)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"phone": "12"}, "電話番号として読めません"),
        ({"postal_code": "396"}, "郵便番号は、7けたの数字で書いてください"),
        ({"birth_on_year": "1985", "birth_on_month": "13", "birth_on_day": "1"}, "日付として読めません"),
        ({"place_code": "どこにもない町"}, "市区町村が見つかりません"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_field(
    changes: dict[str, str], sentence: str, ina: Organization, hana: Person, log_in: LogIn
) -> None:
    response = log_in(hana.user).post("/me/profile/", profile(hana, name="書きかけ", **changes))
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "書きかけ" in text
    hana.refresh_from_db()
    assert hana.version == 1


def test_who_was_slower_sees_both_versions_and_may_overwrite(ina: Organization, hana: Person, log_in: LogIn) -> None:
    client = log_in(hana.user)
    client.post("/me/profile/", profile(hana, address="先に書いた住所"))
    response = client.post("/me/profile/", profile(hana, address="あとから書いた住所"))
    text = response.content.decode()
    assert response.status_code == 409
    assert "先に書いた住所" in text
    assert "あとから書いた住所" in text
    assert 'name="version" value="2"' in text
    client.post("/me/profile/", profile(hana, address="あとから書いた住所", version="2"))
    hana.refresh_from_db()
    assert hana.address == "あとから書いた住所"


def test_a_household_grows_and_shrinks(ina: Organization, hana: Person, log_in: LogIn) -> None:
    client = log_in(hana.user)
    assert client.post("/me/household/add/", {"relation": ""}).status_code == 422
    assert client.post("/me/household/add/", {"relation": "self"}).status_code == 422
    client.post("/me/household/add/", {"relation": "child", "name": "山田 実"})
    assert "山田 実" in client.get("/me/").content.decode()
    (member,) = HouseholdMember.objects.all()
    client.post(f"/me/household/{member.pk}/remove/")
    assert not HouseholdMember.objects.exists()


def test_the_household_of_somebody_else_does_not_exist(
    ina: Organization, hana: Person, ken: Person, log_in: LogIn
) -> None:
    log_in(hana.user).post("/me/household/add/", {"relation": "child", "name": "山田 実"})
    (member,) = HouseholdMember.objects.all()
    client: Any = log_in(ken.user)
    assert client.post(f"/me/household/{member.pk}/remove/").status_code == 404
    client.post("/me/household/add/", {"relation": "spouse", "name": "鈴木 幸"})
    assert client.post(f"/me/household/{member.pk}/remove/").status_code == 404
    assert HouseholdMember.objects.filter(pk=member.pk).exists()
