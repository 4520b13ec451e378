"""What stands in for デジタル認証アプリ with `make run`: the same steps, invented cards, one key for both sides.

It keeps nothing: the code that it hands out is a signed text with what the token needs.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from kayoi.doors.demo.forms import CardForm
from kayoi.doors.demo.states import CARDS
from kayoi.doors.demo.views.pages import loopback_only
from kayoi.foundation.identity.marks import Request, public

CODE, CODE_VALID = "demo.auth-app", timedelta(minutes=1)


def standing_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse to exist unless this run has been told to stand in (`run` does so in the demonstration)."""

    @wraps(view)
    def guarded(request: Request, **kwargs: Any) -> HttpResponse:
        if settings.DIGITAL_AUTH["issuer"] != request.build_absolute_uri("/_demo/auth-app"):
            raise Http404
        return loopback_only(view)(request, **kwargs)

    return guarded


@public(opens="nothing")
@require_safe
@standing_in
def metadata(request: Request) -> HttpResponse:
    """Say where everything is (OpenID Connect Discovery)."""
    return JsonResponse({
        "issuer": settings.DIGITAL_AUTH["issuer"],
        "authorization_endpoint": request.build_absolute_uri(reverse("demo:auth_app_authorize")),
        "token_endpoint": request.build_absolute_uri(reverse("demo:auth_app_token")),
        "jwks_uri": request.build_absolute_uri(reverse("demo:auth_app_keys")),
    })  # fmt: skip


@public(opens="nothing")
@require_http_methods(["GET", "HEAD", "POST"])
@standing_in
def authorize(request: Request) -> HttpResponse:
    """Choose a card instead of holding one to the phone; go back with a code, or with a refusal."""
    asked, form = request.GET, CardForm(request.POST or None)
    here = request.build_absolute_uri(reverse("identity:finish_proof"))
    sound = asked.get("redirect_uri") == here and asked.get("code_challenge_method") == "S256"
    if not sound:
        return render(request, "demo/auth_app.html", {"form": None}, status=400 if asked else 200)
    if "stop" in request.POST:
        return HttpResponseRedirect(f"{here}?{urlencode({'error': 'access_denied', 'state': asked.get('state', '')})}")
    if form.is_valid():
        told = {name: asked.get(name, "") for name in ("nonce", "code_challenge", "redirect_uri", "client_id")}
        code = signing.dumps(told | {"card": form.cleaned_data["card"]}, salt=CODE)
        return HttpResponseRedirect(f"{here}?{urlencode({'code': code, 'state': asked.get('state', '')})}")
    return render(request, "demo/auth_app.html", {"form": form}, status=422 if form.is_bound else 200)


@public(opens="nothing")
@csrf_exempt
@require_POST
@standing_in
def token(request: Request) -> HttpResponse:
    """Check code, verifier and client like the real one, and hand out an ID token."""
    try:
        asked = signing.loads(request.POST.get("code", ""), salt=CODE, max_age=CODE_VALID)
        assertion = jwt.decode(request.POST.get("client_assertion", ""), _key(), algorithms=["ES256"]).claims
    except (signing.BadSignature, JoseError, ValueError):
        return JsonResponse({"error": "invalid_grant"}, status=400)
    verifier = request.POST.get("code_verifier", "")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    is_right = (
        compare_digest(challenge, asked["code_challenge"])
        and request.POST.get("redirect_uri") == asked["redirect_uri"]
        and assertion.get("sub") == settings.DIGITAL_AUTH["client_id"] == asked["client_id"]
    )
    if not is_right:
        return JsonResponse({"error": "invalid_client"}, status=400)
    return JsonResponse({"id_token": _id_token(asked), "token_type": "Bearer", "access_token": secrets.token_hex(8)})


@public(opens="nothing")
@require_safe
@standing_in
def keys(request: HttpRequest) -> HttpResponse:
    """Publish the key that signs."""
    key = _key()
    return JsonResponse({"keys": [key.as_dict(private=False) | {"kid": key.thumbprint()}]})


def _key() -> ECKey:
    return ECKey.import_key(settings.DIGITAL_AUTH["private_key"])


def _id_token(asked: dict[str, str]) -> str:
    card, now, key = next(card for card in CARDS if card.key == asked["card"]), int(timezone.now().timestamp()), _key()
    claims: dict[str, Any] = {
        "iss": settings.DIGITAL_AUTH["issuer"], "aud": asked["client_id"], "sub": f"demo-{card.key}",
        "nonce": asked["nonce"], "iat": now, "exp": now + 300, "name": card.name, "birthdate": card.birthdate,
        "address": {"formatted": card.address},
    }  # fmt: skip
    return jwt.encode({"alg": "ES256", "kid": key.thumbprint()}, claims, key)
