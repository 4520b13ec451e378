"""A local OpenID provider with the rules of デジタル認証アプリ: code flow, PKCE S256, private_key_jwt, nonce."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey


class Provider:
    """What the provider knows, and how it may misbehave: `claims` and `key` are changed by tests."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256", private=True)
        self.signing_key = self.key
        self.client_key = ECKey.generate_key("P-256", private=True)
        self.asked: dict[str, str] = {}
        self.claims: dict[str, Any] = {}
        self.refused: list[str] = []
        self.now = 0
        self.issuer = ""

    def authorize(self, url: str, subject: str) -> dict[str, str]:
        """Answer what the browser would bring back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.subject = subject
        return {"code": "code-1", "state": self.asked["state"]}

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Check the client like the real one and hand out an ID token."""
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        )
        assertion = jwt.decode(form["client_assertion"], self.client_key, algorithms=["ES256"]).claims
        wrong = [
            name
            for name, right in {
                "challenge": challenge == self.asked["code_challenge"]
                and self.asked["code_challenge_method"] == "S256",
                "code": form["code"] == "code-1",
                "redirect_uri": form["redirect_uri"] == self.asked["redirect_uri"],
                "assertion": assertion["iss"] == assertion["sub"] == "kayoi"
                and assertion["aud"] == f"{self.issuer}/token",
                "jti": bool(assertion["jti"]),
                "type": form["client_assertion_type"].endswith("jwt-bearer"),
            }.items()
            if not right
        ]
        if wrong:
            self.refused = wrong
            return 400, {"error": "invalid_client"}
        claims = {
            "iss": self.issuer, "aud": "kayoi", "sub": self.subject, "nonce": self.asked["nonce"],
            "iat": self.now, "exp": self.now + 300, "name": "山田 花", "birthdate": "1985-04-02",
        } | self.claims  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": "ES256", "kid": self.key.thumbprint()}
        return 200, {"id_token": jwt.encode(header, claims, self.signing_key), "token_type": "Bearer"}

    def answer(self, path: str, form: dict[str, str] | None) -> tuple[int, dict[str, Any]]:
        if path == "/token" and form is not None:
            return self.token(form)
        pages: dict[str, dict[str, Any]] = {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
            },
            "/jwks": {"keys": [self.key.as_dict(private=False) | {"kid": self.key.thumbprint()}]},
        }
        return (200, pages[path]) if path in pages else (404, {})


@contextmanager
def running() -> Iterator[Provider]:
    """Run the provider on a loopback port."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def _send(self, form: dict[str, str] | None) -> None:
            status, body = provider.answer(urlsplit(self.path).path, form)
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            self._send(None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send({name: values[0] for name, values in parse_qs(body).items()})

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
