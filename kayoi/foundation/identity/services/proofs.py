"""Proof of identity with デジタル認証アプリ: OpenID Connect, authorization code with PKCE S256, private_key_jwt.

Source: デジタル庁 デジタル認証アプリ 開発者向けドキュメント (authorization code flow, S256 required, no implicit flow).
What the card says is compared with the profile and thrown away: somebody else's card proves nobody. Stored are subject,
level, time and the municipality; no name, no address and never a number.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode

import requests
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.db import IntegrityError, transaction
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import IdentityProof, Person
from kayoi.foundation.identity.states import ProofLevel, ProofMethod
from kayoi.foundation.places.selectors.places import place_of
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.selectors import operator
from kayoi.kit.actor import Actor
from kayoi.kit.text import name_key, normal

ALGORITHMS = ["ES256", "RS256", "PS256"]
START_VALID = timedelta(minutes=10)
CLOCK_SKEW_S = 60
TIMEOUT_S = 10
# 基本4情報 without the sex, which nobody here needs.
SCOPE = "openid name address birthdate"


class ProofFailed(Exception):
    """The identity could not be proved; `code` names the sentence that is shown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Client:
    """How this installation is known to the provider (set by the operator)."""

    issuer: str
    client_id: str
    private_key: str
    acr_values: str


@dataclass(frozen=True)
class Started:
    """What the browser is sent to, and what must be remembered in its session until it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str
    started_at: str


def client() -> Client | None:
    """Return the configured client, or None where proving by デジタル認証アプリ is not offered."""
    return Client(**settings.DIGITAL_AUTH) if settings.DIGITAL_AUTH["issuer"] else None


def start_proof(*, client: Client, redirect_uri: str, at: datetime) -> Started:
    """Prepare the way to the provider (本人確認を始める). Raises ProofFailed when it cannot be reached."""
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": redirect_uri,
        "scope": SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "acr_values": client.acr_values,
    }
    url = f"{_metadata(client)['authorization_endpoint']}?{urlencode(query)}"
    return Started(url, state, nonce, verifier, at.isoformat())


def finish_proof(
    *,
    client: Client,
    started: Started,
    answer: dict[str, str],
    redirect_uri: str,
    person: Person,
    by: Actor,
    at: datetime,
) -> IdentityProof:
    """Check what the provider answered and keep the proof (本人確認を記録する). Raises ProofFailed."""
    if not compare_digest(answer.get("state", ""), started.state):
        raise ProofFailed("state")
    if at - datetime.fromisoformat(started.started_at) > START_VALID:
        raise ProofFailed("expired")
    if "code" not in answer:
        raise ProofFailed("cancelled" if answer.get("error") == "access_denied" else "provider")
    metadata = _metadata(client)
    token = _exchange(
        client, metadata, code=answer["code"], redirect_uri=redirect_uri, verifier=started.verifier, at=at
    )
    claims = _verified(client, metadata, token, nonce=started.nonce, at=at)
    return _keep(client, claims["sub"], _compared(claims, person), person=person, by=by, at=at)


@transaction.atomic
def _keep(client: Client, subject: str, level: ProofLevel, *, person: Person, by: Actor, at: datetime) -> IdentityProof:
    values = {
        "method": ProofMethod.DIGITAL_AUTH_APP, "level": level, "proved_at": at, "place_code": person.place_code,
    }  # fmt: skip
    try:
        with transaction.atomic():
            proof, _ = IdentityProof.objects.update_or_create(
                person=person, issuer=client.issuer, subject=subject, defaults=values
            )
    except IntegrityError as error:  # the same card already proves another log-in
        raise ProofFailed("taken") from error
    with scope.of_organization(operator().pk):
        audit.record(
            "person.prove_identity", person, by=by, at=at, after={"method": proof.method, "level": proof.level}
        )
    return proof


def _compared(claims: dict[str, Any], person: Person) -> ProofLevel:
    """Compare what the card says with the profile; return how much is proved. Raises ProofFailed where they differ.

    Without a birth date on both sides a namesake could have used the card: that is less.
    """
    address = claims.get("address")
    lives = address.get("formatted", "") if isinstance(address, dict) else ""
    if not person.name or not claims.get("name"):
        raise ProofFailed("profile")
    if name_key(str(claims["name"])) != name_key(person.name):
        raise ProofFailed("other_person")
    birth = claims.get("birthdate")
    if birth and person.birth_on and birth != person.birth_on.isoformat():
        raise ProofFailed("other_person")
    place = place_of(person.place_code) if person.place_code else None
    if lives and place and not normal(lives).startswith(normal(place.full_name)):
        raise ProofFailed("other_place")
    return ProofLevel.IAL3 if birth and person.birth_on else ProofLevel.IAL2


def _metadata(client: Client) -> dict[str, Any]:
    found = _json(requests.get, f"{client.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != client.issuer:
        raise ProofFailed("provider")
    return found


def _exchange(
    client: Client, metadata: dict[str, Any], *, code: str, redirect_uri: str, verifier: str, at: datetime
) -> str:
    endpoint = metadata["token_endpoint"]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": client.client_id,
        "code_verifier": verifier,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": _assertion(client, audience=endpoint, at=at),
    }
    answer = _json(requests.post, endpoint, data=form)
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise ProofFailed("provider")
    return token


def _assertion(client: Client, *, audience: str, at: datetime) -> str:
    """Sign that it is us (private_key_jwt, RFC 7523 section 3)."""
    pem = client.private_key.encode()
    elliptic = isinstance(load_pem_private_key(pem, None), EllipticCurvePrivateKey)
    key = ECKey.import_key(pem) if elliptic else RSAKey.import_key(pem)
    now = int(at.timestamp())
    claims = {
        "iss": client.client_id,
        "sub": client.client_id,
        "aud": audience,
        "jti": secrets.token_urlsafe(24),
        "iat": now,
        "exp": now + 120,
    }
    return jwt.encode({"alg": "ES256" if elliptic else "RS256", "kid": key.thumbprint()}, claims, key)


def _verified(client: Client, metadata: dict[str, Any], token: str, *, nonce: str, at: datetime) -> dict[str, Any]:
    """Check signature, issuer, audience, time and nonce of the ID token (OpenID Connect Core 3.1.3.7)."""
    keys = KeySet.import_key_set(_json(requests.get, metadata["jwks_uri"]))  # type: ignore[arg-type]
    try:
        claims: dict[str, Any] = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except (JoseError, ValueError) as error:
        raise ProofFailed("signature") from error
    now = at.timestamp()
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    sound = (
        claims.get("iss") == client.issuer
        and client.client_id in audiences
        and claims.get("azp", client.client_id) == client.client_id
        and float(claims.get("exp", 0)) > now - CLOCK_SKEW_S
        and abs(float(claims.get("iat", 0)) - now) < START_VALID.total_seconds()
        and compare_digest(str(claims.get("nonce", "")), nonce)
        and isinstance(claims.get("sub"), str)
        and claims["sub"] != ""
    )
    if not sound:
        raise ProofFailed("claims")
    return claims


def _json(call: Any, url: str, **options: Any) -> dict[str, Any]:
    try:
        response = call(url, timeout=TIMEOUT_S, allow_redirects=False, **options)
        response.raise_for_status()
        answer = response.json()
    except (requests.RequestException, ValueError) as error:
        raise ProofFailed("unreachable") from error
    if not isinstance(answer, dict):
        raise ProofFailed("provider")
    return answer
