"""The parts of the format, each alone."""

from datetime import datetime, timedelta

import pytest

from kayoi.engines.credentials.rules.checking import day_of
from kayoi.engines.credentials.rules.freshness import Sight, against
from kayoi.engines.credentials.rules.issuing import may_issue
from kayoi.engines.credentials.rules.jws import (
    Unreadable,
    from_base64url,
    from_json,
    from_point,
    is_signed,
    point,
    signature,
    take_apart,
)
from kayoi.engines.credentials.rules.lists import BadList, bits_of, unpacked
from kayoi.engines.credentials.tests import vectors
from kayoi.engines.credentials.tests.vectors import PHONE


def test_what_is_written_is_read() -> None:
    public = PHONE.public_key()
    assert point(from_point(point(public))) == point(public)
    signed = from_base64url(signature(PHONE, b"x"))
    assert is_signed(public, b"x", signed)
    assert not is_signed(public, b"y", signed)
    assert take_apart(vectors.signed(vectors.card())).payload == vectors.card().as_data()
    assert from_json(b'{"a":1}') == {"a": 1}
    for wrong in (b"[]", b'{"a":1,"a":2}', b"{"):
        with pytest.raises(Unreadable):
            from_json(wrong)


def test_bits_of_a_list() -> None:
    assert bits_of({0, 9}, cards=10) == b"\x01\x02"
    assert unpacked(vectors.encoded(vectors.status_list())) == b"\x08\x00"
    with pytest.raises(BadList):
        unpacked("x")


def test_days_are_japanese() -> None:
    assert (day_of(vectors.APRIL - 1), day_of(vectors.APRIL)) == ("2027-03-31", "2027-04-01")


def test_a_slow_phone_goes_on_signing() -> None:
    assert against(910, 1000, Sight(895, 985, False)) is None
    stopped = against(910, 1000, Sight(910, 985, False))
    assert stopped is not None
    assert stopped.code == "credentials.too_old"


def test_a_key_must_outlive_its_cards(at: datetime) -> None:
    until = (at + timedelta(days=9)).date()
    for days, met in ((9, False), (10, True)):
        found = may_issue(
            vectors.TOWN, at + timedelta(days=days), kind="partner", valid_until=until,
            holder_key=point(PHONE.public_key()), name="", index=0, at=at,
        )  # fmt: skip
        assert found.met == met
