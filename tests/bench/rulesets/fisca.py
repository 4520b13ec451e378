"""The same conditions as OpenFisca-Core has them: variables with formulas, limits as dated parameters.

A household of which all is known, as OpenFisca has no unknown answers. Rows of lists are its members of three kinds.
What does not depend on a limit is a variable of its own, which OpenFisca works out once and keeps.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from kayoi.engines.rulesets.states import FactType
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY
from tests.bench.rulesets.book import REFORM, Commuting, Data, Family, House, Kind, Migration
from tests.bench.rulesets.plain import HILLS, REGION, WARDS

ROW = build_entity(key="row", plural="rows", label="A row of a list", is_person=True)
HOUSEHOLD = build_entity(key="household", plural="households", label="A household", roles=[{"key": "member"}])
TYPES = {FactType.YES_NO: bool, FactType.NUMBER: int, FactType.YEN: int, FactType.DATE: date}
EARLY, LATE = np.datetime64("0001-01-01"), np.datetime64("9000-01-01")
Formula = Callable[[Any, Any, Any], Any]


def name_of(key: str) -> str:
    return key.replace(".", "_").replace("-", "_")


def variable(entity: Any, name: str, kind: type, formula: Formula | None = None) -> type[Variable]:
    """Return the class of a variable."""
    content = {"value_type": kind, "entity": entity, "label": name, "definition_period": DateUnit.MONTH}
    if formula is None:
        content["definition_period"] = DateUnit.ETERNITY
    else:
        content["formula"] = formula
    return type(name, (Variable,), content)


# Days.


def later(day: Any, months: Any) -> Any:
    month = day.astype("M8[M]")
    last = (month + months + 1).astype("M8[D]") - 1
    return np.minimum((month + months).astype("M8[D]") + (day - month.astype("M8[D]")), last)


def day_after(first: Any, months: Any) -> Any:
    """Return the first day after so many months that begin with a day."""
    month = first.astype("M8[M]")
    next_one = (month + months + 1).astype("M8[D]")
    return np.minimum((month + months).astype("M8[D]") + (first - month.astype("M8[D]")), next_one)


def over(start: Any, end: Any, months: Any) -> Any:
    """Tell whether so many months since a day are over, the first day not counted."""
    return end >= day_after(start + 1, months)


def age(born: Any, on: Any) -> Any:
    months = (on.astype("M8[M]") - born.astype("M8[M]")).astype(int)
    day, born_day = on - on.astype("M8[M]"), born - born.astype("M8[M]")
    return np.maximum((months - (day.astype(int) < born_day.astype(int))) // 12, -1)


def among(values: Any, wanted: Any) -> Any:
    return np.isin(values.astype(str), list(wanted))


def in_region(place: Any) -> Any:
    return np.isin(place.astype("U2"), list(REGION)) & ~among(place, HILLS)


# What does not depend on a limit.


def row_age(row: Any, period: Any, parameters: Any) -> Any:
    return age(row("this_born_on", period), row.household("application_on", period))


def row_age_at_year_end(row: Any, period: Any, parameters: Any) -> Any:
    applied = row.household("application_on", period).astype("M8[M]")
    years = (applied.astype(int) - 3) // 12 + 1
    return age(row("this_born_on", period), ((years * 12 + 3).astype("M8[M]")).astype("M8[D]") - 1)


def row_in_wards(row: Any, period: Any, parameters: Any) -> Any:
    kind, place = row("this_as", period), row("this_place", period)
    commuting = (
        (kind == "commuting") & in_region(place) & among(row("this_to", period), WARDS)
        & (~row("this_employed", period) | row("this_insured", period))
    )  # fmt: skip
    return ((kind == "living") & among(place, WARDS)) | commuting


def row_elsewhere(row: Any, period: Any, parameters: Any) -> Any:
    return (row("this_as", period) == "living") & ~among(row("this_place", period), HILLS)


def reach(where: str, *, window: bool) -> Formula:
    """Return the formula for the last day up to which the times go on without a gap; rows stand in order."""

    def formula(row: Any, period: Any, parameters: Any) -> Any:
        moved = row.household("move_moved_in_on", period)
        start, stop = row("this_from", period), np.minimum(row("this_until", period) + 1, moved)
        start = np.maximum(start, later(moved, -120)) if window else start
        counts = row(where, period) & (start < stop)
        return np.maximum.accumulate(np.where(counts, stop, EARLY))

    return formula


def begin(where: str) -> Formula:
    """Return the formula for the day from which the times go on without a gap up to a row."""

    def formula(row: Any, period: Any, parameters: Any) -> Any:
        reached = np.append(EARLY, row(f"{where}_reach", period)[:-1])
        start, counts = row("this_from", period), row(where, period)
        return np.maximum.accumulate(np.where(counts & (start > reached), start, EARLY))

    return formula


def row_begins(row: Any, period: Any, parameters: Any) -> Any:
    """Tell which rows begin a time of its own inside the ten years before the move."""
    reached = np.append(EARLY, row("row_in_wards_reach_10", period)[:-1])
    return row("row_in_wards_inside", period) & (row("row_start_10", period) > reached)


def row_start_10(row: Any, period: Any, parameters: Any) -> Any:
    return np.maximum(row("this_from", period), later(row.household("move_moved_in_on", period), -120))


def row_in_wards_inside(row: Any, period: Any, parameters: Any) -> Any:
    stop = np.minimum(row("this_until", period) + 1, row.household("move_moved_in_on", period))
    return row("row_in_wards", period) & (row("row_start_10", period) < stop)


def row_days(row: Any, period: Any, parameters: Any) -> Any:
    """Return how many days a row adds to those before it."""
    reached = row("row_in_wards_reach_10", period)
    start = np.maximum(row("row_start_10", period), np.append(EARLY, reached[:-1]))
    days = (reached - start).astype("timedelta64[D]").astype(int)
    return np.where(row("row_in_wards_inside", period), np.maximum(days, 0), 0)


def days_in_wards(household: Any, period: Any, parameters: Any) -> Any:
    return household.sum(household.members("row_days", period))


def begin_of_only(household: Any, period: Any, parameters: Any) -> Any:
    """Return when the only time in the wards begins; far ahead where there are several, or none."""
    begins = household.members("row_begins", period)
    start = household.members("row_start_10", period)[begins]
    return np.where(household.sum(begins) == 1, start[:1] if len(start) else LATE, LATE)


def end_of_only(household: Any, period: Any, parameters: Any) -> Any:
    return household.members("row_in_wards_reach_10", period)[-1:]


def migration_rest(household: Any, period: Any, parameters: Any) -> Any:
    moved = household("move_moved_in_on", period)
    return (
        ~in_region(household("move_to", period)) & (moved <= household("application_on", period))
        & household("move_intends_5_years", period) & ~household("applicant_organized_crime", period)
    )  # fmt: skip


def employed(household: Any, period: Any, parameters: Any) -> Any:
    return (
        (household("work_route", period) == "employment") & household("work_open_ended", period)
        & ~household("work_run_by_relative", period)
        & (household("work_applied_on", period) >= household("work_listed_on", period))
    )  # fmt: skip


def other_routes(household: Any, period: Any, parameters: Any) -> Any:
    route, applied = household("work_route", period), household("application_on", period)
    telework = household("work_by_own_will", period) & household("work_same_job_by_telework", period)
    return ((route == "telework") & telework) | (
        (route == "startup") & ~over(household("work_startup_granted_on", period), applied, 12)
    )


def applicant_age(household: Any, period: Any, parameters: Any) -> Any:
    return age(household("applicant_born_on", period), household("application_on", period))


MADE: tuple[tuple[Any, str, type, Formula], ...] = (
    (ROW, "row_age", int, row_age), (ROW, "row_age_at_year_end", int, row_age_at_year_end),
    (ROW, "row_in_wards", bool, row_in_wards), (ROW, "row_elsewhere", bool, row_elsewhere),
    (ROW, "row_in_wards_reach", date, reach("row_in_wards", window=False)),
    (ROW, "row_in_wards_reach_10", date, reach("row_in_wards", window=True)),
    (ROW, "row_elsewhere_reach", date, reach("row_elsewhere", window=False)),
    (ROW, "row_in_wards_begin", date, begin("row_in_wards")),
    (ROW, "row_elsewhere_begin", date, begin("row_elsewhere")),
    (ROW, "row_begins", bool, row_begins), (ROW, "row_start_10", date, row_start_10), (ROW, "row_days", int, row_days),
    (ROW, "row_in_wards_inside", bool, row_in_wards_inside), (HOUSEHOLD, "end_of_only", date, end_of_only),
    (HOUSEHOLD, "begin_of_only", date, begin_of_only), (HOUSEHOLD, "days_in_wards", int, days_in_wards),
    (HOUSEHOLD, "migration_rest", bool, migration_rest),
    (HOUSEHOLD, "employed", bool, employed), (HOUSEHOLD, "other_routes", bool, other_routes),
    (HOUSEHOLD, "applicant_age", int, applicant_age),
)  # fmt: skip

# The four kinds.


def unbroken(household: Any, period: Any, where: str, months: int, tolerance: int) -> Any:
    latest = later(household.members.household("move_moved_in_on", period), -tolerance)
    start, stop = household.members(f"{where}_begin", period), household.members(f"{where}_reach", period)
    return household.any((stop >= latest) & (stop >= day_after(start, months)) & (start > EARLY))


def migration(household: Any, period: Any, limits: Any) -> Any:
    moved = household("move_moved_in_on", period)
    needed, only = (moved - later(moved, -12 * limits.years)).astype(int), household("begin_of_only", period)
    return (
        household("migration_rest", period)
        & np.where(only < LATE, household("end_of_only", period) >= day_after(only, 12 * limits.years),
                   household("days_in_wards", period) >= needed)
        & unbroken(household, period, "row_in_wards", 12, limits.tolerance)
        & ~over(moved, household("application_on", period), limits.within)
        & (household("other_routes", period)
           | (household("employed", period) & (household("work_hours_per_week", period) >= limits.hours)))
        & among(household("applicant_residence_status", period), limits.statuses)
    )  # fmt: skip


def commuting(household: Any, period: Any, limits: Any) -> Any:
    moved, members = household("move_moved_in_on", period), household.members
    relation = members("this_relation", period)
    spouse = (relation == "spouse") & members("this_together_now", period) & (members("row_age", period) < limits.age)
    child = (relation == "child") & (members("row_age_at_year_end", period) <= limits.child)
    return (
        (moved >= np.datetime64(limits.since, "D"))
        & ~over(moved, household("application_on", period), limits.years * 12)
        & ((household("applicant_age", period) < limits.age) | household.any(spouse) | household.any(child))
        & ~household.any(members("this_scheme", period) == limits.scheme[0])
        & household("move_joins_association", period)
        & ~household("applicant_tax_unpaid", period)
    )


def house(household: Any, period: Any, limits: Any) -> Any:
    children = household.sum(household.members("this_relation", period) == "child")
    several = (
        (household("applicant_age", period) < limits.age) * 1 + (children >= limits.kids)
        + household("move_intends_5_years", period) + household("house_local_builder", period)
    )  # fmt: skip
    return (
        among(household("house_acquisition", period), limits.ways)
        & (household("house_floor_m2", period) >= limits.floor)
        & (household("house_cost_yen", period) >= limits.cost)
        & (household("house_in_bank", period) | household("house_meets_quake_code", period)
           | (household("house_completed_on", period) >= np.datetime64(limits.built, "D")))
        & ~over(household("move_moved_in_on", period), household("house_contract_on", period), limits.within)
        & (several >= 2)
        & ~household("applicant_organized_crime", period)
    )  # fmt: skip


def family(household: Any, period: Any, limits: Any) -> Any:
    members = household.members
    relation = members("this_relation", period)
    children = (relation == "child") & (members("row_age", period) <= limits.age)
    return (
        (household.sum(children) >= limits.kids)
        & ~household.any((relation != "") & ~members("this_together_now", period))
        & among(household("move_district_kind", period), limits.districts)
        & ~household.any(members("this_scheme", period) == limits.scheme[0])
        & unbroken(household, period, "row_elsewhere", limits.months, 0)
        & ~household("applicant_tax_unpaid", period)
    )


FORMULAS: dict[type[Kind], Formula] = {
    Migration: migration, Commuting: commuting, House: house, Family: family,
}  # fmt: skip


def ruleset(number: int, kind: type[Kind]) -> type[Variable]:
    """Return the variable of a ruleset; it reads its limits of the period."""
    key, work = f"ruleset_{number}", FORMULAS[kind]

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        return work(household, period, getattr(parameters(period).rulesets, key))

    return variable(HOUSEHOLD, key, bool, formula)


def _limit(value: Any) -> Any:
    """Return a limit as a parameter can hold it."""
    if isinstance(value, date):
        return (value - date(1970, 1, 1)).days
    return [value] if isinstance(value, str) else list(value) if isinstance(value, tuple) else value


class System:
    """All rulesets as one system of OpenFisca."""

    def __init__(self, kinds: Sequence[tuple[Kind, Kind]], example: Data) -> None:
        self.system = TaxBenefitSystem([ROW, HOUSEHOLD])
        self.names = [f"ruleset_{number}" for number in range(len(kinds))]
        limits = {
            name: {
                field: {"values": {"0001-01-01": {"value": _limit(old)}, REFORM.isoformat(): {"value": _limit(new)}}}
                for field, old, new in (
                    (one, getattr(before, one), getattr(since, one)) for one in before.__dataclass_fields__
                )
            }
            for name, (before, since) in zip(self.names, kinds, strict=True)
        }
        self.system.parameters = ParameterNode("", data={"rulesets": limits})
        for key in example:
            fact = VOCABULARY[key]
            if fact.type is FactType.LIST:
                for column in fact.columns:
                    self._fact(ROW, f"this.{column.key}", column.type)
            else:
                self._fact(HOUSEHOLD, key, fact.type)
        for made in MADE:
            self.system.add_variable(variable(*made))
        for number, (kind, _) in enumerate(kinds):
            self.system.add_variable(ruleset(number, type(kind)))

    def _fact(self, entity: Any, key: str, kind: FactType) -> None:
        if name_of(key) not in self.system.variables:
            self.system.add_variable(variable(entity, name_of(key), TYPES.get(kind, str)))

    def simulation(self, facts: Data) -> Any:
        """Return a simulation that knows the facts of one household and has worked out nothing yet."""
        rows = [row for value in facts.values() if isinstance(value, tuple) for row in value]
        builder = SimulationBuilder()
        builder.create_entities(self.system)
        builder.declare_person_entity("row", list(range(len(rows))))
        households = builder.declare_entity("household", [0])
        builder.join_with_persons(households, [0] * len(rows), ["member"] * len(rows))
        simulation = builder.build(self.system)
        for key, value in facts.items():
            if not isinstance(value, tuple):
                self._set(simulation, key, [value])
        for key in {key for row in rows for key in row}:
            self._set(simulation, key, [row.get(key) for row in rows])
        return simulation

    def _set(self, simulation: Any, key: str, values: list[Any]) -> None:
        kind = self.system.variables[name_of(key)].value_type
        missing = date(1970, 1, 1) if kind is date else kind()
        given = [missing if value is None else value for value in values]
        types: dict[type, Any] = {date: "datetime64[D]", str: object, bool: bool, int: np.int32}
        simulation.set_input(name_of(key), "ETERNITY", np.array(given, dtype=types[kind]))

    def answers(self, simulation: Any, on: date) -> list[bool]:
        """Return the answers of all rulesets in the month of the application."""
        month = f"{on:%Y-%m}"
        return [bool(simulation.calculate(name, month)[0]) for name in self.names]
