"""What stands in for デジタル認証アプリ asks for what the real one asks for, and exists in the demonstration alone."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey

BASE, BACK = "/_demo/auth-app", "http://testserver/account/proof/callback/"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "redirect_uri": BACK, "code_challenge_method": "S256", "code_challenge": CHALLENGE, "state": "s", "nonce": "n",
    "client_id": "kayoi",
}  # fmt: skip


@pytest.fixture
def key(settings: Any) -> ECKey:
    made = ECKey.generate_key("P-256", private=True)
    pem = made.as_pem(private=True).decode()
    settings.DIGITAL_AUTH = {
        "issuer": f"http://testserver{BASE}",
        "client_id": "kayoi",
        "private_key": pem,
        "acr_values": "aal3",
    }
    return made


def code_of(client: Client, **more: str) -> str:
    answer = client.post(f"{BASE}/authorize/?{urlencode(ASKED | more)}", {"card": "hanako"})
    return parse_qs(urlsplit(answer["Location"]).query)["code"][0]


def form(code: str, key: ECKey, **more: str) -> dict[str, str]:
    assertion = jwt.encode({"alg": "ES256"}, {"sub": "kayoi"}, key)
    return {"code": code, "code_verifier": VERIFIER, "redirect_uri": BACK, "client_assertion": assertion} | more


@pytest.mark.django_db
def test_from_the_card_to_the_token(client: Client, key: ECKey) -> None:
    answer = client.post(f"{BASE}/token/", form(code_of(client), key))
    claims = jwt.decode(answer.json()["id_token"], key, algorithms=["ES256"]).claims
    assert (claims["sub"], claims["nonce"], claims["birthdate"]) == ("demo-hanako", "n", "1988-05-05")
    assert claims["iss"] == client.get(f"{BASE}/.well-known/openid-configuration").json()["issuer"]
    assert "d" not in client.get(f"{BASE}/keys/").json()["keys"][0], "the private part stays here"


@pytest.mark.django_db
def test_what_is_wrong_is_refused(client: Client, key: ECKey) -> None:
    code, other = code_of(client), ECKey.generate_key("P-256", private=True)
    wrong = (
        form(code, key, code_verifier="x"), form(code, key, redirect_uri="https://evil.example/"), form(code, other),
        form("made-up", key),
    )  # fmt: skip
    assert [client.post(f"{BASE}/token/", one).status_code for one in wrong] == [400] * 4
    elsewhere = urlencode(ASKED | {"redirect_uri": "https://evil.example/"})
    assert client.get(f"{BASE}/authorize/?{elsewhere}").status_code == 400
    stopped = client.post(f"{BASE}/authorize/?{urlencode(ASKED)}", {"stop": "1"})["Location"]
    assert "error=access_denied" in stopped


@pytest.mark.django_db
def test_nothing_is_there_where_nobody_asked_for_it(client: Client) -> None:
    assert client.get(f"{BASE}/keys/").status_code == 404
    assert client.get(f"{BASE}/authorize/?{urlencode(ASKED)}").status_code == 404
