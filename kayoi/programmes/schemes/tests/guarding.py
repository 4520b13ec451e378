"""Plain values about a payment that is right, and one for each error that the guard stops."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from kayoi.engines.procedures.rules.evaluating import answer_again, fingerprint
from kayoi.engines.procedures.tests.factories import BODY, GREEN
from kayoi.programmes.schemes.rules.budget import Source
from kayoi.programmes.schemes.rules.guard.values import AboutToPay, Account, BatchLine, Case, Frozen, Other
from kayoi.programmes.schemes.states.budget import Payer
from kayoi.programmes.schemes.states.grants import ClaimStatus, GrantStatus, Shape

ON = date(2026, 11, 20)
ADOPTED = {"ordinance": "架空市定住補助金交付要綱", "number": "告示第1号", "on": "2026-03-20"}


def ruleset(*versions: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ruleset file with these versions, each in force from its day on."""
    whole = [{"adopted": ADOPTED} | dict(one) for one in versions]
    return {"format": 1, "key": "settling", "kind": "grant", "title": {"ja": "定住補助金"}, "versions": whole}


VERSION: dict[str, Any] = {"key": "2026", "from": "2026-04-01", **BODY}


def frozen(file: Mapping[str, Any], facts: Mapping[str, Any] = GREEN, **more: Any) -> Frozen:
    """Return what a decision rests on, with the fingerprint that it would have got."""
    inputs = {"ruleset": file, "facts": dict(facts), "on": ON.isoformat(), "judged": {}}
    answer = answer_again(inputs)
    return Frozen(inputs, answer, fingerprint(inputs, answer), **({"rules": file} | more))


def case(file: Mapping[str, Any] | None = None, *, yen: int = 650_000, **more: Any) -> Case:
    """Return a grant that is claimed as it was decided: half of 1,300,001 yen, cut off to 1,000."""
    known: dict[str, Any] = {
        "frozen": frozen(file or ruleset(VERSION)), "shape": Shape.ONCE, "status": GrantStatus.CLAIMED,
        "claim_status": ClaimStatus.FIXED, "claim_yen": yen, "decided_yen": yen, "fixed_yen": yen, "paid_yen": 0,
        "fiscal_year": 2026, "procedure": 7, "decided_on": date(2026, 11, 1),
    }  # fmt: skip
    return Case(**(known | more))


def about(found: Case | None = None, *, yen: int = 650_000, **more: Any) -> AboutToPay:
    """Return a payment that is right in everything."""
    known: dict[str, Any] = {
        "yen": yen, "on": ON, "fiscal_year": 2026, "line_procedure": 7, "grant_yen": yen,
        "sources": [Source(Payer.NATIONAL, Fraction(1, 2)), Source(Payer.PREFECTURE, Fraction(1, 4))],
        "account": Account(1), "together": 1, "case": found or case(yen=yen),
        "batch": BatchLine(yen, 1, yen, 1, yen),
    }  # fmt: skip
    return AboutToPay(**(known | more))


OTHER = Other("K7QM-3XTR-9WPA", "定住補助金", is_same_scheme=True)


def of_case(**more: Any) -> AboutToPay:
    """Return a payment with something else in its case."""
    return about(case(**more))


def with_steps(*steps: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ruleset whose amount has these steps."""
    return ruleset(VERSION | {"amount": list(steps)})


COST = {"start": {"fact": "house.cost_yen"}}


def of_other_year() -> AboutToPay:
    """The case of 延岡市: moved in FY2022, applied in FY2023, paid with the child supplement of FY2023."""
    amounts = {"2022": 300_000, "2023": 1_000_000}
    children = {"per": "household.members", "where": {"fact": "this.relation", "is": "child"}}
    versions = [
        {"key": key, "from": f"{key}-04-01", "until": f"{int(key) + 1}-03-31", "anchor": "move.moved_in_on",
         "counting": "civil_code", "condition": {"fact": "move.intends_5_years", "is": True},
         "amount": [{"start": 1_000_000}, {"add": yen, **children}]}
        for key, yen in amounts.items()
    ]  # fmt: skip
    facts = {
        "move.moved_in_on": "2022-12-10", "move.intends_5_years": True,
        "household.members": [{"relation": "child", "born_on": day} for day in ("2015-05-01", "2018-08-08")],
    }  # fmt: skip
    wrong = frozen(ruleset(versions[1]), facts, rules=ruleset(*versions))
    return about(case(frozen=wrong, yen=3_000_000), yen=3_000_000)


def monthly(**more: Any) -> AboutToPay:
    """Return the third claim of a commuting grant of 10,000 yen a month."""
    version = {
        "key": "2026", "from": "2026-04-01", "anchor": "move.moved_in_on", "counting": "civil_code",
        "condition": {"fact": "move.intends_5_years", "is": True},
        "amount": [{"monthly": "commuting.claims", "most_months": 36, "gap_months": 12, "steps": [
            {"start": {"fact": "this.fare_yen"}}, {"cap": {"times": [10_000, {"fact": "this.months"}]}}]}],
    }  # fmt: skip
    rows = [{"month": f"2026-{month:02}-01", "months": 1, "fare_yen": 12_000} for month in (8, 9, 10)]
    known: dict[str, Any] = {
        "frozen": frozen(ruleset(version)), "shape": Shape.MONTHLY, "status": GrantStatus.DECIDED, "rows": rows,
        "claimed_yen": 20_000, "months": [date(2026, 10, 1)], "months_before": 2, "most_months": 36,
        "decided_yen": 360_000, "fixed_yen": None, "paid_yen": 20_000,
    }  # fmt: skip
    return about(case(yen=10_000, **(known | more)), yen=10_000, grant_yen=10_000)


CAP = with_steps(COST, {"times": "1/2"}, {"cap": 333_333}, {"round": "down", "to": 1000})
TAX = with_steps(COST, {"without_tax": 10}, {"times": "1/2"}, {"round": "down", "to": 1000})

# Of each check something that it alone is there to stop.
ERRORS: dict[str, Callable[[], AboutToPay]] = {
    "frozen_changed": lambda: of_case(frozen=replace(frozen(ruleset(VERSION)), fingerprint="0" * 64)),
    "not_adopted": lambda: of_case(file=ruleset(VERSION | {"adopted": None})),
    "other_version": of_other_year,
    "not_met": lambda: of_case(frozen=frozen(ruleset(VERSION), GREEN | {"applicant.tax_unpaid": True})),
    "not_recomputed": lambda: about(case(yen=651_000), yen=651_000),
    "cap_and_rounding": lambda: about(case(CAP, yen=333_333), yen=333_333),
    "tax_included": lambda: about(case(TAX, yen=650_000)),
    "started_early": lambda: of_case(begins_after_decision=True, begun_on=date(2026, 10, 31)),
    "unlike_claim": lambda: of_case(claim_yen=520_000),
    "above_granted": lambda: of_case(paid_yen=1),
    "grant_ended": lambda: of_case(status=GrantStatus.CANCELLED),
    "paid_already": lambda: of_case(claim_status=ClaimStatus.PAID),
    "months_twice": lambda: monthly(others=[replace(OTHER, is_same_person=True, months=[date(2026, 10, 1)])]),
    "too_many_months": lambda: monthly(months_before=36),
    "granted_twice": lambda: of_case(others=[replace(OTHER, is_same_person=True, is_alike=True)]),
    "cost_twice": lambda: of_case(others=[replace(OTHER, is_same_scheme=False, is_same_household=True)]),
    "child_twice": lambda: of_case(others=[replace(OTHER, children=[date(2019, 6, 1)])]),
    "moved_out": lambda: of_case(absent_on=date(2026, 11, 10)),
    "spoken_against": lambda: of_case(spoken_against=["税の滞納"]),
    "account_replaced": lambda: about(account=Account(1, is_confirmed=False)),
    "account_shared": lambda: about(account=Account(1, shared_with=["2026-0009"])),
    "account_after_return": lambda: about(account=Account(1, after_return=True)),
    "other_holder": lambda: about(account=Account(2, is_own_name=False)),
    "other_year": lambda: about(fiscal_year=2027, on=date(2027, 4, 1)),
    "other_line": lambda: about(line_procedure=8),
    "books_closed": lambda: about(on=date(2027, 6, 1)),
    "shares_above_whole": lambda: about(
        sources=[Source(Payer.NATIONAL, Fraction(1, 2)), Source(Payer.PREFECTURE, None, 325_001)]
    ),
    "in_two_batches": lambda: about(other_batches=["令和8年度 支払データ 第1号"]),
    "whole_sum": lambda: about(together=3, together_yen=650_000),
    "row_unlike": lambda: about(batch=BatchLine(650_000, 1, 650_001, 1, 650_000)),
}  # fmt: skip
