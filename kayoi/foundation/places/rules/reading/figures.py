"""Read the published figures of all places, and add up those of prefectures."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kayoi.foundation.places.rules.absences import Absence
from kayoi.foundation.places.rules.history import History
from kayoi.foundation.places.rules.reading.ages import AgesRow, band_totals
from kayoi.foundation.places.rules.reading.definitions import Definition
from kayoi.foundation.places.rules.reading.places import PlaceRow
from kayoi.foundation.places.rules.reading.tables import Repair, Repairs, WrongData, number, rows
from kayoi.foundation.places.states import MUNICIPALITIES, OfPrefecture, PlaceKind, PlaceStatus

# The six villages of the Northern Territories stand in national tables but have no figures.
NORTHERN: Final = frozenset({"01695", "01696", "01697", "01698", "01699", "01700"})
_EXCLUDED: Final = {"浜通り": Absence.BLOCK_PROJECTION, "区再編": Absence.WARD_REORGANIZED}

Values = dict[tuple[str, str, int], float]  # code5, key of the definition, year
_Row = tuple[str, Mapping[str, str]]


@dataclass(frozen=True)
class FactRow:
    """One value of one place in one year, or the reason why there is none."""

    code5: str
    key: str
    year: int
    value: float | None
    absence: str = ""


def read_published(
    files: Mapping[str, str],
    definitions: Mapping[str, Definition],
    places: Mapping[str, PlaceRow],
    ages: Iterable[AgesRow],
    history: History,
    repairs: Repairs,
) -> Values:
    """Return the published values of all places, sums for prefectures included.

    Source: docs/data-sources.md
    """
    tables: dict[str, Sequence[_Row]] = {
        "census": _census(ages),
        "municipalities.csv": _by_code(files, "municipalities.csv"),
        "movement.csv": _by_code(files, "movement.csv"),
        "ssdse_a.csv": _ssdse_a(files),
        "ssdse_b.csv": _ssdse_b(files),
        "official_values.csv": _by_code(files, "official_values.csv"),
        "projections.csv": _by_code(files, "projections.csv"),
    }
    found: Values = {}
    for definition in definitions.values():
        if definition.file:
            if definition.file not in tables:
                raise WrongData([f"definitions.csv {definition.key}: ファイル「{definition.file}」は知りません。"])
            found |= _picked(tables[definition.file], definition)
    known = _of_known_places(found, places, history, repairs)
    for code5, key, year in [
        key for key in known if places[key[0]].kind is PlaceKind.WARD and key[1] == "waiting_children"
    ]:
        # The agency publishes designated cities as a whole; what a copy says of single wards is somebody else's table.
        del known[code5, key, year]
        repairs.note(Repair.SECOND_HAND, f"{places[code5].full_name}の待機児童")
    return known | _sums(known, definitions, places, repairs)


def read_excluded(files: Mapping[str, str], places: Mapping[str, PlaceRow]) -> dict[str, Absence]:
    """Return the places for which the projection gives a reason instead of figures, and their prefecture with them.

    Source: 日本の地域別将来推計人口(令和5年推計), 対象外の地域
    """
    found: dict[str, Absence] = {}
    for row in rows(files, "projections.csv", "code5", "excluded_reason"):
        if row["excluded_reason"] and row["code5"] in places:
            reasons = [absence for word, absence in _EXCLUDED.items() if word in row["excluded_reason"]]
            if not reasons:
                raise WrongData(
                    [f"projections.csv {row['code5']}: 知らない対象外の理由です({row['excluded_reason']})。"]
                )
            found[row["code5"]] = reasons[0]
            if reasons[0] is Absence.BLOCK_PROJECTION:
                found[f"{row['code5'][:2]}000"] = reasons[0]
    return found


def _picked(table: Sequence[_Row], definition: Definition) -> Values:
    """Choose columns: "name@year" is one column of one year, "name*" one column for each year."""
    name, _, only = definition.column.partition("@")
    header = table[0][1].keys()
    pattern = re.compile(re.escape(name).replace(r"\*", r"(\d{4})"))
    columns = [(name, int(only))] if only else [(one, int(hit[1])) for one in header if (hit := pattern.fullmatch(one))]
    if not columns or not {column for column, _ in columns} <= set(header):
        raise WrongData([f"{definition.file}: 「{definition.label}」の列({definition.column})がありません。"])
    least = -1000.0 if definition.unit == "%" else 0.0
    values = {}
    for code5, row in table:
        for column, year in columns:
            value = number(row.get(column, ""), where=f"{definition.file} {code5} {column}", least=least)
            if value is not None:
                values[code5, definition.key, year] = value
    return values


def _of_known_places(found: Values, places: Mapping[str, PlaceRow], history: History, repairs: Repairs) -> Values:
    """Carry values of a code that ended to the code under which the town goes on; leave out what is no place."""
    known = {key: value for key, value in found.items() if key[0] in places}
    strangers = sorted({key[0] for key in found if key[0] not in places} - NORTHERN)
    carried = {code5: history.carried_on(code5, places) for code5 in strangers}
    if lost := [code5 for code5, later in carried.items() if later is None]:
        raise WrongData([f"コード{'、'.join(lost)}の団体がありません。"])
    for code5, later in carried.items():
        repairs.note(Repair.CODE_FOLLOWED, f"{code5}→{later}")
    for code5 in sorted({key[0] for key in found} & NORTHERN):
        repairs.note(Repair.NOT_A_PLACE, f"{code5}(北方領土)")
    for (code5, key, year), value in found.items():
        if later := carried.get(code5):
            known.setdefault((later, key, year), value)
    return known


def _sums(
    known: Values, definitions: Mapping[str, Definition], places: Mapping[str, PlaceRow], repairs: Repairs
) -> Values:
    """Add up the municipalities of each prefecture, only where every one of them has a value."""
    towns: dict[str, set[str]] = defaultdict(set)
    for place in places.values():
        if place.kind in MUNICIPALITIES and place.status is PlaceStatus.CURRENT and place.prefecture:
            towns[place.prefecture].add(place.code5)
    parts: dict[tuple[str, str, int], dict[str, float]] = defaultdict(dict)
    for (code5, key, year), value in known.items():
        prefecture = places[code5].prefecture
        if definitions[key].of_prefecture is OfPrefecture.SUM and prefecture and code5 in towns[prefecture]:
            parts[prefecture, key, year][code5] = value
    sums = {}
    for (prefecture, key, year), values in parts.items():
        if values.keys() == towns[prefecture]:
            sums[prefecture, key, year] = sum(values.values())
        else:
            repairs.note(Repair.PREFECTURE_SUM, f"{places[prefecture].name} {definitions[key].label} {year}年")
    return sums


def _by_code(files: Mapping[str, str], name: str) -> list[_Row]:
    return [(row["code5"], row) for row in rows(files, name, "code5")]


def _census(ages: Iterable[AgesRow]) -> list[_Row]:
    """Return the broad age groups of all censuses as a table with columns like age_0_14_2020."""
    groups: dict[str, dict[int, list[AgesRow]]] = defaultdict(lambda: defaultdict(list))
    for row in ages:
        groups[row.code5][row.year].append(row)
    table = []
    for code5, years in groups.items():
        cells = {
            f"{name}_{year}": str(value) for year, both in years.items() for name, value in band_totals(both).items()
        }
        table.append((code5, cells))
    return sorted(table, key=lambda row: (-len(row[1]), row[0]))  # the head is taken from the fullest row


def _ssdse_a(files: Mapping[str, str]) -> list[_Row]:
    """Return SSDSE-A with columns like A9101_2023: the item's code and the year of its own."""
    try:
        table = list(csv.reader(io.StringIO(files.get("ssdse_a.csv", ""))))
    except csv.Error as wrong:
        raise WrongData([f"ssdse_a.csv: CSVとして読めません({wrong})。"]) from None
    if len(table) < 4:
        raise WrongData(["ssdse_a.csv: 見出し3行と本体がありません。"])
    if uneven := [line for line, row in enumerate(table, start=1) if len(row) != len(table[0])]:
        raise WrongData([f"ssdse_a.csv {uneven[0]}行目: 列の数が見出しと合いません。"])
    columns = [f"{item}_{year}" for item, year in zip(table[0], table[1], strict=True)]
    return [(row[0].removeprefix("R"), dict(zip(columns, row, strict=True))) for row in table[3:]]


def _ssdse_b(files: Mapping[str, str]) -> list[_Row]:
    """Return SSDSE-B with one row a prefecture and columns like 合計特殊出生率_2022."""
    cells: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(files, "ssdse_b.csv", "年度", "地域コード"):
        cells[row["地域コード"].removeprefix("R")].update(
            {f"{name}_{row['年度']}": value for name, value in row.items() if name not in {"年度", "地域コード"}}
        )
    return list(cells.items())
