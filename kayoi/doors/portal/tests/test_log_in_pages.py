"""Log-in, sign-up, second factors and mails of allauth in our own words and layout."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from kayoi.foundation.identity.models import Person, User
from kayoi.foundation.tenancy.models import Organization
from tests.cast import LogIn
from tests.guards.test_walk import faults

pytestmark = pytest.mark.django_db
PASSWORD = "kawaraya-no-neko-2026"

VISITOR_PAGES = [
    "/account/login/", "/account/signup/", "/account/password/reset/", "/account/password/reset/done/",
    "/account/confirm-email/", "/account/confirm-email/wrong/", "/account/inactive/",
    "/account/password/reset/key/1-wrong/", "/account/second-factor/",
]  # fmt: skip
PERSON_PAGES = [
    "/account/logout/", "/account/email/", "/account/password/set/", "/account/2fa/", "/account/2fa/webauthn/",
    "/account/2fa/recovery-codes/generate/", "/account/sessions/", "/account/invitations/wrong/",
]  # fmt: skip
OF_ALLAUTH = re.compile(r"Sign ?[Ii]n|Sign ?[Uu]p|ユーザー登録|二要素|多要素|サインイン")


def sound(client: Client, path: str, language: str) -> str:
    response = client.get(path, headers={"accept-language": language}, follow=True)
    text = response.content.decode()
    assert faults(text) == []
    assert f'<html lang="{language}">' in text
    return text


@pytest.mark.parametrize("path", VISITOR_PAGES)
def test_pages_of_visitors_are_sound(path: str, ina: Organization) -> None:
    assert not OF_ALLAUTH.search(sound(Client(), path, "ja"))
    assert not re.search(r"[ぁ-ん]", sound(Client(), path, "en").replace("日本語", ""))


@pytest.mark.parametrize("path", PERSON_PAGES)
def test_pages_of_persons_are_sound(path: str, ina: Organization, hana: Person, log_in: LogIn) -> None:
    assert not OF_ALLAUTH.search(sound(log_in(hana.user), path, "ja"))
    assert not re.search(r"[ぁ-ん]", sound(log_in(hana.user), path, "en").replace("日本語", ""))


def links(number: int = -1) -> list[str]:
    return [re.sub(r"^https?://[^/]+", "", link) for link in re.findall(r"https?://\S+", str(mail.outbox[number].body))]


def test_somebody_signs_up_confirms_and_logs_in(ina: Organization) -> None:
    client = Client()
    response = client.post("/account/signup/", {"email": "new@example.jp", "password1": PASSWORD})
    assert response.headers["Location"] == "/account/confirm-email/"
    assert mail.outbox[0].subject == "メールアドレスを確認してください"
    assert "example.com" not in mail.outbox[0].body
    (link,) = links()
    assert "<strong>new@example.jp</strong> を、あなたのログインに使います。" in client.get(link).content.decode()
    client.post(link)
    assert User.objects.get(email="new@example.jp").is_active
    other = Client()
    assert (
        other.post("/account/login/", {"login": "new@example.jp", "password": PASSWORD}).headers["Location"] == "/me/"
    )
    assert "ログインしました。" in other.get("/me/").content.decode()


def test_wrong_passwords_are_said_in_the_summary(ina: Organization, hana: Person) -> None:
    response = Client().post("/account/login/", {"login": "hana@example.jp", "password": "wrong"})
    text = response.content.decode()
    assert "1件の入力を直してください" in text
    assert faults(text) == []


def test_a_forgotten_password_is_chosen_anew(ina: Organization, hana: Person) -> None:
    client = Client()
    client.post("/account/password/reset/", {"email": "hana@example.jp"})
    assert mail.outbox[0].subject == "新しいパスワードを決めてください"
    form = client.get(links()[0], follow=True)
    assert faults(form.content.decode()) == []
    path: Any = form.redirect_chain[-1][0]
    client.post(path, {"password1": PASSWORD, "password2": PASSWORD})
    assert Client().post("/account/login/", {"login": "hana@example.jp", "password": PASSWORD}).status_code == 302
    assert mail.outbox[-1].subject == "パスワードを決め直しました"


def test_mails_speak_the_language_of_the_page(ina: Organization) -> None:
    Client(headers={"accept-language": "en"}).post(
        "/account/signup/", {"email": "new@example.jp", "password1": PASSWORD}
    )
    assert mail.outbox[0].subject == "Please confirm your e-mail address"
    assert not re.search(r"[ぁ-んァ-ヶ一-龠]", str(mail.outbox[0].body))


def test_who_signs_up_twice_or_has_no_log_in_is_told_by_mail_only(ina: Organization, hana: Person) -> None:
    client = Client()
    again = client.post("/account/signup/", {"email": "hana@example.jp", "password1": PASSWORD})
    assert again.headers["Location"] == "/account/confirm-email/"
    client.post("/account/password/reset/", {"email": "nobody@example.jp"})
    assert [message.subject for message in mail.outbox] == ["ログインは、すでにあります", "ログインが見つかりません"]


def test_the_way_past_a_missing_second_factor_leads_nowhere_else(ina: Organization) -> None:
    text = Client().get("/account/second-factor/?next=javascript:alert(1)").content.decode()
    assert not re.search(r'href="\s*javascript:', text)
