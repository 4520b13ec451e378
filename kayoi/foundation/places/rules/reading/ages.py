"""Read the censuses: people by sex and five-year age group."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kayoi.foundation.places.rules.history import History
from kayoi.foundation.places.rules.reading.tables import Repair, Repairs, WrongData, count, member, rows
from kayoi.foundation.places.states import Sex

_CLASSES: Final = tuple(f"a{age}_{age + 4}" for age in range(0, 90, 5))
FILES: Final = {
    "census_2000_2015.csv": (*_CLASSES, "a90_plus"),
    "census_2020.csv": (*_CLASSES, "a90_94", "a95_99", "a100_plus"),
}


@dataclass(frozen=True)
class AgesRow:
    """People of one sex in one census, 0-4, 5-9, ... and the open class last."""

    code5: str
    year: int
    sex: Sex
    total: int
    ages: tuple[int, ...]
    unknown: int


def read_ages(
    files: Mapping[str, str], codes: Collection[str], history: History, repairs: Repairs
) -> dict[tuple[str, int, Sex], AgesRow]:
    """Return the censuses of all places by code, year and sex; every sum over ages must be the total.

    Source: 国勢調査 (男女別・年齢5歳階級別人口); docs/data-sources.md, census
    """
    found: dict[tuple[str, int, Sex], AgesRow] = {}
    problems = []
    for name, classes in FILES.items():
        for row in rows(files, name, "level", "code", "year", "sex", "total", "unknown", *classes):
            code5 = f"{row['code'][:2]}000" if row["level"] == "pref" else row["code"]
            where = f"{name} {row['code']} {row['year']}年 {row['sex']}"
            ages = tuple(count(row[column], where=f"{where} {column}") for column in classes)
            total, unknown = count(row["total"], where=where), count(row["unknown"], where=where)
            if sum(ages) + unknown != total:
                problems.append(f"{where}: 年齢の和{sum(ages) + unknown:,}が総数{total:,}と合いません。")
            year = count(row["year"], where=f"{name} 年")
            here = AgesRow(code5, year, member(Sex, row["sex"], where=where), total, ages, unknown)
            found[code5, here.year, here.sex] = here
    if problems:
        raise WrongData(problems)
    return _carried_on(found, codes, history, repairs)


def _carried_on(
    found: Mapping[tuple[str, int, Sex], AgesRow], codes: Collection[str], history: History, repairs: Repairs
) -> dict[tuple[str, int, Sex], AgesRow]:
    """Give the figures of a town that goes on under another code to that code as well."""
    kept = {}
    for (code5, year, sex), row in found.items():
        if code5 in codes:
            kept[code5, year, sex] = row
        later = history.carried_on(code5, codes)
        if later and later != code5 and (later, year, sex) not in found:
            kept[later, year, sex] = replace(row, code5=later)
            repairs.note(Repair.CODE_FOLLOWED, f"国勢調査{year}年 {code5}→{later}")
        elif code5 not in codes and not later:
            raise WrongData([f"国勢調査{year}年: コード{code5}の団体がありません。"])
    return kept


BANDS: Final = {
    "age_0_14": (0, 3),
    "age_15_64": (3, 13),
    "age_20_39": (4, 8),
    "age_65_plus": (13, None),
    "age_75_plus": (15, None),
}


def band_totals(rows_of_place: Iterable[AgesRow]) -> dict[str, int]:
    """Return the population and its broad age groups, both sexes together.

    Source: 国勢調査 (年齢3区分, 75歳以上の再掲)
    """
    both = list(rows_of_place)
    totals = {"total": sum(row.total for row in both), "age_unknown": sum(row.unknown for row in both)}
    return totals | {name: sum(sum(row.ages[first:last]) for row in both) for name, (first, last) in BANDS.items()}
