"""The same conditions as plain Python, written by hand: boolean expressions on a household of which all is known.

No reasons, no unknown answers, no question; it stops at the first condition that decides.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from kayoi.kit.dates import CountingMethod, age_on, fiscal_year, fiscal_year_end, months_later, period_end
from tests.bench.rulesets.book import PLACES, REFORM, Commuting, Data, Family, House, Kind, Migration

Test = Callable[[Data], bool]
WARDS, HILLS = frozenset(PLACES["wards"]["codes"]), frozenset(PLACES["hills"]["codes"])
REGION = frozenset(PLACES["region"]["prefectures"])


def in_region(place: str) -> bool:
    return place[:2] in REGION and place not in HILLS


def in_wards(row: Data) -> bool:
    if row["this.as"] == "living":
        return row["this.place"] in WARDS
    return (
        row["this.as"] == "commuting" and in_region(row["this.place"]) and row["this.to"] in WARDS
        and (not row["this.employed"] or row["this.insured"])
    )  # fmt: skip


def elsewhere(row: Data) -> bool:
    return row["this.as"] == "living" and row["this.place"] not in HILLS


def runs(facts: Data, where: Test, first: date) -> list[tuple[date, date]]:
    """Return the times before the move as runs that do not overlap."""
    found: list[tuple[date, date]] = []
    before = facts["move.moved_in_on"]
    for row in sorted((row for row in facts["applicant.times"] if where(row)), key=lambda row: row["this.from"]):
        start, stop = max(row["this.from"], first), min(row["this.until"] + timedelta(days=1), before)
        if start >= stop:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], stop))
        else:
            found.append((start, stop))
    return found


def over(start: date, end: date, months: int) -> bool:
    return end > period_end(start, method=CountingMethod.CIVIL_CODE, months=months)


def lasts(start: date, stop: date, months: int) -> bool:
    return stop > period_end(start, method=CountingMethod.DAY_BEFORE, months=months)


def unbroken(facts: Data, where: Test, months: int, tolerance: int) -> bool:
    latest = months_later(facts["move.moved_in_on"], -tolerance)
    return any(stop >= latest and lasts(start, stop, months) for start, stop in runs(facts, where, date.min))


def adds_up(facts: Data, years: int) -> bool:
    moved: date = facts["move.moved_in_on"]
    found = runs(facts, in_wards, months_later(moved, -120))
    if len(found) == 1:
        return lasts(*found[0], 12 * years)
    return sum((stop - start).days for start, stop in found) >= (moved - months_later(moved, -12 * years)).days


def age(born_on: date, on: date) -> int:
    return age_on(born_on, on) if born_on <= on else -1


def migration(kind: Migration) -> Test:
    return lambda facts: (
        adds_up(facts, kind.years)
        and unbroken(facts, in_wards, 12, kind.tolerance)
        and not in_region(facts["move.to"])
        and facts["move.moved_in_on"] <= facts["application.on"]
        and not over(facts["move.moved_in_on"], facts["application.on"], kind.within)
        and facts["move.intends_5_years"]
        and route(facts, kind.hours)
        and facts["applicant.residence_status"] in kind.statuses
        and not facts["applicant.organized_crime"]
    )


def route(facts: Data, hours: int) -> bool:
    match facts["work.route"]:
        case "employment":
            return bool(
                facts["work.hours_per_week"] >= hours and facts["work.open_ended"]
                and not facts["work.run_by_relative"] and facts["work.applied_on"] >= facts["work.listed_on"]
            )  # fmt: skip
        case "telework":
            return bool(facts["work.by_own_will"] and facts["work.same_job_by_telework"])
        case "startup":
            return not over(facts["work.startup_granted_on"], facts["application.on"], 12)
    return False


def children(facts: Data, most: int, on: date) -> int:
    return sum(
        row["this.relation"] == "child" and age(row["this.born_on"], on) <= most for row in facts["household.members"]
    )


def received(facts: Data, scheme: str) -> bool:
    return any(row["this.scheme"] == scheme for row in facts["received.grants"])


def commuting(kind: Commuting) -> Test:
    return lambda facts: (
        facts["move.moved_in_on"] >= kind.since
        and not over(facts["move.moved_in_on"], facts["application.on"], kind.years * 12)
        and (
            age(facts["applicant.born_on"], facts["application.on"]) < kind.age
            or any(
                row["this.relation"] == "spouse" and row["this.together_now"]
                and age(row["this.born_on"], facts["application.on"]) < kind.age
                for row in facts["household.members"]
            )
            or children(facts, kind.child, fiscal_year_end(fiscal_year(facts["application.on"]))) >= 1
        )
        and not received(facts, kind.scheme)
        and facts["move.joins_association"]
        and not facts["applicant.tax_unpaid"]
    )  # fmt: skip


def house(kind: House) -> Test:
    return lambda facts: (
        facts["house.acquisition"] in kind.ways
        and facts["house.floor_m2"] >= kind.floor
        and facts["house.cost_yen"] >= kind.cost
        and (facts["house.in_bank"] or facts["house.meets_quake_code"] or facts["house.completed_on"] >= kind.built)
        and not over(facts["move.moved_in_on"], facts["house.contract_on"], kind.within)
        and (age(facts["applicant.born_on"], facts["application.on"]) < kind.age)
        + (sum(row["this.relation"] == "child" for row in facts["household.members"]) >= kind.kids)
        + facts["move.intends_5_years"]
        + facts["house.local_builder"]
        >= 2
        and not facts["applicant.organized_crime"]
    )


def family(kind: Family) -> Test:
    return lambda facts: (
        children(facts, kind.age, facts["application.on"]) >= kind.kids
        and all(row["this.together_now"] for row in facts["household.members"])
        and facts["move.district_kind"] in kind.districts
        and not received(facts, kind.scheme)
        and unbroken(facts, elsewhere, kind.months, 0)
        and not facts["applicant.tax_unpaid"]
    )


WRITTEN: dict[type[Kind], Callable[[Any], Test]] = {
    Migration: migration, Commuting: commuting, House: house, Family: family,
}  # fmt: skip


def tests(kinds: Sequence[tuple[Kind, Kind]]) -> list[Test]:
    """Return a test for each ruleset."""
    written = [tuple(WRITTEN[type(kind)](kind) for kind in versions) for versions in kinds]

    def chosen(old: Test, new: Test) -> Test:
        return lambda facts: new(facts) if facts["application.on"] >= REFORM else old(facts)

    return [chosen(old, new) for old, new in written]
