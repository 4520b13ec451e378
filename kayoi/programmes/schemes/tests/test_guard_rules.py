"""Each error that the guard stops, by its own check; both sides of each boundary; what passes equals what comes out."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as settings_of_django
from hypothesis import given, settings
from hypothesis import strategies as st

from kayoi.engines.procedures.rules.evaluating import fingerprint
from kayoi.programmes.schemes.rules import guard
from kayoi.programmes.schemes.rules.budget import Source
from kayoi.programmes.schemes.rules.guard import findings, findings_by_hand, holds, may_release
from kayoi.programmes.schemes.rules.guard.recomputing import (
    key_in_force,
    recomputed,
    with_cap_and_rounding_swapped,
    with_tax_left_in,
)
from kayoi.programmes.schemes.rules.guard.values import AboutToPay, Account
from kayoi.programmes.schemes.states.budget import Payer
from kayoi.programmes.schemes.states.grants import ClaimStatus, GrantStatus
from kayoi.programmes.schemes.states.guard import CHECKS
from kayoi.programmes.schemes.tests.guarding import (
    CAP,
    COST,
    ERRORS,
    OTHER,
    TAX,
    VERSION,
    about,
    case,
    frozen,
    monthly,
    of_case,
    of_other_year,
    ruleset,
    with_steps,
)


def codes(value: AboutToPay) -> list[str]:
    return [one.code for one in findings(value)]


# Of these the check says which error it is; the recomputed amount stops them too.
ALSO_STOPPED = {
    "other_version": ["not_met", "not_recomputed"], "not_met": ["not_recomputed"],
    "cap_and_rounding": ["not_recomputed"], "tax_included": ["not_recomputed"],
}  # fmt: skip


@pytest.mark.parametrize("code", CHECKS)
def test_each_error_is_stopped_by_its_own_check(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    error = ERRORS[code]()
    assert code in codes(error)
    for name in ("OF_CASES", "OF_PAYMENTS"):
        monkeypatch.setattr(guard, name, tuple(one for one in getattr(guard, name) if one.__name__ != code))
    assert codes(error) == ALSO_STOPPED.get(code, []), "without its check it would have been paid"


def test_every_check_stands_in_the_table_once() -> None:
    names = [one.__name__ for one in (*guard.OF_CASES, *guard.OF_PAYMENTS)]
    assert sorted(names) == sorted(CHECKS) == sorted(ERRORS)


@pytest.mark.parametrize("code", CHECKS)
def test_each_sentence_has_its_figures(code: str) -> None:
    found = {one.code: one for one in findings(ERRORS[code]())}[code]
    assert "%" not in CHECKS[code].told % {"holder": "", **found.params}


def no_false_alarms() -> Iterator[tuple[str, AboutToPay]]:
    yield "as it should be", about()
    yield "third month of a commuter", monthly()
    yield "36th month", monthly(months_before=35)
    yield "no limit of months", monthly(most_months=None, months_before=99)
    yield "the last yen of what was fixed", of_case(decided_yen=700_000, fixed_yen=650_000)
    yield "begun on the day of the decision", of_case(begins_after_decision=True, begun_on=date(2026, 11, 1))
    yield "begun early with consent", of_case(
        begins_after_decision=True, begun_on=date(2026, 10, 1), allowed_from=date(2026, 10, 1)
    )  # fmt: skip
    yield "begun early where that does not matter", of_case(begun_on=date(2026, 1, 1))
    yield "last day of the books", about(on=date(2027, 5, 31))
    yield "carried over", about(fiscal_year=2027, is_carried=True, on=date(2027, 4, 1))
    yield "a line of no procedure", about(line_procedure=None)
    yield (
        "shares that are the whole",
        about(sources=[Source(Payer.NATIONAL, Fraction(1)), Source(Payer.OTHER, None, 0)]),
    )
    yield "two payments of one amount", about(together=2, together_yen=650_000)
    yield "one yen more than the others", about(together=3, together_yen=649_999)
    yield "another scheme for another house", of_case(
        others=[replace(OTHER, is_same_scheme=False, is_same_household=True, is_other_house=True)]
    )  # fmt: skip
    yield "the same household where each person may", of_case(
        once=["person"], others=[replace(OTHER, is_same_household=True)]
    )  # fmt: skip
    yield "the same person with another amount, nothing once", of_case(others=[replace(OTHER, is_same_person=True)])
    yield "another month", monthly(others=[replace(OTHER, is_same_person=True, months=[date(2026, 11, 1)])])
    yield "another person's month", monthly(others=[replace(OTHER, months=[date(2026, 10, 1)])])
    yield "cap before rounding as the rule has it", about(case(CAP, yen=333_000), yen=333_000)
    yield "tax taken out", about(case(TAX, yen=590_000), yen=590_000)
    yield "fixed lower by accepted costs", about(
        case(yen=600_000, decided_yen=650_000, costs={"house.cost_yen": 1_200_000}), yen=600_000
    )  # fmt: skip
    yield "raised by a change", about(
        case(yen=700_000, changed={"house.cost_yen": 1_400_000}), yen=700_000
    )  # fmt: skip
    yield "decided without a rule", of_case(frozen=replace(frozen(ruleset(VERSION)), **unruled()))


def unruled() -> dict[str, Any]:
    inputs = {"facts": {}, "on": "2026-11-01"}
    return {"inputs": inputs, "answer": None, "fingerprint": fingerprint(inputs, None), "rules": None}


@pytest.mark.parametrize(
    ("name", "value"), list(no_false_alarms()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_what_is_right_passes(name: str, value: AboutToPay) -> None:
    assert codes(value) == []


@pytest.mark.parametrize("code", CHECKS)
def test_by_hand_the_case_is_looked_at_and_no_account_budget_or_batch(code: str) -> None:
    found = [one.code for one in findings_by_hand(ERRORS[code]())]
    assert (code in found) is (code in {check.__name__ for check in guard.OF_CASES})


def test_the_supplement_of_another_year_is_told_with_both_figures() -> None:
    found = {one.code: one for one in findings(of_other_year())}["other_version"]
    assert found.params == {"used": "2023", "yen": "3,000,000", "right": "2022", "right_yen": "1,600,000"}
    assert "1,600,000円" in CHECKS["other_version"].told % found.params


def test_a_mistake_is_named_only_where_it_explains_the_amount() -> None:
    assert codes(about(case(CAP, yen=333_333), yen=333_333)) == ["not_recomputed", "cap_and_rounding"]
    assert codes(about(case(CAP, yen=333_334), yen=333_334)) == ["not_recomputed"]
    assert codes(about(case(TAX, yen=650_000))) == ["not_recomputed", "tax_included"]
    no_rounding = with_steps(COST, {"cap": 1_000})
    assert with_cap_and_rounding_swapped(frozen(no_rounding).inputs) is None
    assert with_tax_left_in(frozen(no_rounding).inputs) is None


@pytest.mark.parametrize(
    ("status", "claim", "stops"),
    [
        (GrantStatus.CLAIMED, ClaimStatus.FIXED, False),
        (GrantStatus.FIXED, ClaimStatus.FIXED, True),
        (GrantStatus.STOPPED, ClaimStatus.FIXED, True),
        (GrantStatus.RETURNING, ClaimStatus.FIXED, True),
        (GrantStatus.CLAIMED, ClaimStatus.ASKED, True),
        (GrantStatus.CLAIMED, ClaimStatus.RETURNED, True),
    ],
)
def test_what_has_ended_is_not_paid(status: GrantStatus, claim: ClaimStatus, stops: bool) -> None:
    assert (codes(of_case(status=status, claim_status=claim)) == ["grant_ended"]) is stops


@pytest.mark.parametrize(
    ("once", "same", "stops"),
    [
        (["person"], {"is_same_person": True}, True),
        (["household"], {"is_same_household": True}, True),
        (["household"], {"is_same_house": True}, False),
        (["house"], {"is_same_house": True}, True),
        (["house"], {"is_same_person": True}, False),
        (["contract"], {"is_same_person": True, "is_alike": True}, False),
    ],
)
def test_what_is_granted_once_is_as_the_town_said(once: list[str], same: dict[str, Any], stops: bool) -> None:
    assert (codes(of_case(once=once, others=[replace(OTHER, **same)])) == ["granted_twice"]) is stops


def test_who_may_let_a_payment_pass() -> None:
    def refused(code: str, found_by: int | None, by: int | None) -> list[str]:
        return [one.code for one in may_release(code, found_by=found_by, by=by).reasons]

    assert refused("moved_out", 1, 2) == refused("moved_out", None, 2) == []
    assert refused("moved_out", 2, 2) == refused("moved_out", 1, None) == ["schemes.found_by_same_person"]
    assert refused("other_version", 1, 2) == refused("other_holder", 1, 2) == ["schemes.must_be_put_right"]


def test_what_is_only_told_of_holds_nothing() -> None:
    assert [code for code in CHECKS if not holds(code)] == ["account_after_return", "other_holder"]


def test_what_has_no_account_has_no_finding_about_one() -> None:
    assert codes(about(account=None)) == []
    assert codes(about(account=Account(1, is_own_name=False))) == ["other_holder"]


@pytest.mark.parametrize(
    ("day", "key"),
    [("2022-03-31", None), ("2022-04-01", "2022"), ("2023-03-31", "2022"), ("2023-04-01", "2023"), (None, None)],
)
def test_the_version_of_a_day(day: str | None, key: str | None) -> None:
    versions = [
        {"key": "2022", "from": "2022-04-01", "until": "2023-03-31", "anchor": "move.moved_in_on"},
        {"key": "2023", "from": "2023-04-01", "anchor": "move.moved_in_on"},
    ]
    inputs = {"facts": {"move.moved_in_on": day}, "on": "2023-12-01"}
    assert key_in_force({"versions": versions}, inputs) == key
    assert key_in_force({"versions": [{"key": "ever", "anchor": "application.on"}]}, inputs) == "ever"


STEPS = st.lists(
    st.one_of(
        st.sampled_from(["1/2", "2/3", "0.3"]).map(lambda rate: {"times": rate}),
        st.integers(0, 2_000_000).map(lambda yen: {"cap": yen}),
        st.integers(0, 900_000).map(lambda yen: {"add": yen}),
        st.integers(0, 900_000).map(lambda yen: {"subtract": yen}),
        st.tuples(st.sampled_from(["down", "up", "half_up"]), st.sampled_from([1, 100, 1000])).map(
            lambda one: {"round": one[0], "to": one[1]}
        ),
        st.sampled_from([8, 10]).map(lambda percent: {"without_tax": percent}),
    ),
    max_size=5,
)


@settings(max_examples=150, deadline=None)
@given(STEPS, st.integers(0, 5_000_000), st.integers(-2_000, 2_000))
def test_what_passes_equals_what_comes_out(steps: list[dict[str, Any]], cost: int, off: int) -> None:
    file = with_steps(COST, *steps)
    inputs = frozen(file, VERSION_FACTS | {"house.cost_yen": cost}).inputs
    right = recomputed(case(file), inputs)
    assert right is not None
    assert right.answer.amount is not None
    assert right.answer.amount.yen == right.yen
    paid = max(right.yen + off, 0)
    found = case(frozen=frozen(file, VERSION_FACTS | {"house.cost_yen": cost}), yen=paid)
    assert (codes(about(found, yen=paid)) == []) is (paid == right.yen)


VERSION_FACTS = dict(frozen(ruleset(VERSION)).inputs["facts"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30_000), st.integers(1, 6)), min_size=1, max_size=12))
def test_months_add_up_to_what_the_rule_gives(claims: list[tuple[int, int]]) -> None:
    rows, month, paid = [], date(2026, 4, 1), 0
    for fare, months in claims:
        rows.append({"month": month.isoformat(), "months": months, "fare_yen": fare})
        one = monthly(rows=list(rows), claimed_yen=paid, months_before=0, most_months=None)
        assert one.case is not None
        found = recomputed(one.case, one.case.frozen.inputs)
        assert found is not None
        yen = found.yen
        assert yen == min(fare, 10_000 * months) or sum(int(str(row["months"])) for row in rows) > 36
        paid += yen
        month = date(month.year + (month.month + months - 1) // 12, (month.month + months - 1) % 12 + 1, 1)
    assert paid <= 360_000


ROW = re.compile(r"\| `(\w+)` \| (.+?) \| (\w+) \| (.+?) \| (?:`(\w+)`|–) \|")


def test_the_document_says_what_the_checks_do() -> None:
    text = (settings_of_django.ROOT / "docs" / "reference" / "payment_guard.md").read_text(encoding="utf-8")
    rows = {found[0]: found[1:] for found in ROW.findall(text)}
    assert list(rows) == list(CHECKS)
    functions = {one.__name__: one.__doc__ or "" for one in (*guard.OF_CASES, *guard.OF_PAYMENTS)}
    tests = (Path(__file__).parent / "services" / "test_guard.py").read_text(encoding="utf-8")
    for code, (title, severity, source, test) in rows.items():
        check = CHECKS[code]
        assert (title, severity) == (check.title, check.severity), code
        assert source.startswith(check.source or "constructed"), code
        assert ("Source: constructed" in functions[code] or code == "frozen_changed") is not bool(check.source), code
        assert all(url in functions[code] for url in re.findall(r"<(.+?)>", source)), code
        assert f"def {test}(" in tests or not test, code
    assert sum(bool(check.source) for check in CHECKS.values()) >= 12
