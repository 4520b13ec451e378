"""Which cards have been revoked: one bit each, compressed and signed (失効一覧)."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from kayoi.engines.credentials.rules.cards import MOST_INDEX
from kayoi.engines.credentials.rules.jws import (
    ALGORITHM,
    Signed,
    Unreadable,
    base64url,
    from_base64url,
    is_signed,
    sign,
    take_apart,
)
from kayoi.engines.credentials.rules.keysets import KeySet

TYPE: Final = "statuslist+jwt"
LARGEST: Final = MOST_INDEX // 8 + 1


class BadList(ValueError):
    """The text is no list that can be believed: says why."""


@dataclass(frozen=True, slots=True)
class StatusList:
    """One bit for each card, and from when until when they may be relied upon."""

    bits: bytes
    issued: int
    until: int

    def knows(self, index: int) -> bool:
        """Tell whether the list was made after the card."""
        return index < len(self.bits) * 8

    def revoked(self, index: int) -> bool:
        """Tell whether the card has been revoked."""
        return bool(self.bits[index // 8] >> index % 8 & 1)


def bits_of(revoked: Iterable[int], *, cards: int) -> bytes:
    """Return the bits of so many cards: the lowest bit of the first byte is card 0.

    Source: docs/reference/card.md (To the byte, 5)
    """
    bits = bytearray(-(-cards // 8))
    for index in revoked:
        bits[index // 8] |= 1 << index % 8
    return bytes(bits)


def encode_list(status: StatusList, *, town: str, kid: str, key: EllipticCurvePrivateKey) -> str:
    """Return a list as the town signs it.

    Source: docs/reference/card.md (To the byte, 5); IETF Token Status List, sections 4 and 5
    """
    body = {"bits": 1, "lst": base64url(zlib.compress(status.bits, 9))}
    claims = {"iss": town, "iat": status.issued, "exp": status.until, "status_list": body}
    return sign(key, {"alg": ALGORITHM, "kid": kid, "typ": TYPE}, claims)


def read_list(text: str, keys: KeySet) -> StatusList:
    """Read a list and check its signature; whether it is too old, the check of a card says. Raises BadList.

    Source: docs/reference/card.md (To the byte, 5)
    """
    try:
        signed = take_apart(text.strip())
        status = _status(signed)
    except (Unreadable, zlib.error):
        raise BadList("not a status list") from None
    if signed.payload.get("iss") != keys.town:
        raise BadList("the list of another town")
    key = keys.keys.get(str(signed.header.get("kid")))
    if key is None or not key.believed(status.issued):
        raise BadList("signed by a key that is not in the key set, or not at its time")
    if not is_signed(key.public, signed.message, signed.signature):
        raise BadList("the signature is wrong")
    return status


def unpacked(text: str) -> bytes:
    """Return the bits of a list whose signature is not asked for. Raises BadList.

    Source: docs/reference/card.md (To the byte, 5)
    """
    try:
        return _status(take_apart(text)).bits
    except (Unreadable, zlib.error):
        raise BadList("not a status list") from None


def _status(signed: Signed) -> StatusList:
    issued, until, body = (signed.payload.get(name) for name in ("iat", "exp", "status_list"))
    if signed.header.get("typ") != TYPE or type(issued) is not int or type(until) is not int or issued >= until:
        raise Unreadable("type or times")
    if not isinstance(body, dict) or body.get("bits") != 1 or not isinstance(body.get("lst"), str):
        raise Unreadable("status_list")
    packed = zlib.decompressobj()
    bits = packed.decompress(from_base64url(body["lst"]), LARGEST)
    if not packed.eof or packed.unused_data:
        raise Unreadable("cut off, or more than there can be cards")
    return StatusList(bits, issued, until)
