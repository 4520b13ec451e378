"""The tables of the report with the words of their rows and columns, and the address behind each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from kayoi.programmes.tours.rules.reporting import UNKNOWN
from kayoi.programmes.tours.selectors.report import UNTOLD, Report
from kayoi.programmes.tours.states import AgeBand, Sex

NONE = "none"  # in an address: those who did not tell


@dataclass(frozen=True)
class Number:
    """A number with its share and the question that opens its rows."""

    count: int
    percent: Decimal
    query: str


@dataclass(frozen=True)
class Lines:
    """One table: its title, base, the heads of its columns, and lines of words and numbers."""

    title: str
    base: int
    heads: Sequence[str]
    lines: Sequence[tuple[str, Sequence[Number]]]


def ages_shown(found: Report) -> Lines:
    """Return age × sex with totals."""
    bands, sexes = dict(AgeBand.choices()) | {UNKNOWN: UNTOLD}, dict(Sex.choices()) | {UNKNOWN: UNTOLD}
    across = [*({"age": band or NONE} for band in found.ages.bands), {}]
    down = [*((sexes[sex], {"sex": sex or NONE}) for sex in found.ages.sexes), ("計", {})]
    lines = []
    for (word, of), cells, parts in zip(down, found.ages.cells, found.ages.shares(), strict=True):
        row = zip(cells, parts, across, strict=True)
        lines.append((word, [Number(cell, part, urlencode({**of, **band})) for cell, part, band in row]))
    return Lines("年代と性別", found.ages.base, [*(bands[band] for band in found.ages.bands), "計"], lines)


def shares_shown(found: Report) -> list[Lines]:
    """Return the distributions; age and sex stand in their own table."""
    return [
        Lines(
            one.label, told.base, ["組"],
            [
                (one.labels.get(line.key, UNTOLD), [
                    Number(line.count, line.percent, urlencode({one.key: line.key or NONE}))
                ])
                for line in told.lines
            ],
        )
        for one, told in found.dimensions
        if told.lines and one.key not in {"age", "sex"}
    ]  # fmt: skip
