"""Rulesets that look like those of towns: four kinds, in many variations, each in two versions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from kayoi.engines.rulesets.rules.reading import read_ruleset
from kayoi.engines.rulesets.rules.reading_conditions import Shared
from kayoi.engines.rulesets.rules.versions import Ruleset

Data = dict[str, Any]

ON = date(2026, 9, 1)
REFORM = date(2026, 4, 1)
WARDS = [f"131{number:02d}" for number in range(1, 24)]
REGION = ["11", "12", "13", "14"]
TOWNS = ["20209", "15224", "20201", "15202", "11362", "14401"]
PLACES = {
    "wards": {"label": "東京23区", "codes": WARDS},
    "hills": {"label": "条件不利地域", "codes": ["11362", "14401"]},
    "region": {"label": "東京圏", "prefectures": REGION, "excepting": "hills"},
}
STATUSES = ["japanese", "permanent", "spouse_of_japanese", "long_term", "special_permanent"]
WAYS = ["build", "buy_new", "buy_used", "renovate", "rent"]
DISTRICTS = ["depopulated", "model", "other"]
SCHEMES = [f"scheme-{number}" for number in range(20)]

APPLIED, MOVED = {"fact": "application.on"}, {"fact": "move.moved_in_on"}


def _is(key: str, value: Any = True) -> Data:
    return {"fact": key, "is": value}


def _within(start: Data, end: Data, **length: int) -> Data:
    return {"from": start, "to": end, "at_most": length}


def _child(*, on: Data, most: int) -> Data:
    return {"all": [_is("this.relation", "child"), {"age": "this.born_on", "on": on, "at_most": most}]}


def _not_received(scheme: str) -> Data:
    return {"count": "received.grants", "where": _is("this.scheme", scheme), "at_most": 0}


IN_WARDS: Data = {
    "any": [
        {"all": [_is("this.as", "living"), {"place": "this.place", "in": "wards"}]},
        {"all": [
            _is("this.as", "commuting"), {"place": "this.place", "in": "region"}, {"place": "this.to", "in": "wards"},
            {"any": [_is("this.employed", False), _is("this.insured")]},
        ]},
    ]
}  # fmt: skip


@dataclass(frozen=True)
class Migration:
    """Who moves from the capital (移住支援金)."""

    years: int
    tolerance: int
    within: int
    hours: int
    statuses: tuple[str, ...]

    def condition(self) -> Data:
        times = {"spans": "applicant.times", "where": IN_WARDS, "before": MOVED}
        return {"all": [
            {**times, "within": {"years": 10}, "add_up_to": {"years": self.years}},
            {**times, "unbroken": {"years": 1}, "tolerance": {"months": self.tolerance}},
            {"not": {"place": "move.to", "in": "region"}},
            {"fact": "move.moved_in_on", "at_most": APPLIED},
            _within(MOVED, APPLIED, months=self.within),
            _is("move.intends_5_years"),
            {"any": [
                {"all": [
                    _is("work.route", "employment"), {"fact": "work.hours_per_week", "at_least": self.hours},
                    _is("work.open_ended"), _is("work.run_by_relative", False),
                    {"fact": "work.applied_on", "at_least": {"fact": "work.listed_on"}},
                ]},
                {"all": [_is("work.route", "telework"), _is("work.by_own_will"), _is("work.same_job_by_telework")]},
                {"all": [_is("work.route", "startup"), _within({"fact": "work.startup_granted_on"}, APPLIED, years=1)]},
            ]},
            {"fact": "applicant.residence_status", "one_of": list(self.statuses)},
            _is("applicant.organized_crime", False),
        ]}  # fmt: skip


@dataclass(frozen=True)
class Commuting:
    """Who goes on working in the city (通勤助成)."""

    since: date
    age: int
    child: int
    scheme: str
    years: int

    def condition(self) -> Data:
        child = _child(on={"year_end": APPLIED}, most=self.child)
        spouse = {"all": [
            _is("this.relation", "spouse"), _is("this.together_now"),
            {"age": "this.born_on", "on": APPLIED, "less_than": self.age},
        ]}  # fmt: skip
        return {"all": [
            {"fact": "move.moved_in_on", "at_least": self.since.isoformat()},
            _within(MOVED, APPLIED, years=self.years),
            {"any": [
                {"age": "applicant.born_on", "on": APPLIED, "less_than": self.age},
                {"count": "household.members", "where": spouse, "at_least": 1},
                {"count": "household.members", "where": child, "at_least": 1},
            ]},
            _not_received(self.scheme),
            _is("move.joins_association"),
            _is("applicant.tax_unpaid", False),
        ]}  # fmt: skip


@dataclass(frozen=True)
class House:
    """Who builds, buys or renovates (住宅取得)."""

    ways: tuple[str, ...]
    floor: int
    cost: int
    built: date
    within: int
    age: int
    kids: int

    def condition(self) -> Data:
        return {"all": [
            {"fact": "house.acquisition", "one_of": list(self.ways)},
            {"fact": "house.floor_m2", "at_least": self.floor},
            {"fact": "house.cost_yen", "at_least": self.cost},
            {"any": [
                _is("house.in_bank"), _is("house.meets_quake_code"),
                {"fact": "house.completed_on", "at_least": self.built.isoformat()},
            ]},
            _within(MOVED, {"fact": "house.contract_on"}, months=self.within),
            {"at_least_of": 2, "of": [
                {"age": "applicant.born_on", "on": APPLIED, "less_than": self.age},
                {"count": "household.members", "where": _is("this.relation", "child"), "at_least": self.kids},
                _is("move.intends_5_years"), _is("house.local_builder"),
            ]},
            _is("applicant.organized_crime", False),
        ]}  # fmt: skip


@dataclass(frozen=True)
class Family:
    """Who comes with children from elsewhere (子育て世帯の家賃)."""

    age: int
    kids: int
    districts: tuple[str, ...]
    scheme: str
    months: int

    def condition(self) -> Data:
        elsewhere = {"all": [_is("this.as", "living"), {"not": {"place": "this.place", "in": "hills"}}]}
        return {"all": [
            {"count": "household.members", "where": _child(on=APPLIED, most=self.age), "at_least": self.kids},
            {"every": "household.members", "holds": _is("this.together_now")},
            {"fact": "move.district_kind", "one_of": list(self.districts)},
            _not_received(self.scheme),
            {"spans": "applicant.times", "where": elsewhere, "before": MOVED, "unbroken": {"months": self.months}},
            {"not": _is("applicant.tax_unpaid")},
        ]}  # fmt: skip


Kind = Migration | Commuting | House | Family


def _some(chance: Random, of: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(chance.sample(of, chance.randint(2, len(of)))))


def variation(number: int, chance: Random) -> Kind:
    """Return one of the four kinds with limits of its own."""
    match number % 4:
        case 0:
            return Migration(
                chance.randint(2, 5), chance.randint(1, 6), chance.choice([6, 12, 18, 24]), chance.choice([20, 25, 30]),
                _some(chance, STATUSES),
            )  # fmt: skip
        case 1:
            return Commuting(
                date(chance.randint(2018, 2024), chance.choice([1, 4, 10]), 1), chance.randint(35, 49),
                chance.choice([6, 12, 15, 18]), chance.choice(SCHEMES), chance.randint(1, 5),
            )  # fmt: skip
        case 2:
            return House(
                _some(chance, WAYS), chance.randint(40, 90), chance.randint(1, 50) * 100_000,
                date(chance.randint(1975, 2000), 6, 1), chance.choice([6, 12, 24, 36]), chance.randint(35, 49),
                chance.randint(1, 3),
            )  # fmt: skip
    return Family(
        chance.choice([5, 11, 14, 17]), chance.randint(1, 2), _some(chance, DISTRICTS), chance.choice(SCHEMES),
        chance.choice([6, 12, 24, 36]),
    )  # fmt: skip


def book(count: int) -> list[tuple[Kind, Kind]]:
    """Return so many rulesets, each as it was before the reform and as it is since."""
    chance = Random(8)
    return [(variation(number, chance), variation(number, chance)) for number in range(count)]


def read(kinds: Sequence[tuple[Kind, Kind]], gives: Callable[[Kind], Data] = lambda _: {}) -> list[Ruleset]:
    """Return the rulesets as the engine reads them from their files, with what each gives."""
    shared, frame = Shared(), {"anchor": "application.on", "counting": "civil_code", "adding": "days"}
    last = REFORM.replace(month=3, day=31).isoformat()
    files = [
        {
            "format": 1, "key": f"ruleset-{number}", "kind": "grant", "title": f"制度{number}", "places": PLACES,
            "versions": [
                {"key": key, **time, **frame, "source": "要綱 第3条", "condition": kind.condition(), **gives(kind)}
                for key, time, kind in (
                    ("before", {"until": last}, before), ("since", {"from": REFORM.isoformat()}, since),
                )
            ],
        }
        for number, (before, since) in enumerate(kinds)
    ]  # fmt: skip
    return [read_ruleset(file, shared=shared) for file in files]
