"""Short codes on paper cards (照合符号): which card, until when, and a value that depends on the holder's birthday."""

import hmac
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from kayoi.engines.credentials.rules.keysets import KeySet
from kayoi.kit.tokens import ALPHABET, reference_key

EPOCH: Final = date(2026, 1, 1)
PLACES: Final = (4, 3, 5)  # signs for the index, the last day, the check value
KEY_LABEL: Final = b"kayoi-code-key-1"


@dataclass(frozen=True, slots=True)
class Coded:
    """What a code says, once the birthday was found to be the holder's."""

    index: int
    kind: str
    last_day: date


def code_key(key: EllipticCurvePrivateKey) -> bytes:
    """Return the key of short codes that belongs to a signing key.

    Source: docs/reference/card.md (To the byte, 6)
    """
    secret = key.private_numbers().private_value.to_bytes(32)
    return hmac.digest(secret, KEY_LABEL, "sha256")


def make_code(coded: Coded, *, town: str, birthday: date, key: bytes) -> str:
    """Return the short code of a paper card, such as K7QM-3XTR-9WPA.

    Source: docs/reference/card.md (To the byte, 6)
    """
    days = (coded.last_day - EPOCH).days
    front = _signs(coded.index, PLACES[0]) + _signs(days, PLACES[1])
    return reference_key(front + _check(front, town, coded.kind, birthday, key))


def read_code(text: str, *, birthday: date, keys: KeySet, at: int) -> Coded | None:
    """Return what a code says if it belongs to a card of somebody with that birthday, or None.

    Source: docs/reference/card.md (To the byte, 6)
    """
    signs = reference_key(text).replace("-", "")
    if len(signs) != sum(PLACES):
        return None
    front, check = signs[: PLACES[0] + PLACES[1]], signs[PLACES[0] + PLACES[1] :]
    index, days = _number(front[: PLACES[0]]), _number(front[PLACES[0] :])
    for key in keys.keys.values():
        for kind in keys.kinds if key.code and key.believed(at) else ():
            if hmac.compare_digest(_check(front, keys.town, kind, birthday, key.code), check):
                return Coded(index, kind, EPOCH + timedelta(days=days))
    return None


def _check(front: str, town: str, kind: str, birthday: date, key: bytes) -> str:
    message = "\n".join((front, town, kind, birthday.isoformat()))
    value = int.from_bytes(hmac.digest(key, message.encode(), "sha256")[:8])
    return _signs(value % len(ALPHABET) ** PLACES[2], PLACES[2])


def _signs(number: int, places: int) -> str:
    signs = ""
    for _ in range(places):
        number, digit = divmod(number, len(ALPHABET))
        signs = ALPHABET[digit] + signs
    assert number == 0, "more than the code has places for"
    return signs


def _number(signs: str) -> int:
    number = 0
    for sign in signs:
        number = number * len(ALPHABET) + ALPHABET.index(sign)
    return number
