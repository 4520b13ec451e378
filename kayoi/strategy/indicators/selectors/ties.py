"""How many people are in each band of days, now and a year before; who they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.rules.ties import Terms, days_of, window
from kayoi.engines.casefiles.selectors import protected_files
from kayoi.engines.casefiles.selectors.ties import Counted, Group, terms_on, tie_groups
from kayoi.engines.casefiles.states.ties import BANDS, KINDS_OF, Band, Course, Deed
from kayoi.kit.charts import About, Chart, Series, bar_chart
from kayoi.kit.dates import months_later, wareki
from kayoi.kit.sheets import Column, ColumnKind, OutRow, write_csv

HIDDEN = "支援措置の対象"


@dataclass(frozen=True)
class BandRow:
    """A band with its days in words, how many are in it, how many were, and which way those in it now have come."""

    band: Band
    days: str
    persons: int
    before: int
    courses: Sequence[tuple[Course, int]]


@dataclass(frozen=True)
class Ties:
    """The people of the town by band, up to a day, with what is counted."""

    on: date
    first: date
    before: date
    rows: Sequence[BandRow]
    courses: Sequence[tuple[Course, int]]
    counted: Sequence[Deed]
    not_counted: Sequence[Deed]

    @property
    def persons(self) -> int:
        """How many people there are."""
        return sum(row.persons for row in self.rows)

    @property
    def persons_before(self) -> int:
        """How many there were a year before."""
        return sum(row.before for row in self.rows)


def ties(*, on: date) -> Ties:
    """Return how many people are in each band."""
    groups, terms = tie_groups(on=on), terms_on(on=on)
    counted = [deed for deed, kinds in KINDS_OF.items() if terms.kinds.issuperset(kinds)]
    return Ties(
        on, window(on=on)[0], months_later(on, -12), [_row(band, groups, terms) for band in BANDS], _courses(groups),
        counted, [deed for deed in Deed if deed not in counted],
    )  # fmt: skip


def _row(band: Band, groups: Iterable[Group], terms: Terms) -> BandRow:
    here = [group for group in groups if group.band is band]
    before = sum(group.persons for group in groups if group.before is band)
    return BandRow(band, days_in_words(band, terms), sum(group.persons for group in here), before, _courses(here))


def _courses(groups: Iterable[Group]) -> list[tuple[Course, int]]:
    rows = list(groups)
    return [(course, sum(group.persons for group in rows if group.course is course)) for course in Course]


def days_in_words(band: Band, terms: Terms) -> str:
    """Return the days of a band: 0日, 2〜3日, 12日以上; a dash where a town has left no room for it."""
    least, most = days_of(band, terms=terms)
    if most is None:
        return f"{least}日以上"
    if most < least:
        return "―"
    return f"{least}日" if least == most else f"{least}〜{most}日"


def ties_chart(found: Ties) -> Chart:
    """Return the picture: people by band, now and a year before."""
    about = About(
        "関わりの段階ごとの人数", unit="人", base="個票のある人(団体と、寄附だけの人を除く)", as_of=wareki(found.on)
    )
    return bar_chart(
        about=about,
        labels=[f"{row.band.label}({row.days})" for row in found.rows],
        series=[
            Series("いま", [row.persons for row in found.rows]),
            Series("1年前", [row.before for row in found.rows]),
        ],
    )


def names_of(people: Iterable[Counted], *, on: date) -> dict[int, str]:
    """Return the names of people by the id of their file; of those under protection measures none."""
    hidden = protected_files(on=on)
    files = CaseFile.objects.without_search().filter(pk__in=[one.file_id for one in people])
    return {file.pk: HIDDEN if file.pk in hidden else file.shown_name for file in files}


def ties_csv(people: Iterable[Counted], *, on: date) -> bytes:
    """Return the people behind a figure as CSV: file numbers, no names.

    When somebody under protection measures was last here is left out: the list leaves the system.
    """
    hidden = protected_files(on=on)
    columns = [
        Column("個票番号"), Column("日数", ColumnKind.INTEGER), Column("種類の数", ColumnKind.INTEGER),
        Column("最後の日", ColumnKind.DATE), Column("段階"), Column("1年前の段階"),
    ]  # fmt: skip
    rows: list[OutRow] = [
        [one.number, one.days, one.kinds, None if one.file_id in hidden else one.last_on, one.band.label,
         one.before.label if one.before else ""]
        for one in people
    ]  # fmt: skip
    return write_csv(rows, columns=columns, name="関わりの段階")
