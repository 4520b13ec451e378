"""Who may be on the register, whose turn it is: fair in the long run."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.kit.dates import JST
from kayoi.programmes.homes.rules import brokers as rules
from kayoi.programmes.homes.rules.brokers import BrokerFacts, Turn
from kayoi.programmes.homes.states import BrokerStatus, HomeConsentPurpose, HomeStatus

TODAY = date(2026, 11, 20)
START = datetime(2026, 4, 1, tzinfo=JST)
GOOD = BrokerFacts(TODAY, "宅建協会", has_local_office=True, pays_tax=True, is_clean=True, agreed=True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"licence_until": TODAY - timedelta(days=1)}, "homes.licence_over"),
        ({"association": ""}, "homes.no_association"),
        ({"has_local_office": False}, "homes.no_local_office"),
        ({"pays_tax": False}, "homes.broker_owes_tax"),
        ({"is_clean": False}, "homes.broker_not_clean"),
        ({"agreed": False}, "homes.no_agreement"),
    ],
)
def test_may_admit(change: dict[str, object], code: str) -> None:
    assert rules.may_admit(GOOD, on=TODAY).met
    answer = rules.may_admit(replace(GOOD, **change), on=TODAY)  # type: ignore[arg-type]
    assert [one.code for one in answer.reasons] == [code]


def test_may_admit_tells_everything_at_once() -> None:
    bad = BrokerFacts(date(2020, 1, 1), "", has_local_office=False, pays_tax=False, is_clean=False, agreed=False)
    assert len(rules.may_admit(bad, on=TODAY).reasons) == 6


def test_may_ask_broker() -> None:
    agreed = frozenset({HomeConsentPurpose.BROKERS})
    for status in HomeStatus:
        answer = rules.may_ask_broker(status, taken=False, consents=agreed, broker=BrokerStatus.ACTIVE)
        assert answer.met == (status in rules.ASKABLE)
    wrong = rules.may_ask_broker(HomeStatus.FOUND, taken=True, consents=frozenset(), broker=BrokerStatus.SUSPENDED)
    assert [one.code for one in wrong.reasons] == [
        "homes.not_to_assign", "homes.has_broker", "homes.no_consent_brokers", "homes.broker_not_active",
    ]  # fmt: skip
    nobody = rules.may_ask_broker(HomeStatus.SURVEYED, taken=False, consents=agreed, broker=None)
    assert [one.code for one in nobody.reasons] == ["homes.nobody_in_turn"]


def test_in_turn_is_fewest_then_longest_waiting_then_first_to_come() -> None:
    turns = [Turn(1, 1, START), Turn(2, 0, START + timedelta(days=9)), Turn(3, 0, None), Turn(4, 0, None)]
    assert rules.in_turn(turns) == [3, 4, 2, 1]
    assert rules.next_in_turn(turns, without=frozenset({3})) == 4
    assert rules.next_in_turn(turns, without=frozenset({1, 2, 3, 4})) is None
    assert rules.next_in_turn([]) is None


@given(st.integers(1, 8), st.integers(0, 60))
def test_next_in_turn_gives_everybody_the_same(brokers: int, rounds: int) -> None:
    given_to: Counter[int] = Counter()
    last: dict[int, datetime] = {}
    for number in range(rounds):
        turns = [Turn(pk, given_to[pk], last.get(pk)) for pk in range(1, brokers + 1)]
        chosen = rules.next_in_turn(turns)
        assert chosen is not None
        given_to[chosen] += 1
        last[chosen] = START + timedelta(days=number)
    counts = [given_to[pk] for pk in range(1, brokers + 1)]
    assert max(counts) - min(counts) <= 1


@given(st.lists(st.integers(1, 6), max_size=80))
def test_next_in_turn_catches_up_with_wishes(wishes: list[int]) -> None:
    """Houses that owners gave by wish count too: afterwards turns go to the others until all are level."""
    given_to = Counter(wishes)
    behind = sum(max(given_to.values(), default=0) - given_to[pk] for pk in range(1, 7))
    for _ in range(behind):
        chosen = rules.next_in_turn([Turn(pk, given_to[pk], None) for pk in range(1, 7)])
        assert chosen is not None
        given_to[chosen] += 1
    assert len({given_to[pk] for pk in range(1, 7)}) == 1
