"""What the ministry printed of 44 consortia and their monitor tours (data/consortia), read once."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

from kayoi.foundation.places.models import Place
from kayoi.programmes.tours.rules.casebook import Consortium, read_consortium
from kayoi.programmes.tours.rules.published import Stated
from kayoi.programmes.tours.rules.reporting import AgeBySex, age_by_sex, from_counts

DATA: Final = Path(__file__).resolve().parents[4] / "data" / "consortia"
SOURCE: Final = "国土交通省「令和7年度 二地域居住先導的プロジェクト実装事業」(令和8年3月)"


@lru_cache(maxsize=1)
def consortia() -> Sequence[Consortium]:
    """Return the 44 consortia, in the order of the ministry's list."""
    return tuple(read_consortium(row) for row in _rows("consortia_44"))


def consortium(number: int) -> Consortium | None:
    """Return one of the 44 by its number in the list."""
    return next((case for case in consortia() if case.number == number), None)


def places_of(case: Consortium) -> list[Place]:
    """Return the municipalities of a consortium, those whose code is told."""
    rows = Place.objects.filter(code5__in=case.codes).select_related("prefecture", "parent")
    return sorted(rows, key=lambda place: case.codes.index(place.code5))


@lru_cache(maxsize=1)
def age_sex_tables() -> Sequence[tuple[str, str, AgeBySex]]:
    """Return the three printed tables of representatives: letter, whose, and the table counted from its cells."""
    found: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for row in _rows("monitor_tour_age_sex"):
        line = row["sex"], row["age_group"], int(row["persons"])
        found.setdefault((row["table_id"], row["consortium"]), []).append(line)
    return tuple(
        (letter, whose, age_by_sex(from_counts(lines), sexes=_firsts(lines, 0), bands=_firsts(lines, 1)))
        for (letter, whose), lines in found.items()
    )


@lru_cache(maxsize=1)
def stated_figures() -> Sequence[Stated]:
    """Return all numbers of the source with its own percentages and what checking them found."""
    return tuple(
        Stated(
            row["consortium"], row["metric"], Decimal(row["value"]), row["unit"],
            int(row["denominator"]) if row["denominator"] else None,
            Decimal(row["pct_as_stated"]) if row["pct_as_stated"] else None, row["check_note"],
        )
        for row in _rows("monitor_tour_facts")
    )  # fmt: skip


def _firsts(lines: list[tuple[str, str, int]], at: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(line[at]) for line in lines))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))
