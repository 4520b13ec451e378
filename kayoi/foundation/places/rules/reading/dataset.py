"""Everything in data/places, read, mended, computed and checked (取り込むデータの全体)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kayoi.foundation.places.rules.absences import Absence
from kayoi.foundation.places.rules.history import Change
from kayoi.foundation.places.rules.projection import Sheet
from kayoi.foundation.places.rules.reading.ages import AgesRow, read_ages
from kayoi.foundation.places.rules.reading.checks import Check, Checked, checks
from kayoi.foundation.places.rules.reading.climate import (
    NearestRow,
    NormalRow,
    StationRow,
    find_nearest,
    read_normals,
    read_stations,
)
from kayoi.foundation.places.rules.reading.definitions import Definition, read_definitions
from kayoi.foundation.places.rules.reading.figures import FactRow, Values, read_excluded, read_published
from kayoi.foundation.places.rules.reading.formulas import computed
from kayoi.foundation.places.rules.reading.maps import OutlineRow, read_outlines, read_sheets
from kayoi.foundation.places.rules.reading.places import PlaceRow, read_changes, read_places
from kayoi.foundation.places.rules.reading.points import FacilityRow, QuarterRow, read_facilities, read_quarters
from kayoi.foundation.places.rules.reading.tables import Repairs, WrongData, rows

SOURCE_COLUMNS: Final = (
    *("key", "publisher", "publisher_en", "table", "table_en", "as_of", "licence"),
    *("credit", "credit_en", "url", "note"),
)


@dataclass(frozen=True)
class Dataset:
    """What load_places writes."""

    places: Mapping[str, PlaceRow]
    changes: Iterable[Change]
    sources: list[dict[str, str]]
    definitions: Mapping[str, Definition]
    latest: Mapping[str, int]
    facts: list[FactRow]
    ages: list[AgesRow]
    stations: Mapping[str, StationRow]
    normals: list[NormalRow]
    nearest: list[NearestRow]
    sheets: Mapping[str, Sheet]
    outlines: list[OutlineRow]
    quarters: list[QuarterRow]
    facilities: list[FacilityRow]
    repairs: list[str]
    checks: list[Check]


def read_dataset(files: Mapping[str, str]) -> Dataset:
    """Read all files; raise WrongData when one cannot be read or a check fails.

    Source: docs/data-sources.md
    """
    repairs = Repairs()
    history = read_changes(files, repairs)
    places = read_places(files, history, repairs)
    ages = read_ages(files, places, history, repairs)
    definitions = read_definitions(files)
    published = read_published(files, definitions, places, ages.values(), history, repairs)
    values = published | computed(published, definitions)
    places = _with_population(places, values)
    stations = read_stations(files)
    normals = read_normals(files, stations)
    sheets = read_sheets(files)
    outlines = read_outlines(files, sheets, places)
    quarters, facilities = read_quarters(files, places, repairs), read_facilities(files, places, repairs)
    made = checks(files, Checked(places, list(ages.values()), values, outlines))
    if failed := [check for check in made if not check.passed]:
        raise WrongData(f"検算が合いません: {check.what} 期待{check.expected} 実際{check.found}。" for check in failed)
    return Dataset(
        places=places,
        changes=history.changes,
        sources=rows(files, "sources.csv", *SOURCE_COLUMNS),
        definitions=definitions,
        latest=_latest(values),
        facts=_facts(values, definitions, read_excluded(files, places)),
        ages=list(ages.values()),
        stations=stations,
        normals=normals,
        nearest=find_nearest(places.values(), stations, normals),
        sheets=sheets,
        outlines=outlines,
        quarters=quarters,
        facilities=facilities,
        repairs=repairs.lines(),
        checks=made,
    )


def _with_population(places: Mapping[str, PlaceRow], values: Values) -> dict[str, PlaceRow]:
    """Give each place the population of the last full census, or the preliminary count where there is none."""
    found = {}
    for code5, place in places.items():
        for key, year in (("population", 2020), ("population_preliminary", 2025)):
            if (value := values.get((code5, key, year))) is not None:
                place = replace(place, population=int(value), population_year=year)
                break
        found[code5] = place
    return found


def _latest(values: Values) -> dict[str, int]:
    """Return the latest year of each figure over all places: the year in which places are compared."""
    years: Counter[str] = Counter()
    for _, key, year in values:
        years[key] = max(years[key], year)
    return dict(years)


def _facts(values: Values, definitions: Mapping[str, Definition], excluded: Mapping[str, Absence]) -> list[FactRow]:
    """Return the rows to store; what is computed from a projection that is missing is missing for the same reason."""
    facts = [FactRow(code5, key, year, value) for (code5, key, year), value in values.items()]
    latest = _latest(values)
    projected = [one.key for one in definitions.values() if one.file == "projections.csv"]
    projected += [one.key for one in definitions.values() if one.rests_on(projected)]
    for code5, absence in excluded.items():
        facts += [FactRow(code5, key, latest[key], None, absence.value) for key in projected]
    return sorted(facts, key=lambda fact: (fact.code5, fact.key, fact.year))
