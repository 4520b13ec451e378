"""Pages about Kayoi, the frame around all pages, and the pages of errors."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from kayoi.doors.portal.selectors.frame import demonstration, frame
from kayoi.doors.portal.views import errors
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from tests.cast import LogIn, Member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "japanese", "english"),
    [
        ("/about/", "業務基盤", "staying in touch"),
        ("/privacy/", "公文書", "official documents"),
        ("/accessibility/", "JIS X 8341-3:2016", "JIS X 8341-3:2016"),
        ("/terms/", "データの出典", "Sources of the data"),
        ("/erased/", "ログインとプロフィールを消しました", "Your log-in and profile have been erased"),
    ],
)
def test_pages_stand_in_two_languages(path: str, japanese: str, english: str) -> None:
    assert japanese in Client().get(path).content.decode()
    assert english in Client(headers={"accept-language": "en"}).get(path).content.decode()


def test_visitors_are_led_to_log_in_and_persons_to_my_page(hana: Person, log_in: LogIn) -> None:
    to_sign_up, to_my_page = 'href="/account/signup/"', 'href="/me/"'
    text = Client().get("/").content.decode()
    assert to_sign_up in text
    assert to_my_page not in text
    text = log_in(hana.user).get("/").content.decode()
    assert to_sign_up not in text
    assert to_my_page in text


def test_every_page_carries_the_notice_of_the_demonstration(officer: Member, log_in: LogIn) -> None:
    notice = "デモ ・ 架空の人物 ・ 表示の市町村は本製品と無関係です"
    for path in ("/", "/ina/", "/account/2fa/", "/nowhere/", "/ina/staff/"):
        assert notice in log_in(officer.user).get(path).content.decode(), path
    with override_settings(DEMO=False):
        assert demonstration(RequestFactory().get("/")) == {"demo": False}


def test_staff_pages_have_the_frame_of_the_workspace(officer: Member, log_in: LogIn) -> None:
    response = log_in(officer.user).get("/ina/staff/")
    assert response.status_code == 200
    assert frame(response.wsgi_request) == {}


# --- errors ---------------------------------------------------------------------------------------------------------
HANDLERS: list[tuple[Callable[[HttpRequest], HttpResponse], int, str, str]] = [
    (errors.bad_request, 400, "受け取れませんでした", "We could not take this"),
    (errors.permission_denied, 403, "このページは開けません", "This page cannot be opened"),
    (errors.not_found, 404, "ページが見つかりません", "Page not found"),
    (errors.server_error, 500, "うまく動きませんでした", "Something went wrong"),
    (errors.csrf_failure, 403, "もう一度送ってください", "Please send it again"),
    (errors.too_many_requests, 429, "少しお待ちください", "Please wait a little"),
]


@pytest.mark.parametrize(("handler", "status", "japanese", "english"), HANDLERS)
def test_error_pages_ask_nothing_of_the_database(
    handler: Callable[[HttpRequest], HttpResponse],
    status: int,
    japanese: str,
    english: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    request = RequestFactory().get("/x/")
    with django_assert_num_queries(0):
        for language, words in (("ja", japanese), ("en", english)):
            with translation.override(language):
                response = handler(request)
            assert response.status_code == status
            text = response.content.decode()
            assert words in text
            assert text.count("<h1>") == 1
            assert f'<html lang="{language}">' in text


def test_error_pages_work_inside_a_broken_transaction() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")
        assert errors.server_error(RequestFactory().get("/")).status_code == 500
        connection.cursor().execute("SELECT 1")


def test_a_page_of_another_town_is_missing_like_one_that_never_was(
    sado_officer: Member, ina: Organization, log_in: LogIn
) -> None:
    client = log_in(sado_officer.user)
    there, nowhere = client.get("/ina/staff/"), client.get("/nowhere/staff/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


def test_a_form_from_another_window_says_that_nothing_is_lost(hana: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(hana.user)
    response = client.post("/me/profile/", {"name": "x"})
    assert response.status_code == 403
    assert "書いた内容は、そこに残っています" in response.content.decode()


def test_too_many_log_ins_get_our_own_page() -> None:
    client = Client()
    statuses = [client.post("/account/password/reset/", {"email": "x@example.jp"}).status_code for _ in range(30)]
    assert 429 in statuses
    assert "少しお待ちください" in client.post("/account/password/reset/", {"email": "x@example.jp"}).content.decode()
