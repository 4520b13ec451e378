"""The test vectors of docs/reference/card.md, made from fixed keys: `python -m` writes them, a test makes them anew."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, derive_private_key

from kayoi.engines.credentials.rules.cards import Card, encode, show
from kayoi.engines.credentials.rules.codes import Coded, code_key, make_code
from kayoi.engines.credentials.rules.jws import point
from kayoi.engines.credentials.rules.keysets import Key, KeySet, keys_as_data, kid_of
from kayoi.engines.credentials.rules.lists import StatusList, bits_of, encode_list

FILE: Final = Path(__file__).parent / "cases" / "vectors.json"
TOWN: Final = "202096"
NOON: Final = int(datetime(2027, 1, 15, 3, tzinfo=UTC).timestamp())  # noon in Japan
DAY: Final = 86_400
APRIL: Final = int(datetime(2027, 3, 31, 15, tzinfo=UTC).timestamp())  # 1 April, 0:00 in Japan
BIRTHDAY: Final = date(1948, 5, 3)
REVOKED, PAPER, FRESH = 3, 4, 5


def private(number: int) -> EllipticCurvePrivateKey:
    """Return a key that everybody knows."""
    return derive_private_key(number * 7**80, SECP256R1())


TOWN_KEY, NEXT_KEY, OLD_KEY, PHONE, STRANGER = (private(number) for number in range(1, 6))


def key_of(key: EllipticCurvePrivateKey, start: int, end: int) -> Key:
    """Return a key of the set."""
    return Key(kid_of(key.public_key()), key.public_key(), NOON + start * DAY, NOON + end * DAY, code_key(key))


KEYS: Final = KeySet(
    TOWN,
    {
        key.kid: key
        for key in (key_of(OLD_KEY, -800, -1), key_of(TOWN_KEY, -365, 365), key_of(NEXT_KEY, -1, 730))
    },
    ("partner", "premium"),
)  # fmt: skip


def card(index: int = FRESH, **more: Any) -> Card:
    """Return the card of the phone, or another one."""
    fields: dict[str, Any] = {
        "town": TOWN, "number": "K7QM-3XTR-9WPA", "kind": "partner", "valid_from": NOON - DAY, "valid_until": APRIL,
        "index": index,
    }  # fmt: skip
    return Card(**(fields | ({} if "name" in more else {"key": point(PHONE.public_key())}) | more))


def signed(one: Card, key: EllipticCurvePrivateKey = TOWN_KEY, *, kid: str = "") -> str:
    """Return a card signed by a key, under its name or another one."""
    return encode(one, kid=kid or kid_of(key.public_key()), key=key)


def shown(token: str, *, age: int = 5, phone: EllipticCurvePrivateKey = PHONE) -> str:
    """Return what a phone shows that was signed so many seconds before noon."""
    return show(token, key=phone, at=NOON - age)


def tampered(token: str) -> str:
    """Return a card with another kind under the old signature."""
    head, _, signature = token.split(".")
    return ".".join((head, signed(card(kind="premium")).split(".")[1], signature))


def status_list(start: int = 0, end: int = 7, cards: int = 16) -> StatusList:
    """Return the list of so many cards, of which one is revoked."""
    return StatusList(bits_of({REVOKED}, cards=cards), NOON + start * DAY, NOON + end * DAY)


def encoded(status: StatusList) -> str:
    """Return a list signed by the town."""
    return encode_list(status, town=TOWN, kid=kid_of(TOWN_KEY.public_key()), key=TOWN_KEY)


def made() -> dict[str, Any]:
    """Return the vectors."""
    plain, paper = signed(card()), signed(card(PAPER, name="山田 花子"))
    other = shown(signed(card(index=6))).partition("~")[2]
    foreign_kid = kid_of(TOWN_KEY.public_key())
    texts: list[tuple[str, str, dict[str, Any], str, list[str]]] = [
        ("fresh", shown(plain), {}, "met", []),
        ("signed by the next key", shown(signed(card(), NEXT_KEY)), {}, "met", []),
        ("fast clock", shown(plain, age=-120), {}, "met", []),
        ("too fast", shown(plain, age=-121), {}, "not_met", ["clock_ahead"]),
        ("a minute old", shown(plain, age=60), {}, "met", []),
        ("a picture", shown(plain, age=61), {}, "unknown", ["scan_again"]),
        ("an old picture", shown(plain, age=181), {}, "not_met", ["too_old"]),
        ("slow clock, second scan", shown(plain, age=90), {"seen": [NOON - 101, NOON - 10, False]}, "met", []),
        ("picture, second scan", shown(plain, age=90), {"seen": [NOON - 90, NOON - 10, False]}, "not_met", ["too_old"]),
        ("replayed", shown(plain), {"seen": [NOON - 5, NOON - 4, True]}, "not_met", ["replayed"]),
        ("next showing", shown(plain), {"seen": [NOON - 15, NOON - 14, True]}, "met", []),
        ("copied", plain, {}, "not_met", ["copied"]),
        ("another phone", shown(plain, phone=STRANGER), {}, "not_met", ["foreign_phone"]),
        ("another's proof", f"{plain}~{other}", {}, "not_met", ["foreign_phone"]),
        ("paper, ID not looked at", paper, {}, "unknown", ["look_at_id"]),
        ("paper, same name", paper, {"id": "same"}, "met", []),
        ("paper, copied or lent", paper, {"id": "other"}, "not_met", ["other_person"]),
        ("expired", shown(signed(card(valid_until=NOON))), {}, "not_met", ["expired"]),
        ("last second", shown(signed(card(valid_until=NOON + 1))), {}, "met", []),
        ("not yet valid", shown(signed(card(valid_from=NOON + 121))), {}, "not_met", ["not_yet_valid"]),
        ("nearly valid", shown(signed(card(valid_from=NOON + 120))), {}, "met", []),
        ("revoked", shown(signed(card(REVOKED))), {}, "not_met", ["revoked"]),
        ("all at once", signed(card(REVOKED, valid_until=NOON)), {}, "not_met", ["expired", "revoked", "copied"]),
        ("newer than the list", shown(signed(card(16))), {}, "unknown", ["list_older"]),
        ("tampered", shown(tampered(plain)), {}, "not_met", ["tampered"]),
        ("foreign key", shown(signed(card(), STRANGER)), {}, "not_met", ["foreign_key"]),
        ("foreign key under our name", shown(signed(card(), STRANGER, kid=foreign_kid)), {}, "not_met", ["tampered"]),
        ("old key", shown(signed(card(), OLD_KEY)), {}, "not_met", ["key_not_current"]),
        ("wrong town", shown(signed(card(town="152242"))), {}, "not_met", ["wrong_town"]),
        ("cut off", plain[:-1], {}, "not_met", ["unreadable"]),
        ("no card", "https://example.jp/", {}, "not_met", ["unreadable"]),
        ("proof cut off", shown(plain)[:-2], {}, "not_met", ["unreadable"]),
        ("stale list", shown(plain), {"status": "stale"}, "unknown", ["list_stale"]),
        ("revoked by a stale list", shown(signed(card(REVOKED))), {"status": "stale"}, "not_met", ["revoked"]),
        ("no list", shown(plain), {"status": None}, "unknown", ["no_list"]),
    ]  # fmt: skip
    return {
        "town": TOWN,
        "at": NOON,
        "keys": keys_as_data(KEYS, for_counters=True),
        "lists": {"now": encoded(status_list()), "stale": encoded(status_list(-8, -1))},
        "checks": [
            {"name": name, "text": text, **more, "outcome": outcome, "reasons": reasons}
            for name, text, more, outcome, reasons in texts
        ],
        "codes": [
            {
                "index": index, "kind": kind, "last_day": last.isoformat(), "birthday": BIRTHDAY.isoformat(),
                "code": make_code(Coded(index, kind, last), town=TOWN, birthday=BIRTHDAY, key=code_key(TOWN_KEY)),
            }
            for index, kind, last in ((0, "partner", date(2027, 3, 31)), (809_999, "premium", date(2028, 2, 29)))
        ],
    }  # fmt: skip


if __name__ == "__main__":
    FILE.write_text(json.dumps(made(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
