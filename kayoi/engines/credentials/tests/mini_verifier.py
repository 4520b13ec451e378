"""A second verifier, written from docs/reference/card.md alone: it shares no code with Kayoi."""

import base64
import hashlib
import hmac
import json
import re
import zlib
from datetime import date, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Stop(Exception):
    """The one reason that is told alone."""


def unb64(text: Any) -> Any:
    if not re.fullmatch("[A-Za-z0-9_-]*", text) or len(text) % 4 == 1:
        raise Stop("unreadable")
    data = base64.urlsafe_b64decode(text + "==")
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != text:
        raise Stop("unreadable")
    return data


def pairs(found: Any) -> Any:
    if len({name for name, _ in found}) < len(found):
        raise Stop("unreadable")
    return dict(found)


def unjson(data: Any) -> Any:
    try:
        found = json.loads(data, object_pairs_hook=pairs)
    except ValueError:
        raise Stop("unreadable") from None
    if not isinstance(found, dict):
        raise Stop("unreadable")
    return found


def holds(public: Any, message: Any, signature: Any) -> Any:
    if len(signature) != 64:
        raise Stop("unreadable")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        public.verify(utils.encode_dss_signature(r, s), message.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def header_of(text: Any) -> Any:
    header = unjson(unb64(text))
    if header.get("alg") != "ES256" or "crit" in header:
        raise Stop("unreadable")
    return header


def take(text: Any) -> Any:
    parts = text.split(".")
    if len(parts) != 3:
        raise Stop("unreadable")
    return header_of(parts[0]), unjson(unb64(parts[1])), parts[0] + "." + parts[1], unb64(parts[2])


def public_of(raw: Any) -> Any:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        raise Stop("unreadable") from None


def whole(value: Any) -> Any:
    return type(value) is int and 0 <= value <= 253402268400


def text_of(claims: Any, name: Any, pattern: Any) -> Any:
    return isinstance(claims.get(name), str) and re.fullmatch(pattern, claims[name])


def check(text: Any, keyset: Any, status: Any, at: Any, seen: Any = None, same_name: Any = None) -> Any:
    """Return outcome and reasons."""
    try:
        refused, unknown = reasons(text, keyset, status, at, seen, same_name)
    except Stop as stop:
        return "not_met", [str(stop)]
    return ("not_met" if refused else "unknown" if unknown else "met"), refused + unknown


def reasons(text: Any, keyset: Any, status: Any, at: Any, seen: Any, same_name: Any) -> Any:
    if len(text) > 2000:
        raise Stop("unreadable")
    token, tilde, proof = text.strip().partition("~")
    header, card, message, signature = take(token)
    kind = header.get("typ")
    if kind != "kayoi-card-1":
        known = isinstance(kind, str) and kind.startswith("kayoi-card-")
        raise Stop("unknown_version" if known else "unreadable")
    if not is_card(header, card):
        raise Stop("unreadable")
    shown = proof_of(proof, token) if tilde else None
    trust(header, card["iss"], message, signature, keyset, at)
    refused: list[str] = []
    unknown: list[str] = []
    if at < card["nbf"] - 120:
        refused.append("not_yet_valid")
    elif at >= card["exp"]:
        refused.append("expired")
    by_list(card["idx"], status, at, refused, unknown)
    if card.get("name"):
        unknown += ["look_at_id"] if same_name is None else []
        refused += ["other_person"] if same_name is False else []
    elif shown is None:
        refused.append("copied")
    elif not holds(public_of(unb64(card["key"])), shown[1], shown[2]):
        refused.append("foreign_phone")
    else:
        why = fresh(shown[0], at, seen)
        (unknown if why == "scan_again" else refused).extend([why] if why else [])
    return refused, unknown


def is_card(header: Any, card: Any) -> Any:
    sign = f"[{SIGNS}]{{4}}"
    return bool(
        text_of(card, "iss", "[0-9]{6}") and text_of(card, "sub", f"{sign}-{sign}-{sign}")
        and text_of(card, "kind", "[a-z0-9_]{1,20}") and all(whole(card.get(name)) for name in ("nbf", "exp", "idx"))
        and card["nbf"] < card["exp"] and card["idx"] < 810000 and isinstance(header.get("kid"), str)
        and ((text_of(card, "key", ".{87}") and not card.get("name"))
             or (text_of(card, "name", ".{1,60}") and not card.get("key")))
    )  # fmt: skip


def trust(header: Any, town: Any, message: Any, signature: Any, keyset: Any, at: Any) -> Any:
    if town != keyset["iss"]:
        raise Stop("wrong_town")
    key = {one["kid"]: one for one in keyset["keys"]}.get(header["kid"])
    if key is None:
        raise Stop("foreign_key")
    if not holds(public_of(b"\4" + unb64(key["x"]) + unb64(key["y"])), message, signature):
        raise Stop("tampered")
    if not key["nbf"] <= at < key["exp"]:
        raise Stop("key_not_current")


def proof_of(proof: Any, token: Any) -> Any:
    head, _, signature = proof.partition("..")
    header, signed = header_of(head), unb64(signature)
    if not whole(header.get("iat")) or len(signed) != 64:
        raise Stop("unreadable")
    return header["iat"], head + "." + base64.urlsafe_b64encode(token.encode()).decode().rstrip("="), signed


def fresh(iat: Any, at: Any, seen: Any) -> Any:
    age = at - iat
    if seen and seen[2] and iat <= seen[0]:
        return "replayed"
    if age < -120:
        return "clock_ahead"
    if age > 180:
        return "too_old"
    if age <= 60 or (seen and iat > seen[0] and abs((iat - seen[0]) - (at - seen[1])) <= 15):
        return None
    return "too_old" if seen and iat <= seen[0] else "scan_again"


def by_list(index: Any, status: Any, at: Any, refused: Any, unknown: Any) -> Any:
    if status is None:
        unknown.append("no_list")
        return
    bits, issued, until = status
    known = index < 8 * len(bits)
    if known and bits[index // 8] >> index % 8 & 1:
        refused.append("revoked")
    elif not issued - 120 <= at < until:
        unknown.append("list_stale")
    elif not known:
        unknown.append("list_older")


def open_list(text: Any, keyset: Any) -> Any:
    """Return bits, iat, exp of a list, or None for one that cannot be believed."""
    header, claims, message, signature = take(text)
    key = next(one for one in keyset["keys"] if one["kid"] == header["kid"])
    good = claims["iss"] == keyset["iss"] and header["typ"] == "statuslist+jwt" and claims["status_list"]["bits"] == 1
    good = good and key["nbf"] <= claims["iat"] < key["exp"]
    if not good or not holds(public_of(b"\4" + unb64(key["x"]) + unb64(key["y"])), message, signature):
        return None
    return zlib.decompress(unb64(claims["status_list"]["lst"])), claims["iat"], claims["exp"]


def number(signs: Any) -> Any:
    value = 0
    for sign in signs:
        value = value * 30 + SIGNS.index(sign)
    return value


def code(text: Any, birthday: Any, keyset: Any, at: Any) -> Any:
    """Return index, kind and last day of a short code, or None."""
    signs = text.replace("-", "")
    front, check_value = signs[:7], signs[7:]
    for key in keyset["keys"]:
        for kind in keyset["kinds"]:
            message = "\n".join([front, keyset["iss"], kind, birthday])
            mac = hmac.new(unb64(key["code"]), message.encode(), hashlib.sha256).digest()
            if key["nbf"] <= at < key["exp"] and int.from_bytes(mac[:8], "big") % 30**5 == number(check_value):
                return number(front[:4]), kind, (date(2026, 1, 1) + timedelta(number(front[4:]))).isoformat()
    return None
