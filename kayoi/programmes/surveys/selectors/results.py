"""Tables and charts of a version as a page and a file show them: hidden cells stay hidden everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kayoi.engines.questionnaires.forms import REFUSALS
from kayoi.engines.questionnaires.models import PublishedTable, Version
from kayoi.engines.questionnaires.rules.cuts import EVERYBODY, Cut, read_cut
from kayoi.engines.questionnaires.rules.questions import Condition, Form, Question
from kayoi.engines.questionnaires.rules.tables import CrossTable, percent
from kayoi.engines.questionnaires.rules.variables import NotCountable, variable
from kayoi.engines.questionnaires.selectors import form_of, pairs
from kayoi.engines.questionnaires.selectors.tables import Survey, change_table, chart_of, table_of
from kayoi.engines.questionnaires.states import Kind
from kayoi.foundation.places.selectors.places import prefectures
from kayoi.kit.charts import Chart
from kayoi.kit.sentences import sentences
from kayoi.kit.sheets import About, Column, OutRow, Table, write_csv, write_xlsx
from kayoi.programmes.surveys.states import Share

HIDDEN = "秘匿"
TOTAL = "計"


@dataclass(frozen=True)
class Cell:
    """A number and its percentage; both are words already, and 秘匿 where they are hidden."""

    count: str
    share: str = ""


@dataclass(frozen=True)
class Shown:
    """A table as it is shown; `refused` says why it is not."""

    title: str
    header: Sequence[str]
    lines: Sequence[tuple[str, Sequence[Cell]]]
    base: str
    hides: bool = False
    several: bool = False
    refused: Sequence[str] = ()


@dataclass(frozen=True)
class OneQuestion:
    """What was answered to one question: a chart, or why there is none."""

    title: str
    chart: Chart | None


def variables(form: Form) -> list[tuple[str, str]]:
    """Return what can be counted by, with its words: questions, and lines of a matrix."""
    found: list[tuple[str, str]] = []
    for question in form.questions:
        if question.kind is Kind.MATRIX:
            found += [(f"{question.key}.{line.key}", f"{question.text} {line.label}") for line in question.lines]
        elif _countable(question):
            found.append((question.key, question.text))
    return found


def groups(form: Form) -> list[tuple[str, str]]:
    """Return of whom a table may be: those who chose one option."""
    return [
        (f"{question.key}.{option.key}", f"「{question.text}」で「{option.label}」の人")
        for question in form.questions
        if question.kind in {Kind.SINGLE, Kind.MULTIPLE}
        for option in question.options
    ]


def cut_of(*, columns: str, rows: str = EVERYBODY, only: str = "") -> Cut:
    """Return the cut that a page asks for."""
    question, _, option = only.partition(".")
    conditions = (Condition(question, frozenset({option})),) if only else ()
    return Cut(columns, rows, conditions)


def charts(survey: Survey) -> list[OneQuestion]:
    """Return a chart of each question that can be counted."""
    return [OneQuestion(words, chart_of(survey, key)) for key, words in variables(survey.form)]


def cross(survey: Survey, cut: Cut, share: Share) -> Shown:
    """Return a table of two variables as it may be shown now."""
    return shown(table_of(survey, cut), share)


def change(before: Version, after: Version, key: str, share: Share) -> Shown:
    """Return how the answers of the same people moved. Raises NotCountable."""
    matched = pairs(before, after)
    return shown(change_table(form_of(before), form_of(after), matched, key), share)


def shown(table: CrossTable, share: Share) -> Shown:
    """Return a table in words; lines and columns that nobody is in are left out where there are many."""
    names = {place.code[:2]: place.name for place in prefectures()} if _by_place(table) else {}
    across = _kept(table, list(table.cells[-1]), table.columns.labels)
    down = _kept(table, [line[-1] for line in table.cells], table.rows.labels)
    reasons = sentences(table.answer, REFUSALS) if table.answer.refused else []
    label = [*(names.get(one, one) for one in table.columns.labels), TOTAL]
    side = [*(names.get(one, one) for one in table.rows.labels), TOTAL]
    return Shown(
        title=f"{table.rows.name} × {table.columns.name}" if len(table.rows.labels) > 1 else table.columns.name,
        header=[label[at] for at in across],
        lines=[(side[row], [_cell(table, row, at, share) for at in across]) for row in down],
        base=f"回答票{table.base.sheets}枚のうち、尋ねた人{table.base.asked}人、両方に答えた人{table.base.answered}人",
        hides=bool(table.hidden.any()) and not reasons,
        several=table.rows.several or table.columns.several,
        refused=reasons,
    )


def published(table: PublishedTable) -> Shown:
    """Return a published table as it was published, with its percentages of all; in the reader's language."""
    cut, form = read_cut(table.cut, form_of(table.edition)), form_of(table.edition)
    names = dict(variables(form))
    labels, side = _labels(form, cut.columns), [_("全体")] if cut.rows == EVERYBODY else _labels(form, cut.rows)
    whole = table.cells[-1][-1]
    used = [at for at, total in enumerate(table.cells[-1]) if total != 0 or len(labels) < FEW]
    lines = [
        (word, [Cell(*_words(line[at], whole)) for at in used])
        for word, line in zip([*side, _("計")], table.cells, strict=True)
        if line[-1] != 0 or len(side) < FEW
    ]
    base = table.base
    return Shown(
        title=table.title,
        header=[[*labels, _("計")][at] for at in used],
        lines=lines[:1] if cut.rows == EVERYBODY else lines,
        base=_("%(question)s。回答票%(sheets)s枚、尋ねた人%(asked)s人、答えた人%(answered)s人")
        % (base | {"question": names.get(cut.columns, "")}),
        hides=any(cell is None for line in table.cells for cell in line),
    )


def as_csv(table: Shown) -> bytes:
    """Return a table as CSV, numbers and percentages beside each other."""
    return write_csv(_rows(table), columns=_columns(table))


def as_xlsx(table: Shown, *, source: str) -> bytes:
    """Return a table as an Excel book with its base."""
    notes = [f"「{HIDDEN}」は、人数が少なく、個人が特定されるおそれのある欄です。割合は四捨五入で小数第1位まで。"]
    about = About(source=source, definitions=[("母数", table.base)], lines=notes)
    return write_xlsx([Table("集計", _columns(table), _rows(table))], about=about)


FEW = 12  # up to so many categories, those that nobody chose are shown too


def _columns(table: Shown) -> list[Column]:
    return [Column(table.title)] + [Column(words) for head in table.header for words in (head, f"{head}(%)")]


def _rows(table: Shown) -> list[OutRow]:
    return [(label, *(word for cell in cells for word in (cell.count, cell.share))) for label, cells in table.lines]


def _countable(question: Question) -> bool:
    if question.kind in {Kind.NUMBER, Kind.DATE}:
        return bool(question.bands)
    return question.kind is not Kind.TEXT


def _by_place(table: CrossTable) -> bool:
    return any(len(one.labels) == 47 for one in (table.rows, table.columns))


def _kept(table: CrossTable, totals: list[int | None], labels: Sequence[str]) -> list[int]:
    """Return the places that are shown: all of a short list, else those with anybody; hidden ones are somebody."""
    if len(labels) == 1:
        return [0]  # everybody in one line: its total is the line itself
    return [at for at, total in enumerate(totals) if total != 0 or len(labels) < FEW or table.answer.refused]


def _cell(table: CrossTable, row: int, column: int, share: Share) -> Cell:
    count = table.cells[row][column]
    of = {Share.ALL: table.of_all, Share.ROW: table.of_row, Share.COLUMN: table.of_column}[share](row, column)
    return Cell(HIDDEN if count is None else str(count), _share(of, count))


def _words(count: int | None, whole: int | None) -> tuple[str, str]:
    if count is None:
        return _("秘匿"), ""
    return str(count), _share(percent(count, whole) if whole else None, count)


def _share(of: Decimal | None, count: int | None) -> str:
    return "" if of is None or count is None else f"{of}%"


def _labels(form: Form, name: str) -> list[str]:
    """Return the words of a variable's categories, in the order of its cells."""
    key, _, _ = name.partition(".")
    question = form.question(key)
    if question is None:
        raise NotCountable(name)
    labels = list(variable(question, [], name.partition(".")[2]).labels)
    if question.kind is Kind.PLACE:
        names = {place.code[:2]: place.name for place in prefectures()}
        return [names.get(one, one) for one in labels]
    return labels
