"""Compact JWS with ES256 (RFC 7515, 7518), read strictly: one text has one meaning."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ALGORITHM: Final = "ES256"
ECDSA_SHA256: Final = ECDSA(SHA256())
# The same statement has the same signature (RFC 6979): nothing hangs on random numbers, and vectors can be made anew.
SIGNING: Final = ECDSA(SHA256(), deterministic_signing=True)
HALF: Final = 32
BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]*")


class Unreadable(ValueError):
    """The text is not what it should be."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A statement with its signature, taken apart but not yet believed."""

    header: dict[str, Any]
    payload: dict[str, Any]
    message: bytes
    signature: bytes


def base64url(data: bytes) -> str:
    """Return bytes as base64url without padding.

    Source: RFC 7515, section 2
    """
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Undo `base64url`; another spelling of the same bytes is refused. Raises Unreadable.

    Source: docs/reference/card.md (To the byte, 1)
    """
    if not BASE64URL.fullmatch(text) or len(text) % 4 == 1:
        raise Unreadable("not base64url")
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64url(data) != text:
        raise Unreadable("not the only base64url")
    return data


def as_json(data: dict[str, Any]) -> bytes:
    """Return an object as JSON without spaces, in its own order, signs as they are.

    Source: docs/reference/card.md (To the byte, 1)
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def from_json(data: bytes) -> dict[str, Any]:
    """Read an object without doubled names. Raises Unreadable.

    Source: docs/reference/card.md (To the byte, 1)
    """
    try:
        found = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise Unreadable("not JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("not an object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("a name twice")
    return found


def sign(key: EllipticCurvePrivateKey, header: dict[str, Any], payload: dict[str, Any]) -> str:
    """Return a compact JWS.

    Source: RFC 7515, section 3.1
    """
    message = f"{base64url(as_json(header))}.{base64url(as_json(payload))}"
    return f"{message}.{signature(key, message.encode())}"


def signature(key: EllipticCurvePrivateKey, message: bytes) -> str:
    """Return the signature of ES256: r and s, 32 bytes each.

    Source: RFC 7518, section 3.4
    """
    r, s = decode_dss_signature(key.sign(message, SIGNING))
    return base64url(r.to_bytes(HALF) + s.to_bytes(HALF))


def take_apart(text: str) -> Signed:
    """Take a compact JWS apart; nothing of it is believed yet. Raises Unreadable.

    Source: docs/reference/card.md (To the byte, 1)
    """
    parts = text.split(".")
    if len(parts) != 3:
        raise Unreadable("not three parts")
    header, payload, signed = (from_base64url(part) for part in parts)
    found = from_json(header)
    if found.get("alg") != ALGORITHM or "crit" in found or len(signed) != 2 * HALF:
        raise Unreadable("not ES256")
    return Signed(found, from_json(payload), text[: text.rindex(".")].encode(), signed)


def is_signed(key: EllipticCurvePublicKey, message: bytes, signed: bytes) -> bool:
    """Tell whether these 64 bytes are the key's signature of the message.

    Source: RFC 7518, section 3.4
    """
    der = encode_dss_signature(int.from_bytes(signed[:HALF]), int.from_bytes(signed[HALF:]))
    try:
        key.verify(der, message, ECDSA_SHA256)
    except InvalidSignature:
        return False
    return True


def point(key: EllipticCurvePublicKey) -> str:
    """Return a public key as the 65 bytes 04, x, y, in base64url.

    Source: docs/reference/card.md (To the byte, 2)
    """
    return base64url(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def from_point(text: str) -> EllipticCurvePublicKey:
    """Undo `point`. Raises Unreadable where it is no point of P-256.

    Source: docs/reference/card.md (To the byte, 2)
    """
    data = from_base64url(text)
    if len(data) != 1 + 2 * HALF:
        raise Unreadable("not a public key")
    try:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), data)
    except ValueError:
        raise Unreadable("not a public key") from None
