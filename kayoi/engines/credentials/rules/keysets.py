"""The keys of a town: which are believed when, so that one follows another without a gap."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from kayoi.engines.credentials.rules.cards import KIND, LATEST, TOWN
from kayoi.engines.credentials.rules.jws import Unreadable, as_json, base64url, from_base64url, from_point, point

KID: Final = 8
CODE_KEY: Final = 32


class BadKeys(ValueError):
    """The file is no key set: says where and why."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that is believed from `valid_from` until `valid_until`. `code` makes short codes; only counters have it."""

    kid: str
    public: EllipticCurvePublicKey
    valid_from: int
    valid_until: int
    code: bytes = b""

    def believed(self, at: int) -> bool:
        """Tell whether what it signed is believed at that moment."""
        return self.valid_from <= at < self.valid_until


@dataclass(frozen=True, slots=True)
class KeySet:
    """The keys of one town, and the kinds of card for which there are short codes."""

    town: str
    keys: Mapping[str, Key] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()


def kid_of(public: EllipticCurvePublicKey) -> str:
    """Return the name of a key: the first 8 signs of its thumbprint.

    Source: RFC 7638; docs/reference/card.md (To the byte, 4)
    """
    jwk = _jwk(public)
    thumbprint = sha256(as_json({name: jwk[name] for name in ("crv", "kty", "x", "y")})).digest()
    return base64url(thumbprint)[:KID]


def _jwk(public: EllipticCurvePublicKey) -> dict[str, str]:
    data = from_base64url(point(public))
    return {"kty": "EC", "crv": "P-256", "x": base64url(data[1:33]), "y": base64url(data[33:])}


def keys_as_data(keys: KeySet, *, for_counters: bool) -> dict[str, Any]:
    """Return a key set as its file: for everybody, or for counters that also check short codes.

    Source: docs/reference/card.md (To the byte, 4)
    """
    rows = [
        {"kid": key.kid, **_jwk(key.public), "nbf": key.valid_from, "exp": key.valid_until}
        | ({"code": base64url(key.code)} if for_counters else {})
        for key in keys.keys.values()
    ]
    return {"iss": keys.town, "keys": rows} | ({"kinds": list(keys.kinds)} if for_counters else {})


def read_keys(data: Any) -> KeySet:
    """Read a key set. Raises BadKeys.

    Source: docs/reference/card.md (To the byte, 4)
    """
    if not isinstance(data, dict) or not isinstance(data.get("keys"), list):
        raise BadKeys("file: expected an object with 'iss' and 'keys'")
    town, kinds = data.get("iss"), data.get("kinds", [])
    if not isinstance(town, str) or not TOWN.fullmatch(town):
        raise BadKeys("iss: expected the six digits of a town")
    if not isinstance(kinds, list) or not all(isinstance(kind, str) and KIND.fullmatch(kind) for kind in kinds):
        raise BadKeys("kinds: expected a list of kinds")
    found: dict[str, Key] = {}
    for place, one in enumerate(data["keys"]):
        key = _key(one, f"keys[{place}]")
        if key.kid in found:
            raise BadKeys(f"keys[{place}]: {key.kid!r} twice")
        found[key.kid] = key
    return KeySet(town, found, tuple(kinds))


def _key(data: Any, where: str) -> Key:
    if not isinstance(data, dict) or (data.get("kty"), data.get("crv")) != ("EC", "P-256"):
        raise BadKeys(f"{where}: expected a key of P-256")
    start, end = data.get("nbf"), data.get("exp")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= LATEST:
        raise BadKeys(f"{where}: expected 'nbf' before 'exp', in seconds since 1970")
    try:
        x, y, code = (from_base64url(_text(data, name)) for name in ("x", "y", "code"))
        public = from_point(base64url(b"\4" + x + y))
    except Unreadable as error:
        raise BadKeys(f"{where}: {error}") from None
    if len(x) != len(y) or len(code) not in (0, CODE_KEY):
        raise BadKeys(f"{where}: 'x', 'y' and 'code' have 32 bytes each")
    if data.get("kid") != kid_of(public):
        raise BadKeys(f"{where}.kid: not the thumbprint of this key")
    return Key(data["kid"], public, start, end, code)


def _text(data: dict[str, Any], name: str) -> str:
    found = data.get(name, "")
    if not isinstance(found, str):
        raise Unreadable(f"{name}: expected a text")
    return found
