"""Seals and lots, defined to the byte, so that anybody can recompute them (docs/verify_selection.py does)."""

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from kayoi.engines.selections.rules.terms import Party, Terms
from kayoi.engines.selections.states import Method

FORMAT = "kayoi-selection-1"
PLAIN_NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)


def commitment(secret: str) -> str:
    """Return what is published of a secret of 64 hexadecimal digits before the deadline: SHA-256 of its 32 bytes.

    Source: docs/reference/selections.md (To the byte, 1)
    """
    return hashlib.sha256(bytes.fromhex(secret)).hexdigest()


def canonical(data: Any) -> str:
    """Return data as one JSON text: keys sorted, no spaces, signs as they are.

    Source: docs/reference/selections.md (To the byte)
    """
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def line(party: Party) -> str:
    """Return all that the selection knows of a party, as one text (名簿の行).

    Source: docs/reference/selections.md (To the byte, 2)
    """
    rest = {"groups": sorted(party.groups), "scores": dict(party.scores)}
    return canonical([party.number, party.arrived, party.size, list(party.wishes), rest])


def salt_of(root: str, number: str) -> str:
    """Return the salt of a line: HMAC-SHA256 of the number under the root that the office never publishes.

    Source: docs/reference/selections.md (To the byte, 3)
    """
    return hmac.digest(bytes.fromhex(root), number.encode(), "sha256").hex()


def sealed_line(salt: str, text: str) -> str:
    """Return what is published of a line: SHA-256 of the salt's bytes and the line. It gives nothing away.

    Source: docs/reference/selections.md (To the byte, 3)
    """
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def sealed_lines(parties: Iterable[Party], root: str) -> list[tuple[str, str]]:
    """Return the published list: each number with its sealed line, by number.

    Source: docs/reference/selections.md (To the byte, 4)
    """
    return sorted((party.number, sealed_line(salt_of(root, party.number), line(party))) for party in parties)


def fingerprint(terms: Mapping[str, Any], lines: Iterable[tuple[str, str]]) -> str:
    """Return the fingerprint of the final list and the terms it was drawn under (名簿の指紋).

    Source: docs/reference/selections.md (To the byte, 4)
    """
    return hashlib.sha256(canonical([terms, [list(one) for one in lines]]).encode()).hexdigest()


def seed(secret: str, list_fingerprint: str, number: str) -> str:
    """Return the seed of the draw: nobody knew all three before the deadline.

    Source: docs/reference/selections.md (To the byte, 6)
    """
    return hashlib.sha256("\n".join((FORMAT, secret, list_fingerprint, number)).encode()).hexdigest()


def lot(seed_of_draw: str, number: str) -> str:
    """Return the lot of a party; the smallest comes first.

    Source: docs/reference/selections.md (To the byte, 7)
    """
    return hashlib.sha256(f"{seed_of_draw}\n{number}".encode()).hexdigest()


def in_order(terms: Terms, parties: Iterable[Party], seed_of_draw: str) -> list[Party]:
    """Return parties in the order in which they choose: by arrival, by lot, or by points and then by lot.

    Source: docs/reference/selections.md (The rule, 1)
    """
    if terms.method is Method.FIRST_COME:
        return sorted(parties, key=lambda party: party.arrived)
    if terms.method is Method.LOTTERY:
        return sorted(parties, key=lambda party: lot(seed_of_draw, party.number))
    return sorted(parties, key=lambda party: (-terms.points(party), lot(seed_of_draw, party.number)))


def plain_number(text: str) -> str | None:
    """Return a public number as digits with at most one point (39,123.45 is 39123.45), or None if it is none.

    Source: docs/reference/selections.md (To the byte, 5)
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    return plain if PLAIN_NUMBER.fullmatch(plain) else None
