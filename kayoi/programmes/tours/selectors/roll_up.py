"""The report over bodies that share their figures with this one: numbers only, small ones hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.selectors import givers_to
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.dates import fiscal_year_end, fiscal_year_label, fiscal_year_start
from kayoi.kit.sheets import Column, write_csv
from kayoi.programmes.tours.rules.reporting import column_shown

HIDDEN: Final = "秘匿"
HEADS: Final = ("日程", "定員(人)", "応募(件)", "応募(人)", "参加(組)", "参加(人)", "延べ宿泊(人泊)")
OPEN: Final = 2  # dates and their capacity are published anyway


@dataclass(frozen=True)
class RolledUp:
    """A line for each body and one for all; hidden numbers are words already."""

    year: int
    lines: Sequence[tuple[str, Sequence[str]]]


def rolled_up(reader: Organization, year: int, *, on: date) -> RolledUp:
    """Return the tours of a fiscal year of the bodies that share their figures with `reader`."""
    givers = givers_to(reader, Shared.FIGURES, on=on)
    if not givers:
        return RolledUp(year, [])
    with scope.of_rollup(tuple(giver.pk for giver in givers)), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tours_counts(%s, %s)", [fiscal_year_start(year), fiscal_year_end(year)])
        counts = {row[0]: [int(number) for number in row[1:]] for row in cursor.fetchall()}
    rows = [counts.get(giver.pk, [0] * len(HEADS)) for giver in givers]
    columns = [_column([row[at] for row in rows], is_open=at < OPEN) for at in range(len(HEADS))]
    names = [*(giver.name for giver in givers), "計"]
    return RolledUp(year, list(zip(names, zip(*columns, strict=True), strict=True)))


def rolled_up_csv(found: RolledUp) -> bytes:
    """Return it as CSV."""
    columns = [Column(f"{fiscal_year_label(found.year)} 団体"), *(Column(head) for head in HEADS)]
    return write_csv([(name, *words) for name, words in found.lines], columns=columns)


def _column(numbers: Sequence[int], *, is_open: bool) -> list[str]:
    cells, total = (list(numbers), sum(numbers)) if is_open else column_shown(numbers)
    return [HIDDEN if cell is None else str(cell) for cell in (*cells, total)]
