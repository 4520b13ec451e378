"""20,000 requests that nobody would send by intent: none ends in an error of the server."""

import logging
import random
import re
import string
import sys
from collections import Counter
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from kayoi.foundation.files.tests.test_services import picture
from kayoi.foundation.places.services import load_places
from kayoi.kit.actor import system
from tests.cast import enter
from tests.clock import NOW
from tests.guards.urls import addresses, examples
from tests.world import World, make_world

REQUESTS = 20_000
SEED = 20261121
pytestmark = [pytest.mark.proof, pytest.mark.django_db]

HOSTILE = [
    "", " ", "\x00", "a\x00b", "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "'", '"', "' OR 1=1 --",
    "<script>alert(1)</script>", "{{ 7*7 }}", "{% load x %}", "%s%s%n", "%(x)s", "{0.__class__}", "../../etc/passwd", "..\\..",
    "0", "-1", "00", "1e309", "NaN", "inf", "٣", "12", "９９", "9" * 19, "9" * 40, "-" + "9" * 25, "1.5", "0x10", "true", "on",
    "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "令和元年5月1日", "25:61", "24:00", "2026-11-21T10:00:00+99:00",
    "山田", "𠮷野家", "葛\U000e0100城", "がぎぐ", "‮abc", "👨‍👩‍👧‍👦", "é" * 300, "あ" * 5000, "x" * 70_000, "a@b", "x@" + "y" * 300 + ".jp",
    "a@例え.jp", "\r\nBcc: x@example.jp", "x\r\nSet-Cookie: a=b", "+81-90-1111-2222", "０９０", "090-1111-2222", "〒100-0001",
    "https://evil.example/", "//evil.example", "javascript:alert(1)", "00000000-0000-0000-0000-000000000000", "null", "[]", "{}",
    "page", "csv", "ja", "en", "xx-YY", "202096", "20209", "000000", "999999", "ina", "sado", "INA", "ｉｎａ",
]  # fmt: skip
FILES = {
    "empty": b"", "text": b"hello", "picture": picture(), "cut": picture()[:200], "pdf": b"%PDF-1.7\n%%EOF", "exe": b"MZ" + b"\0" * 99,
    "zip": b"PK\x03\x04" + b"\0" * 60, "html": b"<html><script>1</script>", "gif": b"GIF89a" + b"\xff" * 40,
    "heic": b"\0\0\0\x18ftypheic" + b"\0" * 40, "jpg": b"\xff\xd8\xff\xe0" + b"\0" * 500,
}  # fmt: skip
HEADERS: list[dict[str, str]] = [
    {}, {}, {}, {}, {"Accept-Language": "en"}, {"Accept-Language": "xx;q=zz,*;q=-1"}, {"Hx-Request": "true"},
    {"X-Forwarded-For": "not an address"}, {"Host": "evil.example"}, {"Host": "bad host"}, {"Referer": "\x00"},
    {"Accept": "application/json"}, {"Cookie": "sessionid=\x01; csrftoken=x; django_language=zz"}, {"Range": "bytes=9-1"},
    {"If-None-Match": "W/"}, {"If-Modified-Since": "yesterday"}, {"X-Forwarded-Proto": "gopher"},
]  # fmt: skip
BODIES = [
    ("application/x-www-form-urlencoded", b"a=%ff%fe&%00=%00"), ("application/x-www-form-urlencoded; charset=nonsense", b"a=1"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data"), ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="upload"; filename="\x00.jpg"\r\n\r\n\xff\r\n--x--'),
    ("application/json", b"{"), ("application/json", b"[" * 9000), ("text/plain", b"\xff"), ("", b""), ("x" * 300, b"y"),
    ("multipart/form-data; boundary=" + "b" * 300, b"--"), ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 2100)),
]  # fmt: skip
NAMES = re.compile(r'name="([^"]{1,60})"')
PARAMETERS = re.compile(r"[?&](?:amp;)?([a-z_]{1,30})=")


class Sender:
    """Makes one odd request after the other; the same seed makes the same requests."""

    def __init__(self, world: World) -> None:
        self.chance = random.Random(SEED)
        self.world = world
        self.clients = {name: enter(user) if user else Client() for name, user in world.actors.items()}
        for client in self.clients.values():
            client.raise_request_exception = False
        self.cookies = {name: client.cookies.output(header="", sep=";") for name, client in self.clients.items()}
        self.routes = [address.route for address in addresses()]
        self.good = {
            address.route: reverse(address.name, kwargs=examples()[address.name](world))
            for address in addresses()
            if not address.third_party
        }
        self.fields = {route: self._fields(path) for route, path in self.good.items()}

    def _fields(self, path: str) -> list[str]:
        """Return names of inputs and parameters that the page itself uses, as those see it who may."""
        found: set[str] = {"q", "page", "year", "next"}
        for client in self.clients.values():
            response = client.get(path)
            if response.status_code == 200 and not response.streaming:
                text = response.content.decode("utf-8", "replace")
                found |= set(NAMES.findall(text)) | set(PARAMETERS.findall(text))
        return sorted(found - {"viewport", "csrfmiddlewaretoken"})

    def value(self) -> str:
        if self.chance.random() < 0.9:
            return self.chance.choice(HOSTILE)
        return "".join(
            chr(self.chance.choice((self.chance.randint(0, 127), self.chance.randint(0x3000, 0x9FFF))))
            for _ in range(20)
        )

    def path(self, route: str) -> str:
        if route in self.good and self.chance.random() < 0.6:
            return self.good[route]
        made = re.sub(r"<[^>]+>", lambda _: quote(self.value()[:80], safe=self.chance.choice(("", "/"))), route)
        made = re.sub(r"\(\?P[^)]*\)|[\^$\\]", "x", made)
        if self.chance.random() < 0.05:
            made += self.chance.choice(("%00", "%ff", "..%2f", "//", "?", "%", "x" * 3000, "\\", ";a=b", "."))
        return "/" + made.lstrip("/")

    def values(self, route: str) -> dict[str, Any]:
        names = self.fields.get(
            route, ["login", "password", "email", "code", "next", "password1", "token", "credential"]
        )
        chosen = self.chance.sample(names, k=self.chance.randint(0, len(names)))
        values: dict[str, Any] = {name: self.value() for name in chosen}
        if self.chance.random() < 0.1:
            values["".join(self.chance.choices(string.printable, k=5))] = [self.value(), self.value()]
        return values

    def send(self, number: int) -> tuple[str, Any]:
        """Send one request as somebody with a fresh browser; return its description and the response."""
        name = self.chance.choice(list(self.clients))
        self.clients[name].cookies = SimpleCookie(self.cookies[name])
        client, route = self.clients[name], self.chance.choice(self.routes)
        path, headers = self.path(route), self.chance.choice(HEADERS)
        kind = self.chance.random()
        if kind < 0.4:
            query = "&".join(
                f"{quote(key)}={quote(value if isinstance(value, str) else value[0])}"
                for key, value in self.values(route).items()
            )
            query = self.chance.choice((query[:8000], query[:8000] + "&x=%ff&%zz&==&&", query[:8000]))
            said, response = f"GET {query[:300]}", client.get(path, QUERY_STRING=query, headers=headers)
        elif kind < 0.85:
            values = self.values(route)
            if self.chance.random() < 0.15:
                which = self.chance.choice(list(FILES))
                values["upload"] = SimpleUploadedFile(
                    self.chance.choice(("家.jpg", "x.pdf", "..x", "a" * 300, "a\x00.png")), FILES[which]
                )
            said, response = (
                f"POST { {k: str(v)[:80] for k, v in values.items()} }",
                client.post(path, values, headers=headers),
            )
        elif kind < 0.95:
            content_type, body = self.chance.choice(BODIES)
            said = f"POST {content_type[:60]} {body[:60]!r}"
            response = client.generic("POST", path, body, content_type=content_type, headers=headers)
        else:
            method = self.chance.choice(("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "get"))
            said, response = method, client.generic(method, path, b"x", headers=headers)
        return f"#{number} {name} {path[:200]} {headers} {said}", response


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # the test client leaves files of HEAD open
def test_no_request_ends_in_an_error_of_the_server(
    db: None, settings: Any, tmp_path: Any, say: Callable[[str], None]
) -> None:
    settings.UPLOADS = settings.MAIL_FOLDER = tmp_path
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    errors: list[str] = []
    raised: list[BaseException] = []

    def remember(sender: object, request: object, **_: object) -> None:
        raised.append(sys.exc_info()[1] or RuntimeError())

    got_request_exception.connect(remember)
    logging.disable(logging.CRITICAL)
    try:
        load_places(by=system("fuzz"), at=NOW)
        connection.check_constraints()
        sender, statuses = Sender(make_world()), Counter[int]()
        for number in range(REQUESTS):
            raised.clear()
            with transaction.atomic():
                said, response = sender.send(number)
                if response.streaming:
                    b"".join(response.streaming_content)
                transaction.set_rollback(True)
            statuses[response.status_code] += 1
            if response.status_code >= 500:
                errors.append(f"{said}\n    {raised[-1:]!r}")
    finally:
        logging.disable(logging.NOTSET)
        got_request_exception.disconnect(remember)
    say(f"fuzz: {sum(statuses.values())} requests {dict(sorted(statuses.items()))}: {len(errors)} errors of the server")
    assert len(statuses) > 4
    assert not errors, "\n".join(errors[:20])
