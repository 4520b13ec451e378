"""What a card says, and what a phone shows of it: the card with a fresh signature over the time."""

import re
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from kayoi.engines.credentials.rules.jws import (
    ALGORITHM,
    Signed,
    Unreadable,
    as_json,
    base64url,
    from_base64url,
    from_json,
    sign,
    signature,
    take_apart,
)

TYPE: Final = "kayoi-card-1"
FAMILY: Final = "kayoi-card-"
LONGEST: Final = 2000
MOST_INDEX: Final = 30**4 - 1  # four signs of the short code
TOWN: Final = re.compile(r"\d{6}", re.ASCII)
NUMBER: Final = re.compile(r"[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}")
KIND: Final = re.compile(r"[a-z0-9_]{1,20}")
POINT: Final = 87  # signs of a public key
NAME: Final = 60
LATEST: Final = 253_402_268_400  # the year 9999


class UnknownVersion(Unreadable):
    """It is a card, of a version that came later."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the town says. `number` names the card and nobody; times are seconds since 1970.

    On the phone it has the holder's `key`, on paper the holder's `name`, never both.
    """

    town: str
    number: str
    kind: str
    valid_from: int
    valid_until: int
    index: int
    key: str = ""
    name: str = ""

    def as_data(self) -> dict[str, Any]:
        """Return the claims in the order in which they are signed."""
        data: dict[str, Any] = {
            "iss": self.town, "sub": self.number, "kind": self.kind, "nbf": self.valid_from, "exp": self.valid_until,
            "idx": self.index,
        }  # fmt: skip
        return data | ({"key": self.key} if self.key else {"name": self.name})


@dataclass(frozen=True, slots=True)
class Proof:
    """The phone's signature: when it says it was made, and over what."""

    at: int
    message: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """What was scanned, taken apart and not yet believed."""

    card: Card
    kid: str
    signed: Signed
    proof: Proof | None


def encode(card: Card, *, kid: str, key: EllipticCurvePrivateKey) -> str:
    """Return a card as the town signs it. Raises Unreadable for one that could not be read again.

    Source: docs/reference/card.md (To the byte, 2)
    """
    _read_card(card.as_data())
    return sign(key, {"alg": ALGORITHM, "kid": kid, "typ": TYPE}, card.as_data())


def show(token: str, *, key: EllipticCurvePrivateKey, at: int) -> str:
    """Return what the phone shows: the card and a fresh signature by the holder's key.

    Source: docs/reference/card.md (To the byte, 3)
    """
    header = base64url(as_json({"alg": ALGORITHM, "iat": at}))
    return f"{token}~{header}..{signature(key, _message(header, token))}"


def decode(text: str) -> Shown:
    """Take apart what was scanned. Raises Unreadable, UnknownVersion.

    Source: docs/reference/card.md (To the byte, 2 and 3)
    """
    if len(text) > LONGEST:
        raise Unreadable("too long")
    token, shown, proof = text.strip().partition("~")
    signed = take_apart(token)
    kind = signed.header.get("typ")
    if kind != TYPE:
        wrong = UnknownVersion if isinstance(kind, str) and kind.startswith(FAMILY) else Unreadable
        raise wrong("not a card of this version")
    kid = signed.header.get("kid")
    if not isinstance(kid, str):
        raise Unreadable("no kid")
    return Shown(_read_card(signed.payload), kid, signed, _proof(proof, token) if shown else None)


def _proof(text: str, token: str) -> Proof:
    header, _, signed = text.partition("..")
    found, data = from_json(from_base64url(header)), from_base64url(signed)
    if found.get("alg") != ALGORITHM or "crit" in found or len(data) != 64:
        raise Unreadable("not ES256")
    return Proof(_whole(found, "iat"), _message(header, token), data)


def _message(header: str, token: str) -> bytes:
    """Return what the holder signs: a JWS whose payload, the card, is left out (RFC 7515, appendix F)."""
    return f"{header}.{base64url(token.encode())}".encode()


def _read_card(data: dict[str, Any]) -> Card:
    key, name = data.get("key", ""), data.get("name", "")
    if not isinstance(key, str) or not isinstance(name, str) or bool(key) == bool(name):
        raise Unreadable("neither key nor name")
    if not (len(key) == POINT or (name.isprintable() and 1 <= len(name) <= NAME)):
        raise Unreadable("key or name")
    card = Card(
        _text(data, "iss", TOWN), _text(data, "sub", NUMBER), _text(data, "kind", KIND),
        _whole(data, "nbf"), _whole(data, "exp"), _whole(data, "idx"), key, name,
    )  # fmt: skip
    if card.valid_from >= card.valid_until or card.index > MOST_INDEX:
        raise Unreadable("impossible times or index")
    return card


def _text(data: dict[str, Any], word: str, pattern: re.Pattern[str]) -> str:
    found = data.get(word)
    if not isinstance(found, str) or not pattern.fullmatch(found):
        raise Unreadable(word)
    return found


def _whole(data: dict[str, Any], word: str) -> int:
    found = data.get(word)
    if type(found) is not int or not 0 <= found <= LATEST:
        raise Unreadable(word)
    return found
