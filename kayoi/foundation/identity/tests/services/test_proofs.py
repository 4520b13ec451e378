"""Proof of identity against a local provider that checks what デジタル認証アプリ checks."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from joserfc.jwk import ECKey

from kayoi.foundation.identity.models import IdentityProof, Person
from kayoi.foundation.identity.services import proofs
from kayoi.foundation.identity.tests import provider as local
from kayoi.foundation.places.models import Place
from tests.cast import actor_of

CALLBACK = "http://localhost/account/proof/callback/"


@pytest.fixture
def provider(at: datetime) -> Iterator[local.Provider]:
    with local.running() as running:
        running.now = int(at.timestamp())
        yield running


def client_of(provider: local.Provider) -> proofs.Client:
    key = provider.client_key.as_pem(private=True).decode()
    return proofs.Client(provider.issuer, "kayoi", key, "aal3")


def prove(
    provider: local.Provider, person: Person, at: datetime, *, subject: str = "sub-1", **changes: Any
) -> IdentityProof:
    client = client_of(provider)
    started = proofs.start_proof(client=client, redirect_uri=CALLBACK, at=at)
    answer = provider.authorize(started.url, subject) | changes.pop("answer", {})
    back_at = changes.pop("back_at", at)
    return proofs.finish_proof(
        client=client,
        started=started,
        answer=answer,
        redirect_uri=CALLBACK,
        person=person,
        by=actor_of(person),
        at=back_at,
    )


def test_proof_keeps_method_level_time_and_subject_only(provider: local.Provider, hana: Person, at: datetime) -> None:
    hana.birth_on = date(1985, 4, 2)
    proof = prove(provider, hana, at)
    assert (proof.method, proof.level, proof.subject, proof.proved_at) == ("digital_auth_app", "ial3", "sub-1", at)
    assert provider.asked["scope"] == "openid name address birthdate"
    assert provider.asked["response_type"] == "code"
    assert provider.refused == []
    columns = {field.name for field in IdentityProof._meta.concrete_fields}
    assert columns == {"id", "person", "method", "level", "issuer", "subject", "place_code", "proved_at"}


def test_proving_again_renews_the_same_proof(provider: local.Provider, hana: Person, at: datetime) -> None:
    prove(provider, hana, at)
    prove(provider, hana, at + timedelta(seconds=5))
    assert IdentityProof.objects.get().proved_at == at + timedelta(seconds=5)


def test_card_of_another_log_in_is_refused(provider: local.Provider, hana: Person, ken: Person, at: datetime) -> None:
    prove(provider, hana, at)
    ken.name = hana.name  # a namesake
    with pytest.raises(proofs.ProofFailed, match="taken"):
        prove(provider, ken, at)
    assert IdentityProof.objects.get().person == hana


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": "山田 太郎"}, "other_person"),
        ({"birthdate": "1985-04-03"}, "other_person"),
        ({"address": {"formatted": "長野県松本市丸の内1-1"}}, "other_place"),
        ({"name": None}, "profile"),
    ],
)
def test_the_card_of_somebody_else_proves_nothing(
    provider: local.Provider, hana: Person, at: datetime, said: dict[str, Any], code: str
) -> None:
    same = {
        "kana": "",
        "name_en": "",
        "name_en_by_rule": True,
        "office_lat": 35,
        "office_lon": 139,
        "status": "current",
    }
    tokyo = Place.objects.create(
        code="130001", code5="13000", kind="prefecture", name="東京都", full_name="東京都", **same
    )
    Place.objects.create(
        code="131041",
        code5="13104",
        kind="special_ward",
        name="新宿区",
        full_name="東京都新宿区",
        prefecture=tokyo,
        **same,
    )
    hana.birth_on, hana.place_code = date(1985, 4, 2), "131041"
    provider.claims = said
    with pytest.raises(proofs.ProofFailed, match=code):
        prove(provider, hana, at)
    assert not IdentityProof.objects.exists()


def test_without_a_birthday_less_is_proved(provider: local.Provider, hana: Person, at: datetime) -> None:
    assert prove(provider, hana, at).level == "ial2"


Spoil = Callable[[local.Provider], object]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda p: p.claims.update(nonce="other"), "claims"),
        (lambda p: p.claims.update(iss="https://evil.example"), "claims"),
        (lambda p: p.claims.update(aud="somebody-else"), "claims"),
        (lambda p: p.claims.update(aud=["kayoi", "other"], azp="other"), "claims"),
        (lambda p: p.claims.update(exp=p.now - 61), "claims"),
        (lambda p: p.claims.update(iat=p.now - 700), "claims"),
        (lambda p: p.claims.update(sub=""), "claims"),
        (lambda p: p.claims.update(nonce=None), "claims"),
        (lambda p: setattr(p, "signing_key", ECKey.generate_key("P-256", private=True)), "signature"),
        (lambda p: setattr(p, "client_key", ECKey.generate_key("P-256", private=True)), "unreachable"),
    ],
    ids=["nonce", "issuer", "audience", "azp", "expired", "old", "no subject", "no nonce", "signature", "client key"],
)
def test_anything_wrong_in_the_answer_is_refused(
    provider: local.Provider, hana: Person, at: datetime, spoil: Spoil, code: str
) -> None:
    client = client_of(provider)
    started = proofs.start_proof(client=client, redirect_uri=CALLBACK, at=at)
    answer = provider.authorize(started.url, "sub-1")
    spoil(provider)
    with pytest.raises(proofs.ProofFailed, match=code):
        proofs.finish_proof(
            client=client, started=started, answer=answer, redirect_uri=CALLBACK, person=hana, by=actor_of(hana), at=at
        )
    assert not IdentityProof.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answer": {"state": "forged"}}, "state"),
        ({"answer": {"state": ""}}, "state"),
    ],
)
def test_forged_state_is_refused(
    provider: local.Provider, hana: Person, at: datetime, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(proofs.ProofFailed, match=code):
        prove(provider, hana, at, **changes)


def test_coming_back_too_late_is_refused(provider: local.Provider, hana: Person, at: datetime) -> None:
    with pytest.raises(proofs.ProofFailed, match="expired"):
        prove(provider, hana, at, back_at=at + timedelta(minutes=10, seconds=1))
    provider.now += 600
    assert prove(provider, hana, at, back_at=at + timedelta(minutes=10)).subject == "sub-1"


@pytest.mark.parametrize(("error", "code"), [("access_denied", "cancelled"), ("server_error", "provider")])
def test_error_of_the_provider_is_told(
    provider: local.Provider, hana: Person, at: datetime, error: str, code: str
) -> None:
    client = client_of(provider)
    started = proofs.start_proof(client=client, redirect_uri=CALLBACK, at=at)
    answer = {"state": started.state, "error": error}
    with pytest.raises(proofs.ProofFailed, match=code):
        proofs.finish_proof(
            client=client, started=started, answer=answer, redirect_uri=CALLBACK, person=hana, by=actor_of(hana), at=at
        )


def test_unreachable_provider_is_told(hana: Person, at: datetime) -> None:
    client = proofs.Client("http://127.0.0.1:9", "kayoi", "", "aal3")
    with pytest.raises(proofs.ProofFailed, match="unreachable"):
        proofs.start_proof(client=client, redirect_uri=CALLBACK, at=at)
