"""The report of tours and the rows behind it as CSV and as an Excel book."""

from collections.abc import Sequence
from datetime import date

from kayoi.kit.dates import fiscal_year_label
from kayoi.kit.sheets import About, Column, ColumnKind, OutRow, Table, write_csv, write_xlsx
from kayoi.programmes.tours.rules.reporting import Shares
from kayoi.programmes.tours.selectors.report import UNTOLD, Counted, Dimension, ReachLine, Report
from kayoi.programmes.tours.states import AgeBand, Sex
from kayoi.programmes.tours.states.reporting import DEFINITIONS

NUMBER = ColumnKind.INTEGER
ROWS = (
    Column("申込みの番号"), Column("ツアー"), Column("初日", ColumnKind.DATE), Column("来た人数", NUMBER),
    Column("泊", NUMBER), Column("人泊", NUMBER), Column("人日", NUMBER),
)  # fmt: skip


def report_xlsx(found: Report, *, source: str, on: date) -> bytes:
    """Return the report as an Excel book, a sheet for each of its tables, with what each number means."""
    tables = [_summary(found), _ages(found), *(_shares(*one) for one in found.dimensions), _dates(found)]
    tables += [_reach(*one) for one in found.reached]
    tables.append(
        Table(
            "成果", (Column("成果"), Column("組", NUMBER), Column("数", NUMBER)),
            [(one.kind.label, one.parties, one.quantity) for one in found.outcomes],
        )
    )  # fmt: skip
    about = About(
        source=f"{source} {fiscal_year_label(found.scope.year)}のツアーの報告", as_of=on, definitions=DEFINITIONS,
        lines=["公表するときは、5人に満たない欄を伏せてください。"],
    )  # fmt: skip
    return write_xlsx(tables, about=about)


def rows_csv(rows: Sequence[Counted]) -> bytes:
    """Return the rows behind a number as CSV; nobody is named."""
    return write_csv([_row(one) for one in rows], columns=ROWS)


def _row(one: Counted) -> OutRow:
    return (
        one.party.number, one.party.tour.name, one.date.starts_on, one.persons, one.nights, one.persons * one.nights,
        one.stay_days,
    )  # fmt: skip


def _summary(found: Report) -> Table:
    demand = found.demand
    lines = [
        ("ツアー", found.tours, "本"), ("実施した日程", found.held, "回"), ("定員", demand.capacity, "人"),
        ("応募", demand.applications, "件"), ("応募した人", demand.persons, "人"),
        ("参加した組(代表者)", found.came, "組"), ("参加した人", demand.took_part, "人"),
        ("延べ宿泊", found.person_nights, "人泊"), ("延べ滞在", found.person_days, "人日"),
    ]  # fmt: skip
    return Table("概要", (Column("項目"), Column("数", NUMBER), Column("単位")), lines)


def _ages(found: Report) -> Table:
    bands = {**dict(AgeBand.choices()), "": UNTOLD}
    sexes = {**dict(Sex.choices()), "": UNTOLD}
    columns = [Column("性別"), *(Column(bands[band], NUMBER) for band in found.ages.bands), Column("計", NUMBER)]
    names = [*(sexes[sex] for sex in found.ages.sexes), "計"]
    return Table(
        "年代×性別(代表者)", columns, [(name, *cells) for name, cells in zip(names, found.ages.cells, strict=True)]
    )


def _shares(one: Dimension, told: Shares) -> Table:
    columns = (Column(one.label), Column("組", NUMBER), Column("割合(%)", ColumnKind.DECIMAL), Column("母数", NUMBER))
    lines = [(one.labels.get(line.key, UNTOLD), line.count, line.percent, told.base) for line in told.lines]
    return Table(one.label, columns, lines)


def _reach(title: str, _: str, lines: Sequence[ReachLine]) -> Table:
    columns = (Column(title), Column("応募(件)", NUMBER), Column("応募(人)", NUMBER), Column("参加(組)", NUMBER))
    return Table(title, columns, [(one.words, one.applications, one.persons, one.came) for one in lines])


def _dates(found: Report) -> Table:
    columns = (
        Column("ツアー"), Column("初日", ColumnKind.DATE), Column("定員", NUMBER), Column("応募(件)", NUMBER),
        Column("応募(人)", NUMBER), Column("参加(人)", NUMBER),
    )  # fmt: skip
    lines = [
        (
            one.date.tour.name, one.date.starts_on, one.demand.capacity, one.demand.applications, one.demand.persons,
            one.demand.took_part,
        )
        for one in found.dates
    ]  # fmt: skip
    return Table("日程別", columns, lines)
