"""A trial as its page, its printed page and its file show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.selectors import protected_families
from kayoi.engines.procedures.models import Application, Decision
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.rulesets.selectors import as_file
from kayoi.kit.charts import About, Chart, Series, bar_chart
from kayoi.kit.dates import local_date
from kayoi.kit.sheets import About as SheetAbout
from kayoi.kit.sheets import Column, ColumnKind, OutRow, Table, write_csv, write_xlsx
from kayoi.programmes.schemes.models import Grant, Trial
from kayoi.programmes.schemes.rules.rerunning import always_in_force
from kayoi.programmes.schemes.rules.trials import Difference, Row, Totals, totals, without_small
from kayoi.programmes.schemes.selectors.trials.results import Result
from kayoi.programmes.schemes.states.trials import GAINS, LOSSES, SMALL, Cause, Change

# A chart has so many districts; the rest stand in the table.
MOST_BARS = 15
NO_NAME = "支援措置の対象"
# What a list can be narrowed to: those that gain, that lose, or of whom more must be known.
TOLD = (*GAINS, *LOSSES, Change.UNKNOWN, Change.HELD)


@dataclass(frozen=True)
class Group:
    """A district or a fiscal year with its sums."""

    label: str
    totals: Totals


@dataclass(frozen=True)
class Line:
    """An application in the list; without a name for those who may not see it, or where nobody may."""

    row: Row
    receipt: str
    name: str


@dataclass(frozen=True)
class Bridge:
    """An application of which the books hold something else than the rule gives."""

    difference: Difference
    receipt: str
    why: str


def groups_of(parts: Mapping[str, Iterable[Row]]) -> list[Group]:
    """Return districts or years with their sums."""
    return [Group(label, totals(rows)) for label, rows in parts.items()]


def safe_groups(parts: Mapping[str, list[Row]]) -> list[Group]:
    """Return the same for what is printed or published: nobody can be recognised."""
    return groups_of(without_small(parts))


def small(count: int) -> str:
    """Return how many, as it may be printed."""
    return f"{SMALL}件未満" if 0 < count < SMALL else f"{count:,}件"


def chart_of(groups: Sequence[Group], *, title: str, base: str) -> Chart | None:
    """Draw what districts or years get now and then, where there are several; the largest of very many."""
    largest = sorted(groups, key=lambda one: -one.totals.now_yen - one.totals.least_yen)[:MOST_BARS]
    shown = [one for one in groups if one in largest]
    if len(shown) < 2:
        return None
    return bar_chart(
        about=About(title=title, unit="千円", base=base),
        labels=[one.label for one in shown],
        series=[
            Series("いま", [one.totals.now_yen // 1000 for one in shown]),
            Series("変えたあと", [one.totals.least_yen // 1000 for one in shown]),
        ],
        horizontal=True,
    )


def chosen(result: Result, change: str) -> list[Row]:
    """Return the applications of which something would change, or those of one change; the most yen first."""
    wanted = (Change.of(change),) if change in set(TOLD) else TOLD
    rows = [row for row in result.rows if row.change in wanted]
    return sorted(rows, key=lambda row: (TOLD.index(row.change), -abs(row.difference_yen), row.application))


def lines_of(rows: Sequence[Row], *, named: bool, on: date) -> list[Line]:
    """Return applications with receipts, and with names for those who may see them."""
    found = _applications([row.application for row in rows])
    hidden = protected_families(_people(found.values()), on=on) if named else set()
    return [Line(row, *_told(found.get(row.application), named=named, hidden=hidden)) for row in rows]


def bridges_of(differences: Sequence[Difference]) -> list[Bridge]:
    """Return the differences between the books and the rules, with receipts and what is on record as the reason."""
    found = _applications([one.application for one in differences])
    refused = Decision.objects.filter(application__in=found, outcome=ApplicationStatus.REFUSED)
    why = {pk: "、".join(reasons) for pk, reasons in refused.values_list("application", "reasons")}
    ended = Grant.objects.filter(application__in=[one.application for one in differences if one.cause is Cause.ENDED])
    why |= {one.application_id: one.get_status_display() for one in ended}
    return [
        Bridge(one, found[one.application].receipt, why.get(one.application, ""))
        for one in differences
        if one.application in found
    ]


def _applications(pks: Sequence[int]) -> dict[int, Application]:
    rows = Application.objects.filter(pk__in=pks).select_related("case_file", "proxy__principal")
    return {one.pk: one for one in rows.defer("answers", "case_file__search", "proxy__principal__search")}


def _people(applications: Iterable[Application]) -> set[int]:
    ids = {pk for one in applications for pk in (one.case_file_id, one.proxy.principal_id if one.proxy else None)}
    return {pk for pk in ids if pk is not None}


def _told(application: Application | None, *, named: bool, hidden: set[int]) -> tuple[str, str]:
    if application is None:
        return "―", ""
    person = application.proxy.principal if application.proxy else application.case_file
    if not named or person is None:
        return application.receipt, ""
    return application.receipt, NO_NAME if _people([application]) & hidden else person.shown_name


def has_changed(trial: Trial) -> bool:
    """Tell whether the version says something else by now than what was tried."""
    version = trial.tried_version
    return bool(always_in_force(as_file(version.ruleset, [version])) != trial.rules)


COLUMNS = (
    Column("受付番号", ColumnKind.CODE), Column("年度", ColumnKind.INTEGER), Column("決定の日", ColumnKind.DATE),
    Column("地区"), Column("違い"), Column("いまの額", ColumnKind.YEN),
    Column("変えたあと(少なくとも)", ColumnKind.YEN), Column("変えたあと(多くて)", ColumnKind.YEN),
    Column("差額", ColumnKind.YEN), Column("聞いていないこと"),
)  # fmt: skip


def sheet_of(trial: Trial, result: Result, *, as_csv: bool) -> bytes:
    """Return every application of a trial as a table, by receipt and without names; the sums stand beside them."""
    receipts = {pk: one.receipt for pk, one in _applications([row.application for row in result.rows]).items()}
    rows: list[OutRow] = [
        (
            receipts.get(row.application, ""), row.year, row.decided_on, row.district, row.change.label, row.now_yen,
            row.least_yen, row.most_yen, row.difference_yen, " / ".join(row.missing),
        )
        for row in result.rows
    ]  # fmt: skip
    if as_csv:
        return write_csv(rows, columns=COLUMNS, name=trial.name)
    about = SheetAbout(source=f"試算「{trial.name}」", as_of=local_date(trial.made_at), lines=notes_of(trial, result))
    return write_xlsx([Table("申請ごと", COLUMNS, rows)], about=about)


def notes_of(trial: Trial, result: Result) -> list[str]:
    """Return in sentences what the figures of a trial are, and what they are not."""
    sums, by_rule, key = result.totals, result.recomputed_yen, trial.tried_version.key
    differs = sums.now_yen - by_rule
    return [
        f"「{trial.procedure}」の決定(承認と却下) {sums.count:,}件を、版「{key}」で計算し直しました。",
        f"決定のときの規則で{by_rule:,}円、規則の計算との差が{differs:,}円、いまの額は{sums.now_yen:,}円です。",
        "試した版は、適用の期間にかかわらず、すべての申請に当てはめています。",
        "規則が変わったときに申請そのものが増えたり減ったりすることは、含みません。",
    ]
