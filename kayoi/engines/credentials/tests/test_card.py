"""The format: vectors made anew, read by Kayoi, by a verifier that was written from the document, and by joserfc."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws as joserfc
from joserfc.jwk import ECKey

from kayoi.engines.credentials.forms import REFUSALS
from kayoi.engines.credentials.rules.cards import TYPE, decode
from kayoi.engines.credentials.rules.checking import Checked, check, check_code
from kayoi.engines.credentials.rules.codes import Coded, code_key, make_code, read_code
from kayoi.engines.credentials.rules.freshness import Sight, remembered
from kayoi.engines.credentials.rules.jws import Unreadable, as_json, base64url, sign
from kayoi.engines.credentials.rules.keysets import BadKeys, keys_as_data, kid_of, read_keys
from kayoi.engines.credentials.rules.lists import BadList, encode_list, read_list
from kayoi.engines.credentials.tests import mini_verifier, vectors
from kayoi.engines.credentials.tests.vectors import BIRTHDAY, FILE, KEYS, NOON, TOWN
from kayoi.kit.sentences import sentences

STORED = json.loads(FILE.read_text(encoding="utf-8"))
CHECKS = [pytest.param(one, id=one["name"]) for one in STORED["checks"]]
SAME = {"same": True, "other": False, None: None}
NUMBER = vectors.card().number
ON = date(2027, 1, 15)
FRESH_PROOF = vectors.shown(vectors.signed(vectors.card())).partition("~")[2]


def answer(found: Checked) -> tuple[str, list[str]]:
    assert len(sentences(found.verdict, REFUSALS)) == len(found.verdict.reasons)
    return found.verdict.outcome.value, [one.code.removeprefix("credentials.") for one in found.verdict.reasons]


def test_the_vectors_are_made_anew() -> None:
    assert json.loads(json.dumps(vectors.made())) == STORED


@pytest.mark.parametrize("one", CHECKS)
def test_kayoi_answers_as_the_vectors_say(one: dict[str, Any]) -> None:
    keys = read_keys(STORED["keys"])
    name = one.get("status", "now")
    found = check(
        one["text"], keys=keys, status=read_list(STORED["lists"][name], keys) if name else None, at=NOON,
        seen={NUMBER: Sight(*one["seen"])} if "seen" in one else {}, id_matches=SAME[one.get("id")],
    )  # fmt: skip
    assert answer(found) == (one["outcome"], one["reasons"])


@pytest.mark.parametrize("one", CHECKS)
def test_the_second_verifier_answers_the_same(one: dict[str, Any]) -> None:
    name = one.get("status", "now")
    status = mini_verifier.open_list(STORED["lists"][name], STORED["keys"]) if name else None
    assert mini_verifier.check(
        one["text"], STORED["keys"], status, NOON, one.get("seen"), SAME[one.get("id")]
    ) == (one["outcome"], one["reasons"])  # fmt: skip


def test_codes_are_read_by_both() -> None:
    for one in STORED["codes"]:
        expected = one["index"], one["kind"], one["last_day"]
        assert mini_verifier.code(one["code"], one["birthday"], STORED["keys"], NOON) == expected
        assert mini_verifier.code(one["code"], "1948-05-04", STORED["keys"], NOON) is None
        found = read_code(one["code"].lower(), birthday=BIRTHDAY, keys=KEYS, at=NOON)
        assert found == Coded(one["index"], one["kind"], date.fromisoformat(one["last_day"]))


def test_every_reason_has_a_vector_or_a_test() -> None:
    shown = {reason for one in STORED["checks"] for reason in one["reasons"]}
    codes = {code.removeprefix("credentials.") for code in REFUSALS}
    of_issuing = {
        "no_town_code", "no_key", "key_ends", "over_already", "list_full", "bad_phone_key", "bad_name",
    }  # fmt: skip
    assert codes - shown - of_issuing == {"unknown_version", "code_differs", "no_code_key"}


def test_joserfc_accepts_card_and_proof() -> None:
    token, _, proof = vectors.shown(vectors.signed(vectors.card())).partition("~")
    town, phone = (
        ECKey.import_key(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())
        for key in (vectors.TOWN_KEY, vectors.PHONE)
    )
    assert json.loads(joserfc.deserialize_compact(token, town).payload) == vectors.card().as_data()
    head, _, signature = proof.partition("..")
    whole = f"{head}.{base64url(token.encode())}.{signature}"
    lenient = joserfc.JWSRegistry(strict_check_header=False)  # `iat` in a header is not registered, and not critical
    assert joserfc.deserialize_compact(whole, phone, registry=lenient).payload == token.encode()


def signed_as(payload: dict[str, Any], **header: Any) -> str:
    kid = kid_of(vectors.TOWN_KEY.public_key())
    return sign(vectors.TOWN_KEY, {"alg": "ES256", "kid": kid, "typ": TYPE} | header, payload)


def test_a_later_version_says_so() -> None:
    text = signed_as({"anything": 1}, typ="kayoi-card-2")
    assert answer(check(text, keys=KEYS, status=None, at=NOON)) == ("not_met", ["unknown_version"])
    assert mini_verifier.check(text, STORED["keys"], None, NOON) == ("not_met", ["unknown_version"])


@pytest.mark.parametrize(
    "text",
    [
        "", "~", "..", "a.b.c", "x" * 2001, "e30.e30.", f"{vectors.signed(vectors.card())}~",
        signed_as(vectors.card().as_data(), alg="none"),
        signed_as(vectors.card().as_data(), crit=["x"]),
        signed_as(vectors.card().as_data(), typ="JWT"),
        signed_as(vectors.card().as_data(), kid=5),
        *(signed_as(vectors.card().as_data() | change) for change in (
            {"iss": "20209"}, {"iss": "２０２０９６"}, {"sub": "山田 花子"}, {"kind": "Partner"}, {"exp": 1.5},
            {"exp": True}, {"nbf": vectors.APRIL}, {"idx": 810_000}, {"idx": -1}, {"name": "山田"}, {"key": ""},
            {"key": "A" * 86}, {"key": 1},
        )),
        f"{signed_as(vectors.card().as_data() | {'key': 'A' * 87})}~{FRESH_PROOF}",
        signed_as(vectors.card(name="a").as_data() | {"name": "a\nb"}),
        signed_as(vectors.card(name="a").as_data() | {"name": "あ" * 61}),
    ],
)  # fmt: skip
def test_what_is_no_card_is_unreadable(text: str) -> None:
    assert answer(check(text, keys=KEYS, status=None, at=NOON)) == ("not_met", ["unreadable"])
    assert mini_verifier.check(text, STORED["keys"], None, NOON) == ("not_met", ["unreadable"])


def test_doubled_names_and_other_spellings_are_unreadable() -> None:
    head, payload, signature = vectors.signed(vectors.card()).split(".")
    doubled = base64url(b'{"idx":3,' + as_json(vectors.card().as_data())[1:])
    last = chr(ord(signature[-1]) + 1)
    wrong = f"{doubled}.{signature}", f"{payload}.{signature[:-1]}{last}", f"{payload}.{signature}=="
    for text in (f"{head}.{one}" for one in wrong):
        with pytest.raises(Unreadable):
            decode(text)


@given(st.integers(0, 545), st.sampled_from("AZaz09_-.~"))
def test_no_changed_sign_is_accepted(place: int, sign: str) -> None:
    text = vectors.shown(vectors.signed(vectors.card()))
    changed = text[:place] + sign + text[place + 1 :]
    found = check(changed, keys=KEYS, status=vectors.status_list(), at=NOON)
    assert found.verdict.met == (changed == text)
    assert mini_verifier.check(
        changed, STORED["keys"], mini_verifier.open_list(STORED["lists"]["now"], STORED["keys"]), NOON
    ) == answer(found)  # fmt: skip


def test_an_accepted_scan_is_not_forgotten_for_a_refused_one() -> None:
    text, seen = vectors.shown(vectors.signed(vectors.card())), dict[str, Sight]()
    outcomes = []
    for at in (NOON, NOON + 70, NOON + 71):
        found = check(text, keys=KEYS, status=vectors.status_list(), at=at, seen=seen)
        assert found.sight is not None
        seen = remembered(seen | {NUMBER: found.sight}, at=at)
        outcomes.append(answer(found)[1])
    assert outcomes == [[], ["replayed"], ["replayed"]]
    assert remembered(seen, at=NOON + 180) == seen
    assert remembered(seen, at=NOON + 181) == {}


def test_codes_with_their_reasons() -> None:
    def asked(text: str, **more: Any) -> tuple[str, list[str]]:
        fields: dict[str, Any] = {
            "birthday": BIRTHDAY,
            "keys": KEYS,
            "status": vectors.status_list(),
            "at": NOON,
            "on": ON,
        }
        verdict, coded = check_code(text, **(fields | more))
        assert (coded is None) == ((verdict.reasons[:1] and "code" in verdict.reasons[0].code) or False)
        return answer(Checked(verdict))

    def of(index: int, last: date, kind: str = "partner") -> str:
        return make_code(Coded(index, kind, last), town=TOWN, birthday=BIRTHDAY, key=code_key(vectors.TOWN_KEY))

    assert asked(of(5, ON)) == ("met", [])
    assert asked(of(5, ON), birthday=date(1948, 5, 4)) == ("not_met", ["code_differs"])
    assert asked(of(5, ON, "basic")) == ("not_met", ["code_differs"]), "a kind that the counter does not know"
    assert asked("K7QM-3XTR") == ("not_met", ["code_differs"])
    assert asked(of(3, date(2027, 1, 14))) == ("not_met", ["expired", "revoked"])
    assert asked(of(5, ON), status=None) == ("unknown", ["no_list"])
    public = read_keys(keys_as_data(KEYS, for_counters=False))
    assert asked(of(5, ON), keys=public) == ("unknown", ["no_code_key"])
    later = NOON + 366 * vectors.DAY
    assert asked(of(5, date(2028, 12, 1)), at=later) == ("not_met", ["code_differs"]), "its key is over"


def test_a_list_that_cannot_be_believed() -> None:
    good = vectors.encoded(vectors.status_list())
    kid = kid_of(vectors.TOWN_KEY.public_key())
    head, _, signature = good.split(".")
    wrong = {
        "not a status list": [good[:-3], vectors.signed(vectors.card()), ""],
        "the list of another town": [encode_list(vectors.status_list(), town="152242", kid=kid, key=vectors.TOWN_KEY)],
        "signed by a key that is not in the key set, or not at its time": [
            encode_list(vectors.status_list(), town=TOWN, kid="unknown1", key=vectors.TOWN_KEY),
            vectors.encoded(vectors.status_list(-400)),
        ],
        "the signature is wrong": [f"{head}.{vectors.encoded(vectors.status_list(cards=8)).split('.')[1]}.{signature}"],
    }
    for line, texts in wrong.items():
        for text in texts:
            with pytest.raises(BadList, match=line):
                read_list(text, KEYS)
    huge = replace(vectors.status_list(), bits=bytes(10_000_000))
    with pytest.raises(BadList, match="not a status list"):
        read_list(vectors.encoded(huge), KEYS)


def test_key_sets_are_read_as_they_are_written() -> None:
    for for_counters in (True, False):
        data = keys_as_data(KEYS, for_counters=for_counters)
        assert keys_as_data(read_keys(data), for_counters=for_counters) == data
        assert ("code" in json.dumps(data)) == for_counters


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"x": "AA"}, "not a public key"), ({"kid": "12345678"}, "kid: not the thumbprint"),
        ({"crv": "P-384"}, "expected a key"), ({"nbf": "2027"}, "'nbf' before 'exp'"),
        ({"exp": 1}, "'nbf' before 'exp'"),
        ({"code": "AAAA"}, "32 bytes each"), ({"y": 5}, "y: expected a text"), ({"x": "=="}, "not base64url"),
    ],
)  # fmt: skip
def test_keys_that_cannot_be(change: dict[str, Any], line: str) -> None:
    data = keys_as_data(KEYS, for_counters=True)
    with pytest.raises(BadKeys, match=line):
        read_keys(data | {"keys": [data["keys"][0] | change]})


def test_files_that_are_no_key_set() -> None:
    data = keys_as_data(KEYS, for_counters=True)
    twice = {"keys": data["keys"][:1] * 2}
    wrong: Any
    for wrong in ([], {"iss": TOWN}, data | {"iss": "ina"}, data | {"kinds": "x"}, data | twice):
        with pytest.raises(BadKeys):
            read_keys(wrong)
